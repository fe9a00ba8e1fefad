import type { Account } from "../disk/accounts";
import type { Disk } from "../disk/disk";

export interface AuthorizedKey {
  /** Key in SSH wire format. */
  readonly blob: Buffer;
  /** `command="…"` of the line: runs instead of what the client asks for. */
  readonly forcedCommand?: string;
}

/** Keys of ~/.ssh/authorized_keys, read at every login; a `problem` is StrictModes refusing the file. */
export function authorizedKeysOf(
  disk: Disk,
  account: Account,
): { readonly keys: readonly AuthorizedKey[]; readonly problem?: string } {
  const file = `${account.home}/.ssh/authorized_keys`;
  for (const path of [account.home, `${account.home}/.ssh`, file]) {
    const entry = disk.get(path);
    if (!entry) return { keys: [], problem: `${path} does not exist` };
    if (entry.mode & 0o022 || (entry.uid !== account.uid && entry.uid !== 0)) {
      return { keys: [], problem: `Authentication refused: bad ownership or modes for ${entry.kind} ${path}` };
    }
  }
  return { keys: (disk.text(file) ?? "").split("\n").flatMap(readLine) };
}

function readLine(line: string): AuthorizedKey[] {
  const text = line.trim();
  if (text === "" || text.startsWith("#")) return [];
  const words = text.match(/(?:[^\s"]|"(?:\\.|[^"\\])*")+/g) ?? [];
  const start = words.findIndex((word) => /^(ssh-|ecdsa-sha2-|sk-)/.test(word));
  const encoded = words[start + 1];
  if (start < 0 || encoded === undefined) return [];
  const options = start === 1 ? words[0]! : "";
  const forced = /(?:^|,)command="((?:\\.|[^"\\])*)"/.exec(options)?.[1];
  return [{ blob: Buffer.from(encoded, "base64"), forcedCommand: forced?.replace(/\\"/g, '"') }];
}

/** PermitRootLogin as sshd reads it: the first value found wins, `prohibit-password` without any. */
export function rootMayLogin(disk: Disk): boolean {
  const folder = "/etc/ssh/sshd_config.d";
  const files = [
    ...disk
      .children(folder)
      .filter((name) => name.endsWith(".conf"))
      .map((name) => `${folder}/${name}`),
    "/etc/ssh/sshd_config",
  ];
  const values = files.flatMap((path) =>
    [...(disk.text(path) ?? "").matchAll(/^\s*PermitRootLogin\s+(\S+)/gim)].map((match) => match[1]),
  );
  return (values[0] ?? "prohibit-password").toLowerCase() !== "no";
}
