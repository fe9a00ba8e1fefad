import type { Attributes, SFTPWrapper } from "ssh2";
import { permissionString } from "../commands/stat";
import type { Entry } from "../disk/disk";
import { FileError } from "../disk/file-error";
import { normalizePath } from "../disk/path-walk";
import { UserFiles } from "../disk/user-files";
import type { SessionContext } from "./session-context";
import { ssh2 } from "./ssh2";

interface OpenFile {
  readonly path: string;
  readonly writes: boolean;
  content: Buffer;
}
interface OpenFolder {
  readonly path: string;
  sent: boolean;
}

const KIND_BITS = { file: 0o100000, directory: 0o040000, symlink: 0o120000 } as const;

/** SFTP version 3 over the disk, with the rights of the account. A file appears with its content when it is closed. */
export function serveSftp(sftp: SFTPWrapper, context: SessionContext): void {
  const { OPEN_MODE, STATUS_CODE } = ssh2().utils.sftp;
  const files = new UserFiles(context.machine.disk, context.account);
  const handles = new Map<number, OpenFile | OpenFolder>();
  let next = 0;
  const absolute = (path: string): string => normalizePath(context.account.home, path);
  const handleOf = (bytes: Buffer): OpenFile | OpenFolder | undefined =>
    bytes.length === 4 ? handles.get(bytes.readUInt32BE(0)) : undefined;
  const open = (id: number, what: OpenFile | OpenFolder): void => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(next, 0);
    handles.set(next, what);
    next += 1;
    sftp.handle(id, bytes);
  };
  /** Does something to the disk and answers OK, or with the kernel's refusal. */
  const attempt = (id: number, work: () => void, answers = false): void => {
    try {
      work();
      if (!answers) sftp.status(id, STATUS_CODE.OK);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const code =
        error.code === "ENOENT"
          ? STATUS_CODE.NO_SUCH_FILE
          : error.code === "EACCES" || error.code === "EPERM"
            ? STATUS_CODE.PERMISSION_DENIED
            : STATUS_CODE.FAILURE;
      sftp.status(id, code, error.message);
    }
  };
  const setAttributes = (path: string, wanted: Attributes): void => {
    if (wanted.size !== undefined) files.write(path, resized(files.read(path), wanted.size));
    if (wanted.mode !== undefined) files.setAttributes(path, { mode: wanted.mode & 0o7777 });
    if (wanted.mtime !== undefined) files.setAttributes(path, { mtime: Number(wanted.mtime) * 1000 });
    if (wanted.uid !== undefined && context.account.uid === 0)
      files.setAttributes(path, { uid: wanted.uid, gid: wanted.gid });
  };

  sftp.on("OPEN", (id, name, flags, attributes) =>
    attempt(
      id,
      () => {
        const path = absolute(name);
        const writes = (flags & (OPEN_MODE.WRITE | OPEN_MODE.APPEND)) !== 0;
        if (!writes) return open(id, { path, writes, content: files.read(path) });
        const exists = files.exists(path);
        if (!exists && (flags & OPEN_MODE.CREAT) === 0) throw new FileError("ENOENT", "open", path);
        if (exists && (flags & OPEN_MODE.EXCL) !== 0) throw new FileError("EEXIST", "open", path);
        const keeps = exists && (flags & OPEN_MODE.TRUNC) === 0;
        files.write(path, Buffer.alloc(0), {
          append: keeps,
          mode: attributes.mode === undefined ? undefined : attributes.mode & 0o777,
        });
        open(id, { path, writes, content: keeps ? files.read(path) : Buffer.alloc(0) });
      },
      true,
    ),
  );
  sftp.on("READ", (id, handle, offset, length) => {
    const file = handleOf(handle);
    if (!file || !("content" in file)) return sftp.status(id, STATUS_CODE.FAILURE);
    if (offset >= file.content.length) return sftp.status(id, STATUS_CODE.EOF);
    sftp.data(id, file.content.subarray(offset, offset + length));
  });
  sftp.on("WRITE", (id, handle, offset, data) => {
    const file = handleOf(handle);
    if (!file || !("content" in file) || !file.writes) return sftp.status(id, STATUS_CODE.FAILURE);
    const grown = Buffer.alloc(Math.max(file.content.length, offset + data.length));
    file.content.copy(grown);
    data.copy(grown, offset);
    file.content = grown;
    sftp.status(id, STATUS_CODE.OK);
  });
  sftp.on("CLOSE", (id, handle) =>
    attempt(id, () => {
      const closed = handleOf(handle);
      handles.delete(handle.readUInt32BE(0));
      if (!closed || !("content" in closed) || !closed.writes) return;
      files.write(closed.path, closed.content);
      context.tell({
        event: "ssh-upload",
        user: context.account.name,
        path: closed.path,
        bytes: closed.content.length,
        via: "sftp",
      });
      context.save();
    }),
  );
  sftp.on("OPENDIR", (id, name) =>
    attempt(
      id,
      () => {
        files.list(absolute(name));
        open(id, { path: absolute(name), sent: false });
      },
      true,
    ),
  );
  sftp.on("READDIR", (id, handle) => {
    const folder = handleOf(handle);
    if (!folder || !("sent" in folder)) return sftp.status(id, STATUS_CODE.FAILURE);
    if (folder.sent) return sftp.status(id, STATUS_CODE.EOF);
    folder.sent = true;
    sftp.name(
      id,
      files.list(folder.path).map((name) => describe(name, files.lstat(`${folder.path}/${name}`))) as never,
    );
  });
  sftp.on("REALPATH", (id, name) =>
    sftp.name(id, [{ filename: absolute(name), longname: absolute(name), attrs: {} as Attributes }]),
  );
  sftp.on("STAT", (id, name) => attempt(id, () => sftp.attrs(id, attributesOf(files.stat(absolute(name)))), true));
  sftp.on("LSTAT", (id, name) => attempt(id, () => sftp.attrs(id, attributesOf(files.lstat(absolute(name)))), true));
  sftp.on("FSTAT", (id, handle) =>
    attempt(id, () => sftp.attrs(id, attributesOf(files.stat(handleOf(handle)?.path ?? ""))), true),
  );
  sftp.on("SETSTAT", (id, name, attributes) => attempt(id, () => setAttributes(absolute(name), attributes)));
  sftp.on("FSETSTAT", (id, handle, attributes) =>
    attempt(id, () => {
      const file = handleOf(handle);
      const { size, ...others } = attributes;
      if (file && "content" in file && size !== undefined) file.content = resized(file.content, size);
      setAttributes(file?.path ?? "", others as Attributes);
    }),
  );
  sftp.on("MKDIR", (id, name, attributes) =>
    attempt(id, () => files.makeFolder(absolute(name), { mode: attributes.mode })),
  );
  sftp.on("RMDIR", (id, name) => attempt(id, () => files.remove(absolute(name))));
  sftp.on("REMOVE", (id, name) => attempt(id, () => files.remove(absolute(name))));
  sftp.on("RENAME", (id, from, to) => attempt(id, () => files.rename(absolute(from), absolute(to))));
  sftp.on("READLINK", (id, name) =>
    attempt(
      id,
      () => sftp.name(id, [{ filename: files.readlink(absolute(name)), longname: "", attrs: {} as Attributes }]),
      true,
    ),
  );
  // OpenSSH sends target and link in this order, against the draft.
  sftp.on("SYMLINK", (id, target, link) => attempt(id, () => files.symlink(target, absolute(link))));
  sftp.on("end", () => {
    context.save();
    exitWell(sftp);
  });
}

/** sftp-server's exit status is 0, and OpenSSH's scp fails without one; the library's wrapper has no public way to send it. */
function exitWell(sftp: SFTPWrapper): void {
  const inside = sftp as unknown as {
    _protocol: { exitStatus(channel: number, status: number): void };
    outgoing: { id: number };
  };
  inside._protocol.exitStatus(inside.outgoing.id, 0);
  sftp.end();
}

function resized(content: Buffer, size: number): Buffer {
  const result = Buffer.alloc(size);
  content.copy(result);
  return result;
}

function describe(name: string, entry: Entry) {
  const attrs = attributesOf(entry);
  return {
    filename: name,
    longname: `${permissionString(entry)} 1 ${entry.uid} ${entry.gid} ${attrs.size} Jan 1 00:00 ${name}`,
    attrs,
  };
}

function attributesOf(entry: Entry): Attributes {
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
