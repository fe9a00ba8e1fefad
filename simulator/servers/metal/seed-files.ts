import type { InstallOrder } from "../server-backend";

export interface SeedProps
  extends Pick<InstallOrder, "serverId" | "hostname" | "user" | "authorizedKeys" | "userData"> {
  /** PEM of the simulated authority, which the guest shall trust. */
  readonly caCertificate: string;
  /** Names that the guest finds without asking a name server, by address. @default none */
  readonly hosts?: Readonly<Record<string, readonly string[]>>;
}

/** Files of a NoCloud seed, by name. */
export type SeedFiles = Readonly<Record<"meta-data" | "user-data" | "vendor-data", string>>;

const BOUNDARY = "seed-of-a-metal-server";

/**
 * What cloud-init finds on a metal server's seed disk. The user data is the order's, byte for byte. What the provider
 * itself does to a server comes beside it: name and keys as meta-data, the user and the rest as vendor data, where it
 * yields to any user data that says otherwise.
 */
export function seedFiles(props: SeedProps): SeedFiles {
  return {
    "meta-data": `${JSON.stringify({
      "instance-id": props.serverId,
      "local-hostname": props.hostname,
      "public-keys": props.authorizedKeys,
    })}\n`,
    // Without a first line that names a format cloud-init would warn, and end degraded.
    "user-data": props.userData === "" ? "#cloud-config\n{}\n" : props.userData,
    "vendor-data": multipart([
      { type: "text/cloud-config", text: `#cloud-config\n${JSON.stringify(vendorConfig(props))}\n` },
      { type: "text/cloud-boothook", text: hostsHook(props.hosts ?? {}) },
    ]),
  };
}

function vendorConfig(props: SeedProps) {
  return {
    // cloud-init gives the default user the keys of the meta-data.
    system_info: {
      default_user: {
        name: props.user,
        gecos: props.user,
        lock_passwd: true,
        groups: ["adm", "sudo"],
        sudo: ["ALL=(ALL) NOPASSWD:ALL"],
        shell: "/bin/bash",
      },
    },
    ca_certs: { trusted: [props.caCertificate] },
  };
}

/** A hook and no `bootcmd` or `write_files`: those of the user data would take the place of these. */
function hostsHook(hosts: Readonly<Record<string, readonly string[]>>): string {
  const lines = Object.entries(hosts).map(([address, names]) => `${address} ${names.join(" ")}`);
  const commands = lines.map((line) => `grep -qxF '${line}' /etc/hosts || echo '${line}' >> /etc/hosts`);
  return ["#cloud-boothook", "#!/bin/sh", ...commands, ""].join("\n");
}

function multipart(parts: readonly { readonly type: string; readonly text: string }[]): string {
  const bodies = parts.map(({ type, text }) => `--${BOUNDARY}\nContent-Type: ${type}; charset="utf-8"\n\n${text}\n`);
  return [
    `Content-Type: multipart/mixed; boundary="${BOUNDARY}"\nMIME-Version: 1.0\n\n`,
    ...bodies,
    `--${BOUNDARY}--\n`,
  ].join("");
}
