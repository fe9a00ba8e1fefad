import type { Disk } from "./disk";

/** Who runs a command: what the kernel checks permissions against. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
  /** Every group the account is in, its own first. */
  readonly groups: readonly { readonly name: string; readonly gid: number }[];
}

/** The account of /etc/passwd with this name or uid. */
export function findAccount(disk: Disk, wanted: string | number): Account | undefined {
  for (const line of (disk.text("/etc/passwd") ?? "").split("\n")) {
    const [name, , uid, gid, , home, shell] = line.split(":");
    if (!name || !uid || !gid || (name !== wanted && Number(uid) !== wanted)) continue;
    const own = Number(gid);
    const groups = groupsOf(disk).filter((group) => group.gid === own || group.members.includes(name));
    groups.sort((a, b) => Number(b.gid === own) - Number(a.gid === own));
    return {
      name,
      uid: Number(uid),
      gid: own,
      home: home || "/",
      shell: shell || "/bin/sh",
      groups: groups.map((group) => ({ name: group.name, gid: group.gid })),
    };
  }
  return undefined;
}

export function findGroup(disk: Disk, wanted: string | number): { name: string; gid: number } | undefined {
  return groupsOf(disk).find((group) => group.name === wanted || group.gid === wanted);
}

function groupsOf(disk: Disk): { name: string; gid: number; members: string[] }[] {
  return (disk.text("/etc/group") ?? "").split("\n").flatMap((line) => {
    const [name, , gid, members] = line.split(":");
    return name && gid ? [{ name, gid: Number(gid), members: (members ?? "").split(",").filter(Boolean) }] : [];
  });
}

/** Adds an account with a home of its own and its public keys, as useradd and cloud-init do. */
export function addAccount(
  disk: Disk,
  account: {
    name: string;
    shell?: string;
    groups?: readonly string[];
    authorizedKeys?: readonly string[];
    mayBecomeRoot?: boolean;
  },
): Account {
  const passwd = disk.text("/etc/passwd") ?? "";
  const taken = passwd.split("\n").map((line) => Number(line.split(":")[2]));
  const uid = Math.max(999, ...taken.filter((id) => id >= 1000 && id < 60000)) + 1;
  const home = `/home/${account.name}`;
  disk.place("/etc/passwd", `${passwd}${account.name}:x:${uid}:${uid}::${home}:${account.shell ?? "/bin/bash"}\n`);
  const groups = (disk.text("/etc/group") ?? "").split("\n").map((line) => {
    const joins = account.groups?.includes(line.split(":")[0] ?? "");
    return joins ? `${line}${line.endsWith(":") ? "" : ","}${account.name}` : line;
  });
  disk.place("/etc/group", `${groups.join("\n").trimEnd()}\n${account.name}:x:${uid}:\n`);
  const owner = { uid, gid: uid };
  disk.makeFolder(home, 0o750, owner);
  if (account.authorizedKeys?.length) authorizeKeys(disk, home, owner, account.authorizedKeys);
  if (account.mayBecomeRoot) {
    const rules = disk.text("/etc/sudoers.d/90-cloud-init-users") ?? "";
    disk.place("/etc/sudoers.d/90-cloud-init-users", `${rules}${account.name} ALL=(ALL) NOPASSWD:ALL\n`, 0o440);
  }
  return findAccount(disk, account.name)!;
}

export function authorizeKeys(
  disk: Disk,
  home: string,
  owner: { uid: number; gid: number },
  keys: readonly string[],
): void {
  const path = `${home}/.ssh/authorized_keys`;
  disk.makeFolder(`${home}/.ssh`, 0o700, owner);
  const present = (disk.text(path) ?? "").split("\n").filter(Boolean);
  disk.place(path, `${[...new Set([...present, ...keys.map((key) => key.trim())])].join("\n")}\n`, 0o600, owner);
}
