import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { EXIT_CODES } from "../config/exit-codes";
import type { Deployment } from "./deployment";
import { inventoryHosts } from "./inventory";
import { OperationProblem } from "./operation-problem";
import { shellWords } from "./shell-words";

/** What of a deployment says how its hosts are logged in to. */
export interface SshTarget extends Pick<Deployment, "inventoryFolder"> {
  readonly config: { readonly ssh: { readonly user: string } };
}

/** Words of ssh that lead to an address. */
export type SshWay = (address: string) => readonly string[];

/**
 * Arguments of ssh for one of the deployment's hosts: its pinned key and no other, the deployment's own login key, nothing of the
 * operator's own configuration.
 * @param proxyCommand what carries the connection, as ssh_config's ProxyCommand; undefined: it goes straight there
 */
export function sshArguments(target: SshTarget, address: string, proxyCommand: string | undefined): string[] {
  const carried = proxyCommand === undefined ? [] : ["-o", `ProxyCommand=${proxyCommand}`];
  return ["-F", "none", ...pinned(target), ...carried, destination(target, address)];
}

/**
 * Arguments of ssh as Ansible would go: by the operator's own configuration (`ProxyJump`), `ANSIBLE_SSH_EXTRA_ARGS` included, and all
 * the same with the deployment's key and pinned host keys: of two values of an option, ssh takes the first.
 * @throws OperationProblem when ANSIBLE_SSH_EXTRA_ARGS cannot be read
 */
export function operatorsSshArguments(target: SshTarget, address: string, environment = process.env): string[] {
  try {
    return [...pinned(target), ...shellWords(environment.ANSIBLE_SSH_EXTRA_ARGS ?? ""), destination(target, address)];
  } catch (error) {
    throw new OperationProblem(
      EXIT_CODES.usage,
      `ANSIBLE_SSH_EXTRA_ARGS cannot be read: ${(error as Error).message}`,
      "Write it as a shell would read it, e.g. -o 'ProxyCommand=nc -X 5 -x proxy:1080 %h %p'. Nothing was changed.",
    );
  }
}

export interface Login {
  readonly target: SshTarget;
  /** Of the inventory; empty when none was named. */
  readonly host: string;
  /** Run there instead of a shell; empty: a shell. */
  readonly command: readonly string[];
  readonly way: SshWay;
  /** How it is typed, for the refusal: `make ssh`. */
  readonly typed: string;
}

/**
 * Logs in to a host by its public address, or runs a command there.
 * @returns the exit code of ssh, which is that of the command
 * @throws OperationProblem that names the hosts when it is none of them
 */
export function logIn({ target, host, command, way, typed }: Login): number {
  const hosts = inventoryHosts(target.inventoryFolder);
  const address = hosts.find(({ name }) => name === host)?.publicAddress;
  if (address === undefined) {
    throw new OperationProblem(
      EXIT_CODES.usage,
      `HOST is ${host === "" ? "not given" : host}; the hosts are ${hosts.map(({ name }) => name).join(", ") || "not deployed yet"}.`,
      `For example: ${typed} HOST=${hosts[0]?.name ?? "fe"}`,
    );
  }
  return (
    spawnSync("ssh", [...way(address), ...command], { stdio: "inherit", env: process.env }).status ?? EXIT_CODES.failed
  );
}

/**
 * Runs a command on a host without asking anything; status null when ssh itself did not come about.
 * @param input its standard input
 */
export function runBySsh(
  way: SshWay,
  address: string,
  command: string,
  input = "",
): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync("ssh", ["-o", "BatchMode=yes", ...way(address), command], {
    input,
    encoding: "utf8",
    env: process.env,
  });
  return { status, output: status === 0 ? stdout.trim() : `${stdout}${stderr}`.trim() };
}

function pinned({ inventoryFolder }: SshTarget): string[] {
  const key = join(inventoryFolder, "id_ed25519");
  const options = [
    "StrictHostKeyChecking=yes",
    `UserKnownHostsFile=${join(inventoryFolder, "known_hosts")}`,
    "GlobalKnownHostsFile=/dev/null",
    ...(existsSync(key) ? [`IdentityFile=${key}`, "IdentitiesOnly=yes"] : []),
  ];
  return options.flatMap((option) => ["-o", option]);
}

function destination({ config }: SshTarget, address: string): string {
  return `${config.ssh.user}@${address}`;
}
