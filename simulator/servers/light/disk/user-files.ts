import { type Entry, isBelow, parentOf } from "./disk";
import { FileError } from "./file-error";
import { ReadableFiles } from "./readable-files";

const STICKY = 0o1000;

/** The disk as one account may use it: permissions, ownership of new files, umask. Paths are absolute. */
export class UserFiles extends ReadableFiles {
  /** Bits that new files and folders do not get. */
  umask = 0o022;

  /** Writes or appends; a new file gets `mode` less the umask, an old one keeps its mode and owner. */
  write(path: string, content: Buffer, options: { append?: boolean; mode?: number } = {}): void {
    this.assertWritable(path);
    const real = this.walkTo(path, true, "open");
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
    const real = this.walkTo(path, true, "open");
    const old = this.disk.get(real);
    if (old?.kind === "directory") throw new FileError("EISDIR", "open", path);
    if (old) this.allow(old, 2, "open", path);
    else this.#allowChange(real, "open", path);
  }

  makeFolder(path: string, options: { recursive?: boolean; mode?: number } = {}): void {
    if (options.recursive) {
      if (this.exists(path)) {
        if (this.stat(path).kind === "directory") return;
        throw new FileError("EEXIST", "mkdir", path);
      }
      if (path !== "/") this.makeFolder(parentOf(path), { recursive: true });
    }
    const real = this.walkTo(path, false, "mkdir");
    if (this.disk.get(real)) throw new FileError("EEXIST", "mkdir", path);
    this.#allowChange(real, "mkdir", path);
    const mode = (options.mode ?? 0o777) & ~this.umask;
    this.disk.set(real, { kind: "directory", mode, ...this.#owner(), mtime: Date.now() });
  }

  remove(path: string, options: { recursive?: boolean } = {}): void {
    const real = this.walkTo(path, false, "unlink");
    const entry = this.entryAt(real, "unlink", path);
    if (entry.kind === "directory") {
      const names = this.disk.children(real);
      if (names.length > 0 && !options.recursive) throw new FileError("ENOTEMPTY", "rmdir", path);
      for (const name of names) this.remove(`${real}/${name}`, options);
    }
    this.#allowChange(real, "unlink", path);
    this.disk.delete(real);
  }

  rename(from: string, to: string): void {
    const source = this.walkTo(from, false, "rename");
    const target = this.walkTo(to, false, "rename");
    const moved = this.entryAt(source, "rename", from);
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
    const real = this.walkTo(path, false, "symlink");
    if (this.disk.get(real)) throw new FileError("EEXIST", "symlink", path);
    this.#allowChange(real, "symlink", path);
    this.disk.set(real, { kind: "symlink", target, mode: 0o777, ...this.#owner(), mtime: Date.now() });
  }

  /** Only the owner and root may change mode, owner or times; only root may give a file away. */
  setAttributes(path: string, change: Partial<Pick<Entry, "mode" | "uid" | "gid" | "mtime">>): void {
    const real = this.walkTo(path, true, "chmod");
    const entry = this.entryAt(real, "chmod", path);
    const root = this.account.uid === 0;
    if (!root && entry.uid !== this.account.uid) throw new FileError("EPERM", "chmod", path);
    if (!root && change.uid !== undefined && change.uid !== entry.uid) throw new FileError("EPERM", "chown", path);
    this.disk.set(real, { ...entry, ...change });
  }

  #owner(): { uid: number; gid: number } {
    return { uid: this.account.uid, gid: this.account.gid };
  }

  /** Adding to or taking from a folder needs write permission on it; a sticky one lets only owners take things out. */
  #allowChange(real: string, operation: string, path: string): void {
    const folder = this.entryAt(parentOf(real), operation, path);
    if (folder.kind !== "directory") throw new FileError("ENOTDIR", operation, path);
    this.allow(folder, 3, operation, path);
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
