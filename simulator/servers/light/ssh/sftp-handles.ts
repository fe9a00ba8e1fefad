export interface OpenFile {
  readonly path: string;
  readonly writes: boolean;
  content: Buffer;
}

export interface OpenFolder {
  readonly path: string;
  sent: boolean;
}

/** What an SFTP client has open, by the four bytes that it knows it by. */
export class SftpHandles {
  readonly #open = new Map<number, OpenFile | OpenFolder>();
  #next = 0;

  open(what: OpenFile | OpenFolder): Buffer {
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(this.#next, 0);
    this.#open.set(this.#next, what);
    this.#next += 1;
    return handle;
  }

  file(handle: Buffer): OpenFile | undefined {
    const found = this.find(handle);
    return found && "content" in found ? found : undefined;
  }

  folder(handle: Buffer): OpenFolder | undefined {
    const found = this.find(handle);
    return found && "sent" in found ? found : undefined;
  }

  find(handle: Buffer): OpenFile | OpenFolder | undefined {
    return handle.length === 4 ? this.#open.get(handle.readUInt32BE(0)) : undefined;
  }

  close(handle: Buffer): void {
    if (handle.length === 4) this.#open.delete(handle.readUInt32BE(0));
  }
}
