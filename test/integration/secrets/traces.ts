import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { gunzipSync, inflateRawSync } from "node:zlib";

/** A secret as it may stand in a text: as it is, or in another dress. */
export interface Secret {
  readonly name: string;
  readonly value: string;
}

/** Where a secret was found, as `place: secret`. */
export type Trace = string;

/**
 * Names of the secrets that stand in a text: literally, escaped for JSON or HCL, in base64, or, of a key in lines, as any line of its
 * private part.
 */
export function secretsIn(text: string, secrets: readonly Secret[]): string[] {
  return secrets.filter(({ value }) => dressesOf(value).some((dress) => text.includes(dress))).map(({ name }) => name);
}

function dressesOf(value: string): string[] {
  if (value.includes("PRIVATE KEY-----")) {
    const lines = value.split("\n").filter((line) => line.length >= 16 && !line.startsWith("-----"));
    // The first line of an OpenSSH key holds no secret: it is nearly the same for all.
    return value.includes("BEGIN OPENSSH") ? lines.slice(1) : lines;
  }
  const escaped = JSON.stringify(value).slice(1, -1);
  const encoded = Buffer.from(value).toString("base64").replace(/=+$/, "");
  // HCL doubles the openings of templates.
  return [value, escaped, escaped.replaceAll("%{", "%%{").replaceAll("${", "$${"), encoded.slice(0, -1)];
}

/** Every file beneath a folder, symbolic links left out. */
export function filesBeneath(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBeneath(path);
    return entry.isFile() ? [path] : [];
  });
}

/** Files beneath a folder that hold a secret, relative, with their modes in octal. */
export function filesWithSecrets(
  folder: string,
  secrets: readonly Secret[],
): Map<string, { mode: string; names: string[] }> {
  const found = new Map<string, { mode: string; names: string[] }>();
  for (const path of filesBeneath(folder)) {
    const names = secretsIn(contentOf(path), secrets);
    if (names.length === 0) continue;
    found.set(relative(folder, path), { mode: (statSync(path).mode & 0o777).toString(8), names });
  }
  return found;
}

/** What a file says, packed or not: a saved plan is a ZIP archive. */
function contentOf(path: string): string {
  const bytes = readFileSync(path);
  if (bytes.subarray(0, 2).toString("hex") === "1f8b") return gunzipSync(bytes).toString("latin1");
  if (bytes.subarray(0, 4).toString("latin1") === "PK\x03\x04") return unzipped(bytes);
  return bytes.toString("utf8");
}

/** The members of a ZIP archive one after the other, by its central directory (APPNOTE 4.3.12). */
function unzipped(archive: Buffer): string {
  const texts: string[] = [];
  for (
    let at = archive.indexOf("PK\x01\x02", 0, "latin1");
    at !== -1;
    at = archive.indexOf("PK\x01\x02", at + 4, "latin1")
  ) {
    const size = archive.readUInt32LE(at + 20);
    const local = archive.readUInt32LE(at + 42);
    const begin = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const member = archive.subarray(begin, begin + size);
    texts.push((archive.readUInt16LE(at + 10) === 8 ? inflateRawSync(member) : member).toString("utf8"));
  }
  return texts.join("\n");
}

/** Watches the arguments of every process on this machine; Linux only. */
export class ArgumentWatch {
  private readonly seen = new Set<string>();
  private readonly timer = setInterval(() => this.look(), 50);

  /** Command lines of all processes that were seen, one a line. */
  end(): string {
    clearInterval(this.timer);
    return [...this.seen].join("\n");
  }

  private look(): void {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        readlinkSync(`/proc/${pid}/exe`);
        this.seen.add(readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " "));
      } catch {
        // Gone in the meantime, or not ours to see.
      }
    }
  }
}
