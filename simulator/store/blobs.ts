import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Object bodies, each in a file named by its SHA-256, so that equal bodies are stored once and the tables hold only the
 * name. Files are 0600: a Terraform state in a bucket carries secrets.
 */
export interface BlobStore {
  /** Stores a body and returns its SHA-256 in lower-case hex; a killed process does not lose it after that. */
  put(body: Buffer): string;
  /** @throws Error when no body of that name is stored. */
  get(sha256: string): Buffer;
  /** Deletes every body that is not in `used`; returns how many went. */
  collect(used: ReadonlySet<string>): number;
}

export class FileBlobStore implements BlobStore {
  public constructor(private readonly directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  public put(body: Buffer): string {
    const sha256 = createHash("sha256").update(body).digest("hex");
    const path = this.pathOf(sha256);
    if (existsSync(path)) return sha256;
    // The name promises the content, so it must never stand on half a body.
    writeFileSync(`${path}.part`, body, { mode: 0o600 });
    renameSync(`${path}.part`, path);
    return sha256;
  }

  public get(sha256: string): Buffer {
    const path = this.pathOf(sha256);
    if (!existsSync(path)) throw new Error(`no body ${sha256} in ${this.directory}: the cloud directory is damaged`);
    return readFileSync(path);
  }

  public collect(used: ReadonlySet<string>): number {
    const unused = readdirSync(this.directory).filter((name) => !used.has(name));
    for (const name of unused) rmSync(join(this.directory, name));
    return unused.length;
  }

  private pathOf(sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`"${sha256}" is not a SHA-256 in lower-case hex`);
    return join(this.directory, sha256);
  }
}
