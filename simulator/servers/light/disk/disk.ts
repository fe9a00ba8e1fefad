interface Attributes {
  /** Permission bits only, e.g. 0o644. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Milliseconds since the epoch. */
  readonly mtime: number;
}
export interface FileEntry extends Attributes {
  readonly kind: "file";
  readonly content: Buffer;
}
export interface DirectoryEntry extends Attributes {
  readonly kind: "directory";
}
export interface SymlinkEntry extends Attributes {
  readonly kind: "symlink";
  readonly target: string;
}
export type Entry = FileEntry | DirectoryEntry | SymlinkEntry;

/** What differs from the image the server was installed from; all that has to be remembered of a disk. */
export interface DiskChanges {
  readonly changed: ReadonlyMap<string, Entry>;
  readonly removed: readonly string[];
}

/** Kernel-made trees: never stored, made again from the server's state whenever it is loaded. */
const KERNEL_TREES = ["/proc", "/sys", "/dev"];

export function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}

export function parentOf(path: string): string {
  const cut = path.lastIndexOf("/");
  return cut <= 0 ? "/" : path.slice(0, cut);
}

/**
 * A server's disk as a table from absolute, symlink-free paths to immutable entries. It knows no users and no permissions
 * (see user-files.ts) and starts as the image an install wrote.
 */
export class Disk {
  readonly #entries: Map<string, Entry>;
  readonly #folders = new Map<string, Set<string>>();
  readonly #image: ReadonlyMap<string, Entry>;
  #dirty = false;

  constructor(image: ReadonlyMap<string, Entry>, changes: DiskChanges = { changed: new Map(), removed: [] }) {
    this.#image = image;
    this.#entries = new Map(image);
    for (const path of changes.removed) this.#entries.delete(path);
    for (const [path, entry] of changes.changed) this.#entries.set(path, entry);
    for (const path of this.#entries.keys()) this.#list(path);
  }

  get(path: string): Entry | undefined {
    return this.#entries.get(path);
  }

  set(path: string, entry: Entry): void {
    this.#entries.set(path, entry);
    this.#list(path);
    this.#touch(path);
  }

  /** Removes a path and everything below it. */
  delete(path: string): void {
    for (const name of this.children(path)) this.delete(path === "/" ? `/${name}` : `${path}/${name}`);
    this.#entries.delete(path);
    this.#folders.get(parentOf(path))?.delete(path.slice(path.lastIndexOf("/") + 1));
    this.#folders.delete(path);
    this.#touch(path);
  }

  /** Names directly inside a folder, sorted. */
  children(path: string): string[] {
    return [...(this.#folders.get(path) ?? [])].sort();
  }

  paths(): string[] {
    return [...this.#entries.keys()];
  }

  /** Content as text; undefined when there is no such plain file. */
  text(path: string): string | undefined {
    const entry = this.#entries.get(path);
    return entry?.kind === "file" ? entry.content.toString("utf8") : undefined;
  }

  /** Writes a file as root would, with the folders above it. */
  place(
    path: string,
    content: string | Buffer,
    mode = 0o644,
    owner: { uid: number; gid: number } = { uid: 0, gid: 0 },
  ): void {
    this.makeFolder(parentOf(path));
    this.set(path, { kind: "file", content: Buffer.from(content), mode, ...owner, mtime: Date.now() });
  }

  makeFolder(path: string, mode = 0o755, owner: { uid: number; gid: number } = { uid: 0, gid: 0 }): void {
    if (this.#entries.has(path)) return;
    if (path !== "/") this.makeFolder(parentOf(path));
    this.set(path, { kind: "directory", mode, ...owner, mtime: Date.now() });
  }

  /** True once after something changed that a restart must not lose. */
  takeDirty(): boolean {
    const dirty = this.#dirty;
    this.#dirty = false;
    return dirty;
  }

  changes(): DiskChanges {
    const changed = new Map<string, Entry>();
    for (const [path, entry] of this.#entries) {
      if (!this.#isKernel(path) && this.#image.get(path) !== entry) changed.set(path, entry);
    }
    const removed = [...this.#image.keys()].filter((path) => !this.#entries.has(path) && !this.#isKernel(path));
    return { changed, removed };
  }

  #list(path: string): void {
    if (path === "/") return;
    const folder = parentOf(path);
    const names = this.#folders.get(folder) ?? new Set();
    names.add(path.slice(path.lastIndexOf("/") + 1));
    this.#folders.set(folder, names);
  }

  #touch(path: string): void {
    if (!this.#isKernel(path)) this.#dirty = true;
  }

  #isKernel(path: string): boolean {
    return KERNEL_TREES.some((tree) => isBelow(path, tree));
  }
}
