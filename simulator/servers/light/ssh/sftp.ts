import type { Attributes, SFTPWrapper } from "ssh2";
import { FileError } from "../disk/file-error";
import { normalizePath } from "../disk/path-walk";
import { UserFiles } from "../disk/user-files";
import type { SessionContext } from "./session-context";
import { attributesOf, describeEntry, resized, setAttributes, statusOf } from "./sftp-attributes";
import { type OpenFile, type OpenFolder, SftpHandles } from "./sftp-handles";
import { ssh2 } from "./ssh2";

/** SFTP version 3 over the disk, with the rights of the account. A file appears with its content when it is closed. */
export function serveSftp(sftp: SFTPWrapper, context: SessionContext): void {
  const { OPEN_MODE, STATUS_CODE } = ssh2().utils.sftp;
  const files = new UserFiles(context.machine.disk, context.account);
  const handles = new SftpHandles();
  const absolute = (path: string): string => normalizePath(context.account.home, path);
  const open = (id: number, what: OpenFile | OpenFolder): void => {
    sftp.handle(id, handles.open(what));
  };
  /** Does something to the disk and answers OK, or with the kernel's refusal. */
  const attempt = (id: number, work: () => void, answers = false): void => {
    try {
      work();
      if (answers) return;
      context.save();
      sftp.status(id, STATUS_CODE.OK);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      sftp.status(id, statusOf(error), error.message);
    }
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
    const file = handles.file(handle);
    if (!file) return sftp.status(id, STATUS_CODE.FAILURE);
    if (offset >= file.content.length) return sftp.status(id, STATUS_CODE.EOF);
    sftp.data(id, file.content.subarray(offset, offset + length));
  });
  sftp.on("WRITE", (id, handle, offset, data) => {
    const file = handles.file(handle);
    if (!file?.writes) return sftp.status(id, STATUS_CODE.FAILURE);
    const grown = Buffer.alloc(Math.max(file.content.length, offset + data.length));
    file.content.copy(grown);
    data.copy(grown, offset);
    file.content = grown;
    sftp.status(id, STATUS_CODE.OK);
  });
  sftp.on("CLOSE", (id, handle) =>
    attempt(id, () => {
      const closed = handles.file(handle);
      handles.close(handle);
      if (!closed?.writes) return;
      files.write(closed.path, closed.content);
      context.tell({
        event: "ssh-upload",
        user: context.account.name,
        path: closed.path,
        bytes: closed.content.length,
        via: "sftp",
      });
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
    const folder = handles.folder(handle);
    if (!folder) return sftp.status(id, STATUS_CODE.FAILURE);
    if (folder.sent) return sftp.status(id, STATUS_CODE.EOF);
    folder.sent = true;
    sftp.name(
      id,
      files.list(folder.path).map((name) => describeEntry(name, files.lstat(`${folder.path}/${name}`))) as never,
    );
  });
  sftp.on("REALPATH", (id, name) =>
    sftp.name(id, [{ filename: absolute(name), longname: absolute(name), attrs: {} as Attributes }]),
  );
  sftp.on("STAT", (id, name) => attempt(id, () => sftp.attrs(id, attributesOf(files.stat(absolute(name)))), true));
  sftp.on("LSTAT", (id, name) => attempt(id, () => sftp.attrs(id, attributesOf(files.lstat(absolute(name)))), true));
  sftp.on("FSTAT", (id, handle) =>
    attempt(id, () => sftp.attrs(id, attributesOf(files.stat(handles.find(handle)?.path ?? ""))), true),
  );
  sftp.on("SETSTAT", (id, name, attributes) => attempt(id, () => setAttributes(files, absolute(name), attributes)));
  sftp.on("FSETSTAT", (id, handle, attributes) =>
    attempt(id, () => {
      const found = handles.find(handle);
      const file = handles.file(handle);
      const { size, ...others } = attributes;
      if (file && size !== undefined) file.content = resized(file.content, size);
      setAttributes(files, found?.path ?? "", others as Attributes);
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
