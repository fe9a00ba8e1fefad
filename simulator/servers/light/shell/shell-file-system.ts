import type { FileContent, FsStat, IFileSystem, MkdirOptions, RmOptions } from "just-bash";
import type { Entry } from "../disk/disk";
import { FileError } from "../disk/file-error";
import { normalizePath } from "../disk/path-walk";
import type { UserFiles } from "../disk/user-files";

type Encoding = "utf8" | "utf-8" | "ascii" | "binary" | "base64" | "hex" | "latin1";
type EncodingOption = Encoding | { encoding?: Encoding | null };

/**
 * Gives just-bash the server's disk with the rights of one account.
 *
 * just-bash asks for `/usr/bin` right after a command was found in no folder of PATH, and at no other time
 * (command-resolution of the pinned 3.4.2); that is how a missing command is noticed even when its message goes to /dev/null.
 */
export class ShellFileSystem implements IFileSystem {
  #lookedUp = "";

  constructor(
    private readonly files: UserFiles,
    private readonly onMissingCommand: (name: string) => void,
  ) {}

  async readFile(path: string, options?: EncodingOption): Promise<string> {
    return this.files.read(path).toString(encodingOf(options) ?? "utf8");
  }

  async readFileBytes(path: string): Promise<any> {
    return this.files.read(path).toString("latin1");
  }

  async readFileBuffer(path: string): Promise<Uint8Array> {
    return new Uint8Array(this.files.read(path));
  }

  async writeFile(path: string, content: FileContent, options?: EncodingOption): Promise<void> {
    this.files.write(path, bytesOf(content, encodingOf(options)));
  }

  async appendFile(path: string, content: FileContent, options?: EncodingOption): Promise<void> {
    this.files.write(path, bytesOf(content, encodingOf(options)), { append: true });
  }

  async exists(path: string): Promise<boolean> {
    const found = this.files.exists(path);
    if (path === "/usr/bin" && this.#lookedUp) this.onMissingCommand(this.#lookedUp);
    this.#lookedUp = found ? "" : path.slice(path.lastIndexOf("/") + 1);
    return found;
  }

  async stat(path: string): Promise<FsStat> {
    return statOf(this.files.stat(path), this.files.locate(path, true));
  }

  async lstat(path: string): Promise<FsStat> {
    return statOf(this.files.lstat(path), this.files.locate(path, false));
  }

  async mkdir(path: string, options?: MkdirOptions): Promise<void> {
    this.files.makeFolder(path, { recursive: options?.recursive });
  }

  async readdir(path: string): Promise<string[]> {
    return this.files.list(path);
  }

  async rm(path: string, options?: RmOptions): Promise<void> {
    try {
      this.files.remove(path, { recursive: options?.recursive });
    } catch (error) {
      if (!(options?.force && error instanceof FileError && error.code === "ENOENT")) throw error;
    }
  }

  async cp(from: string, to: string, options?: { recursive?: boolean }): Promise<void> {
    const entry = this.files.stat(from);
    if (entry.kind !== "directory") {
      this.files.write(to, this.files.read(from), { mode: entry.mode });
      return;
    }
    if (!options?.recursive) throw new FileError("EISDIR", "cp", from);
    this.files.makeFolder(to, { recursive: true, mode: entry.mode });
    for (const name of this.files.list(from)) await this.cp(`${from}/${name}`, `${to}/${name}`, options);
  }

  async mv(from: string, to: string): Promise<void> {
    this.files.rename(from, to);
  }

  resolvePath(base: string, path: string): string {
    return normalizePath(base, path);
  }

  getAllPaths(): string[] {
    return this.files.disk.paths();
  }

  async chmod(path: string, mode: number): Promise<void> {
    this.files.setAttributes(path, { mode: mode & 0o7777 });
  }

  async symlink(target: string, path: string): Promise<void> {
    this.files.symlink(target, path);
  }

  /** The second name is a copy: a hard link's later changes do not show under the first. */
  async link(existing: string, path: string): Promise<void> {
    this.files.write(path, this.files.read(existing), { mode: this.files.stat(existing).mode });
  }

  async readlink(path: string): Promise<string> {
    return this.files.readlink(path);
  }

  async realpath(path: string): Promise<string> {
    return this.files.realpath(path);
  }

  async utimes(path: string, _accessed: Date, modified: Date): Promise<void> {
    this.files.setAttributes(path, { mtime: modified.getTime() });
  }
}

function encodingOf(options?: EncodingOption): Encoding | undefined {
  return (typeof options === "string" ? options : options?.encoding) ?? undefined;
}

/** A "binary" string that holds more than bytes is text after all. */
function bytesOf(content: FileContent, encoding: Encoding = "utf8"): Buffer {
  if (typeof content !== "string") return Buffer.from(content);
  const bytes = encoding === "binary" || encoding === "latin1" || encoding === "ascii";
  const fits = bytes && Buffer.from(content, "latin1").toString("latin1") === content;
  return Buffer.from(content, fits ? "latin1" : bytes ? "utf8" : encoding);
}

/** Two names of one file have one `identity`: mv and cp ask. */
function statOf(entry: Entry, identity: string): FsStat {
  return {
    isFile: entry.kind === "file",
    isDirectory: entry.kind === "directory",
    isSymbolicLink: entry.kind === "symlink",
    mode: entry.mode,
    size: entry.kind === "file" ? entry.content.length : 4096,
    mtime: new Date(entry.mtime),
    identity,
  };
}
