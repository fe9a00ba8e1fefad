import type { Disk } from "../disk/disk";
import { ssh2 } from "../ssh/ssh2";

/** The key types that cloud-init and openssh-server make by default, as they stand in file names. */
export const HOST_KEY_TYPES = ["rsa", "ecdsa", "ed25519"] as const;
export type HostKeyType = (typeof HOST_KEY_TYPES)[number];

export function hostKeyPath(type: string): string {
  return `/etc/ssh/ssh_host_${type}_key`;
}

/** Makes the host key of a type unless there is one, as `ssh-keygen -A` does. True when one was made. */
export function makeHostKey(disk: Disk, type: HostKeyType, comment: string): boolean {
  if (disk.get(hostKeyPath(type))) return false;
  const pair = makeKeyPair(type, comment);
  placeHostKey(disk, type, pair.private, `${pair.public}\n`);
  return true;
}

/**
 * A new key pair in OpenSSH's format. One in 128 ED25519 keys that the library (1.17.0) makes is malformed, by a leading zero
 * that it cuts off; neither OpenSSH nor the library itself reads such a key, so another is drawn.
 */
export function makeKeyPair(type: HostKeyType, comment: string): { private: string; public: string } {
  const { utils } = ssh2();
  for (;;) {
    const pair =
      type === "rsa"
        ? utils.generateKeyPairSync("rsa", { bits: 2048, comment })
        : type === "ecdsa"
          ? utils.generateKeyPairSync("ecdsa", { bits: 256, comment })
          : utils.generateKeyPairSync("ed25519", { comment });
    if (!(utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}

export function placeHostKey(disk: Disk, type: string, privateKey: string, publicKey?: string): void {
  disk.place(hostKeyPath(type), privateKey, 0o600);
  const known = publicKey ?? publicKeyOf(privateKey);
  if (known) disk.place(`${hostKeyPath(type)}.pub`, known, 0o644);
}

/** `type base64` of an unencrypted private (or a public) key with a line end; undefined when OpenSSH could not read it. */
export function publicKeyOf(key: string): string | undefined {
  const parsed = ssh2().utils.parseKey(key);
  if (parsed instanceof Error) return undefined;
  const one = Array.isArray(parsed) ? parsed[0]! : parsed;
  return `${one.type} ${one.getPublicSSH().toString("base64")}${one.comment ? ` ${one.comment}` : ""}\n`;
}

export interface LoadedHostKeys {
  /** Private keys in the order of configuration. */
  readonly keys: readonly string[];
  /** What sshd writes about keys that it does not take. */
  readonly problems: readonly string[];
}

/**
 * The keys that sshd serves when it starts now: those of its HostKey lines, else the three default files. It ignores a key
 * that others may read or that it cannot parse; without any it does not start.
 */
export function loadHostKeys(disk: Disk): LoadedHostKeys {
  const problems: string[] = [];
  const keys = hostKeyFiles(disk).flatMap((path) => {
    const entry = disk.get(path);
    if (entry?.kind !== "file") return [];
    if (entry.mode & 0o077) {
      problems.push(
        `Permissions 0${entry.mode.toString(8)} for '${path}' are too open. It is required that your private key files are NOT accessible by others. This private key will be ignored.`,
      );
      return [];
    }
    const text = entry.content.toString("utf8");
    const parsed = ssh2().utils.parseKey(text);
    const usable = !(parsed instanceof Error) && (Array.isArray(parsed) ? parsed[0]! : parsed).isPrivateKey();
    if (!usable) problems.push(`Unable to load host key "${path}": invalid format`);
    return usable ? [text] : [];
  });
  if (keys.length === 0) problems.push("sshd: no hostkeys available -- exiting.");
  return { keys, problems };
}

function hostKeyFiles(disk: Disk): string[] {
  const folder = "/etc/ssh/sshd_config.d";
  const files = [
    ...disk
      .children(folder)
      .filter((name) => name.endsWith(".conf"))
      .map((name) => `${folder}/${name}`),
    "/etc/ssh/sshd_config",
  ];
  const configured = files.flatMap((path) =>
    [...(disk.text(path) ?? "").matchAll(/^\s*HostKey\s+(\S+)/gim)].map((match) => match[1]!),
  );
  return configured.length > 0 ? configured : HOST_KEY_TYPES.map(hostKeyPath);
}
