export type FileErrorCode =
  | "ENOENT"
  | "EACCES"
  | "EPERM"
  | "EEXIST"
  | "ENOTDIR"
  | "EISDIR"
  | "ENOTEMPTY"
  | "ELOOP"
  | "EINVAL";

const REASONS: Readonly<Record<Exclude<FileErrorCode, "EACCES" | "EPERM">, string>> = {
  ENOENT: "no such file or directory",
  EEXIST: "file already exists",
  ENOTDIR: "not a directory",
  EISDIR: "illegal operation on a directory",
  ENOTEMPTY: "directory not empty",
  ELOOP: "too many levels of symbolic links",
  EINVAL: "invalid argument",
};

const SAID: Readonly<Record<FileErrorCode, string>> = {
  ENOENT: "No such file or directory",
  EACCES: "Permission denied",
  EPERM: "Operation not permitted",
  EEXIST: "File exists",
  ENOTDIR: "Not a directory",
  EISDIR: "Is a directory",
  ENOTEMPTY: "Directory not empty",
  ELOOP: "Too many levels of symbolic links",
  EINVAL: "Invalid argument",
};

/**
 * Why the kernel refused a file operation. Commands of just-bash recognise Node's wording of most of them and translate it;
 * a missing permission they print as it comes, so that one is worded for people.
 */
export class FileError extends Error {
  readonly code: FileErrorCode;
  readonly path: string;

  constructor(code: FileErrorCode, operation: string, path: string) {
    super(code === "EACCES" || code === "EPERM" ? SAID[code] : `${code}: ${REASONS[code]}, ${operation} '${path}'`);
    this.code = code;
    this.path = path;
  }
}

/** The words of strerror(3), as commands print them. */
export function reasonOf(error: unknown): string {
  if (error instanceof FileError) return SAID[error.code];
  throw error;
}
