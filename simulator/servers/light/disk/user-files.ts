import { randomBytes } from "node:crypto";
import type { Account } from "./accounts";
import { type Disk, type Entry, isBelow, parentOf } from "./disk";
import { FileError } from "./file-error";
import { mayAccess, walk } from "./path-walk";

const STICKY = 0o1000;
const DEVICE_READ_BYTES = 65536;

/** The disk as one account may use it: permissions, ownership of new files, umask. Paths are absolute. */
export class UserFiles {
  /** Bits that new files and folders do not get. */
  umask = 0o022;

  constructor(
    readonly disk: Disk,
    readonly account: Account,
  ) {}

  exists(path: string): boolean {
    try {
      return this.disk.get(this.#walk(path, true, "access")) !== undefined;
    } catch {
      return false;
    }
  }

  stat(path: string): Entry {
    return this.#entry(this.#walk(path, true, "stat"), "stat", path);
  }

  lstat(path: string): Entry {
    return this.#entry(this.#walk(path, false, "lstat"), "lstat", path);
  }

  /** Where a path leads: without symbolic links, but for the last part unless `followLast`. It need not exist. */
  locate(path: string, followLast: boolean): string {
    return this.#walk(path, followLast, "stat");
  }

  realpath(path: string): string {
    const real = this.#walk(path, true, "realpath");
    this.#entry(real, "realpath", path);
    return real;
  }

  read(path: string): Buffer {
    const real = this.#walk(path, true, "open");
    const entry = this.#entry(real, "open", path);
    if (entry.kind === "directory") throw new FileError("EISDIR", "read", path);
    this.#allow(entry, 4, "open", path);
    if (real === "/dev/urandom" || real === "/dev/random") return randomBytes(DEVICE_READ_BYTES);
    if (real === "/dev/zero") return Buffer.alloc(DEVICE_READ_BYTES);
    return entry.kind === "file" ? entry.content : Buffer.alloc(0);
  }

  /** Writes or appends; a new file gets `mode` less the umask, an old one keeps its mode and owner. */
  write(path: string, content: Buffer, options: { append?: boolean; mode?: number } = {}): void {
    this.assertWritable(path);
    const real = this.#walk(path, true, "open");
    const old = this.disk.get(real);
    if (old?.kind === "file") {
      if (parentOf(real) === "/dev") return;
      const whole = options.append ? Buffer.concat([old.content, content]) : Buffer.from(content);
      this.disk.set(real, { ...old, content: whole, mtime: Date.now() });
      return;
    }
    const mode = (options.mode ?? 0o666) & ~this.umask;
    this.disk.set(real, { kind: "file", content: Buffer.from(content), mode, ...this.#owner(), mtime: Date.now() });
  }

  /** @throws FileError when `write` would. */
  assertWritable(path: string): void {
    const real = this.#walk(path, true, "open");
    const old = this.disk.get(real);
    if (old?.kind === "directory") throw new FileError("EISDIR", "open", path);
    if (old) this.#allow(old, 2, "open", path);
    else this.#allowChange(real, "open", path);
  }

  list(path: string): string[] {
    const real = this.#walk(path, true, "scandir");
    const entry = this.#entry(real, "scandir", path);
    if (entry.kind !== "directory") throw new FileError("ENOTDIR", "scandir", path);
    this.#allow(entry, 4, "scandir", path);
    return this.disk.children(real);
  }

  makeFolder(path: string, options: { recursive?: boolean; mode?: number } = {}): void {
    if (options.recursive) {
      if (this.exists(path)) {
        if (this.stat(path).kind === "directory") return;
        throw new FileError("EEXIST", "mkdir", path);
      }
      if (path !== "/") this.makeFolder(parentOf(path), { recursive: true });
    }
    const real = this.#walk(path, false, "mkdir");
    if (this.disk.get(real)) throw new FileError("EEXIST", "mkdir", path);
    this.#allowChange(real, "mkdir", path);
    const mode = (options.mode ?? 0o777) & ~this.umask;
    this.disk.set(real, { kind: "directory", mode, ...this.#owner(), mtime: Date.now() });
  }

  remove(path: string, options: { recursive?: boolean } = {}): void {
    const real = this.#walk(path, false, "unlink");
    const entry = this.#entry(real, "unlink", path);
    if (entry.kind === "directory") {
      const names = this.disk.children(real);
      if (names.length > 0 && !options.recursive) throw new FileError("ENOTEMPTY", "rmdir", path);
      for (const name of names) this.remove(`${real}/${name}`, options);
    }
    this.#allowChange(real, "unlink", path);
    this.disk.delete(real);
  }

  rename(from: string, to: string): void {
    const source = this.#walk(from, false, "rename");
    const target = this.#walk(to, false, "rename");
    const moved = this.#entry(source, "rename", from);
    if (source === target) return;
    if (isBelow(target, source)) throw new FileError("EINVAL", "rename", to);
    const replaced = this.disk.get(target);
    if (replaced?.kind === "directory" && moved.kind !== "directory") throw new FileError("EISDIR", "rename", to);
    if (replaced && replaced.kind !== "directory" && moved.kind === "directory")
      throw new FileError("ENOTDIR", "rename", to);
    if (replaced?.kind === "directory" && this.disk.children(target).length > 0)
      throw new FileError("ENOTEMPTY", "rename", to);
    this.#allowChange(source, "rename", from);
    this.#allowChange(target, "rename", to);
    this.#move(source, target);
  }

  symlink(target: string, path: string): void {
    const real = this.#walk(path, false, "symlink");
    if (this.disk.get(real)) throw new FileError("EEXIST", "symlink", path);
    this.#allowChange(real, "symlink", path);
    this.disk.set(real, { kind: "symlink", target, mode: 0o777, ...this.#owner(), mtime: Date.now() });
  }

  readlink(path: string): string {
    const entry = this.#entry(this.#walk(path, false, "readlink"), "readlink", path);
    if (entry.kind !== "symlink") throw new FileError("EINVAL", "readlink", path);
    return entry.target;
  }

  /** Only the owner and root may change mode, owner or times; only root may give a file away. */
  setAttributes(path: string, change: Partial<Pick<Entry, "mode" | "uid" | "gid" | "mtime">>): void {
    const real = this.#walk(path, true, "chmod");
    const entry = this.#entry(real, "chmod", path);
    const root = this.account.uid === 0;
    if (!root && entry.uid !== this.account.uid) throw new FileError("EPERM", "chmod", path);
    if (!root && change.uid !== undefined && change.uid !== entry.uid) throw new FileError("EPERM", "chown", path);
    this.disk.set(real, { ...entry, ...change });
  }

  #owner(): { uid: number; gid: number } {
    return { uid: this.account.uid, gid: this.account.gid };
  }

  #walk(path: string, followLast: boolean, operation: string): string {
    return walk(this.disk, this.account, path, followLast, operation);
  }

  #entry(real: string, operation: string, path: string): Entry {
    const entry = this.disk.get(real);
    if (!entry) throw new FileError("ENOENT", operation, path);
    return entry;
  }

  #allow(entry: Entry, wanted: number, operation: string, path: string): void {
    if (!mayAccess(this.account, entry, wanted)) throw new FileError("EACCES", operation, path);
  }

  /** Adding to or taking from a folder needs write permission on it; a sticky one lets only owners take things out. */
  #allowChange(real: string, operation: string, path: string): void {
    const folder = this.#entry(parentOf(real), operation, path);
    if (folder.kind !== "directory") throw new FileError("ENOTDIR", operation, path);
    this.#allow(folder, 3, operation, path);
    const entry = this.disk.get(real);
    const owners = [0, folder.uid, entry?.uid];
    if (entry && folder.mode & STICKY && !owners.includes(this.account.uid))
      throw new FileError("EPERM", operation, path);
  }

  #move(source: string, target: string): void {
    const entry = this.disk.get(source)!;
    this.disk.set(target, entry);
    for (const name of this.disk.children(source)) this.#move(`${source}/${name}`, `${target}/${name}`);
    this.disk.delete(source);
  }
}
