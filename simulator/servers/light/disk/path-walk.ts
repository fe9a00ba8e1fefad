import type { Account } from "./accounts";
import { type Disk, type Entry, parentOf } from "./disk";
import { FileError } from "./file-error";

const LINK_LIMIT = 40;

/** Absolute, without `.`, `..` and doubled slashes; symbolic links are left as they are. */
export function normalizePath(base: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${base}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** Whether the mode bits give `account` the wanted rights (4 read, 2 write, 1 search or execute). Root may everything. */
export function mayAccess(account: Account, entry: Entry, wanted: number): boolean {
  if (account.uid === 0) return true;
  const shift = entry.uid === account.uid ? 6 : account.groups.some((group) => group.gid === entry.gid) ? 3 : 0;
  return ((entry.mode >> shift) & wanted) === wanted;
}

/**
 * Follows symbolic links and checks the search permission of every folder on the way. The last component may be missing;
 * its folder may not.
 */
export function walk(disk: Disk, account: Account, path: string, followLast: boolean, operation: string): string {
  let links = 0;
  let rest = normalizePath("/", path).split("/").filter(Boolean);
  let current = "/";
  while (rest.length > 0) {
    const folder = disk.get(current);
    if (!folder) throw new FileError("ENOENT", operation, path);
    if (folder.kind !== "directory") throw new FileError("ENOTDIR", operation, path);
    if (!mayAccess(account, folder, 1)) throw new FileError("EACCES", operation, path);
    const [name, ...below] = rest as [string, ...string[]];
    const next = current === "/" ? `/${name}` : `${current}/${name}`;
    const entry = disk.get(next);
    if (entry?.kind === "symlink" && (below.length > 0 || followLast)) {
      links += 1;
      if (links > LINK_LIMIT) throw new FileError("ELOOP", operation, path);
      rest = [...normalizePath(parentOf(next), entry.target).split("/").filter(Boolean), ...below];
      current = "/";
    } else {
      current = next;
      rest = below;
    }
  }
  return current;
}
