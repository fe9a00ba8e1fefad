import { randomBytes } from "node:crypto";
import type { Account } from "./accounts";
import type { Disk, Entry } from "./disk";
import { FileError } from "./file-error";
import { mayAccess, walk } from "./path-walk";

const DEVICE_READ_BYTES = 65536;

/** What one account may see of the disk. Paths are absolute. */
export class ReadableFiles {
  constructor(
    readonly disk: Disk,
    readonly account: Account,
  ) {}

  exists(path: string): boolean {
    try {
      return this.disk.get(this.walkTo(path, true, "access")) !== undefined;
    } catch {
      return false;
    }
  }

  stat(path: string): Entry {
    return this.entryAt(this.walkTo(path, true, "stat"), "stat", path);
  }

  lstat(path: string): Entry {
    return this.entryAt(this.walkTo(path, false, "lstat"), "lstat", path);
  }

  /** Where a path leads: without symbolic links, but for the last part unless `followLast`. It need not exist. */
  locate(path: string, followLast: boolean): string {
    return this.walkTo(path, followLast, "stat");
  }

  realpath(path: string): string {
    const real = this.walkTo(path, true, "realpath");
    this.entryAt(real, "realpath", path);
    return real;
  }

  read(path: string): Buffer {
    const real = this.walkTo(path, true, "open");
    const entry = this.entryAt(real, "open", path);
    if (entry.kind === "directory") throw new FileError("EISDIR", "read", path);
    this.allow(entry, 4, "open", path);
    if (real === "/dev/urandom" || real === "/dev/random") return randomBytes(DEVICE_READ_BYTES);
    if (real === "/dev/zero") return Buffer.alloc(DEVICE_READ_BYTES);
    return entry.kind === "file" ? entry.content : Buffer.alloc(0);
  }

  list(path: string): string[] {
    const real = this.walkTo(path, true, "scandir");
    const entry = this.entryAt(real, "scandir", path);
    if (entry.kind !== "directory") throw new FileError("ENOTDIR", "scandir", path);
    this.allow(entry, 4, "scandir", path);
    return this.disk.children(real);
  }

  readlink(path: string): string {
    const entry = this.entryAt(this.walkTo(path, false, "readlink"), "readlink", path);
    if (entry.kind !== "symlink") throw new FileError("EINVAL", "readlink", path);
    return entry.target;
  }

  protected walkTo(path: string, followLast: boolean, operation: string): string {
    return walk(this.disk, this.account, path, followLast, operation);
  }

  protected entryAt(real: string, operation: string, path: string): Entry {
    const entry = this.disk.get(real);
    if (!entry) throw new FileError("ENOENT", operation, path);
    return entry;
  }

  protected allow(entry: Entry, wanted: number, operation: string, path: string): void {
    if (!mayAccess(this.account, entry, wanted)) throw new FileError("EACCES", operation, path);
  }
}
