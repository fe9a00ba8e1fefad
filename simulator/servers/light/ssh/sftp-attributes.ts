import type { Attributes } from "ssh2";
import { permissionString } from "../commands/stat";
import type { Entry } from "../disk/disk";
import type { FileError } from "../disk/file-error";
import type { UserFiles } from "../disk/user-files";
import { ssh2 } from "./ssh2";

const KIND_BITS = { file: 0o100000, directory: 0o040000, symlink: 0o120000 } as const;

/** One line of a folder's listing. */
export function describeEntry(name: string, entry: Entry) {
  const attrs = attributesOf(entry);
  return {
    filename: name,
    longname: `${permissionString(entry)} 1 ${entry.uid} ${entry.gid} ${attrs.size} Jan 1 00:00 ${name}`,
    attrs,
  };
}

export function attributesOf(entry: Entry): Attributes {
  const seconds = Math.floor(entry.mtime / 1000);
  const size = entry.kind === "file" ? entry.content.length : 4096;
  return {
    mode: KIND_BITS[entry.kind] | entry.mode,
    uid: entry.uid,
    gid: entry.gid,
    size,
    atime: seconds,
    mtime: seconds,
  };
}

/** SETSTAT: OpenSSH's clients set size, mode and times; only root gives files away. */
export function setAttributes(files: UserFiles, path: string, wanted: Attributes): void {
  if (wanted.size !== undefined) files.write(path, resized(files.read(path), wanted.size));
  if (wanted.mode !== undefined) files.setAttributes(path, { mode: wanted.mode & 0o7777 });
  if (wanted.mtime !== undefined) files.setAttributes(path, { mtime: Number(wanted.mtime) * 1000 });
  if (wanted.uid !== undefined && files.account.uid === 0) {
    files.setAttributes(path, { uid: wanted.uid, gid: wanted.gid });
  }
}

export function resized(content: Buffer, size: number): Buffer {
  const result = Buffer.alloc(size);
  content.copy(result);
  return result;
}

export function statusOf(error: FileError): number {
  const { STATUS_CODE } = ssh2().utils.sftp;
  if (error.code === "ENOENT") return STATUS_CODE.NO_SUCH_FILE;
  return error.code === "EACCES" || error.code === "EPERM" ? STATUS_CODE.PERMISSION_DENIED : STATUS_CODE.FAILURE;
}
