import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Deployment } from "./deployment";

/** What of a deployment says how its hosts are logged in to. */
export interface SshTarget extends Pick<Deployment, "inventoryFolder"> {
  readonly config: { readonly ssh: { readonly user: string } };
}

/**
 * Arguments of ssh for one of the deployment's hosts: its pinned key and no other, the deployment's own login key.
 * @param proxyCommand what carries the connection, as ssh_config's ProxyCommand; undefined: it goes straight there
 */
export function sshArguments(target: SshTarget, address: string, proxyCommand: string | undefined): string[] {
  const { inventoryFolder, config } = target;
  const key = join(inventoryFolder, "id_ed25519");
  const options = [
    "StrictHostKeyChecking=yes",
    `UserKnownHostsFile=${join(inventoryFolder, "known_hosts")}`,
    "GlobalKnownHostsFile=/dev/null",
    ...(existsSync(key) ? [`IdentityFile=${key}`, "IdentitiesOnly=yes"] : []),
    ...(proxyCommand === undefined ? [] : [`ProxyCommand=${proxyCommand}`]),
  ];
  return ["-F", "none", ...options.flatMap((option) => ["-o", option]), `${config.ssh.user}@${address}`];
}

/** Public address by host name, as the deployment's inventory has them; empty before there is one. */
export function publicAddresses({ inventoryFolder }: Deployment): ReadonlyMap<string, string> {
  const file = join(inventoryFolder, "hosts.yml");
  if (!existsSync(file)) return new Map();
  const { all } = parse(readFileSync(file, "utf8")) as { all: { hosts: Record<string, { ansible_ssh_host: string }> } };
  return new Map(Object.entries(all.hosts).map(([name, host]) => [name, host.ansible_ssh_host]));
}
