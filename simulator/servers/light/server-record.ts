import type { Store, Table } from "../../store/store";
import { Disk } from "./disk/disk";
import { type DiskRecord, fromDiskRecord, toDiskRecord } from "./disk/disk-record";
import { installImage } from "./image/install-image";
import { DISKS, type LightServerRow, SERVERS, UNKNOWN_COMMANDS, type UnknownCommandRow } from "./rows";

/** What of a server outlives the simulator's process: its row and its disk, read when first needed. */
export class ServerRecord {
  readonly #servers: Table<LightServerRow>;
  readonly #disks: Table<DiskRecord>;
  readonly #unknown: Table<UnknownCommandRow>;
  #disk: Disk | undefined;
  #closed = false;

  constructor(
    store: Store,
    private row: LightServerRow,
    private readonly programs: readonly string[],
    /** Told of each disk that is loaded, to add what is never stored. */
    private readonly loaded: (disk: Disk) => void,
  ) {
    this.#servers = store.table(SERVERS);
    this.#disks = store.table(DISKS);
    this.#unknown = store.table(UNKNOWN_COMMANDS);
  }

  get now(): LightServerRow {
    return this.row;
  }

  get disk(): Disk {
    if (!this.#disk) {
      const stored = this.#disks.get(this.row.id);
      this.#disk = new Disk(this.#image(), stored && fromDiskRecord(stored));
      this.loaded(this.#disk);
    }
    return this.#disk;
  }

  put(change: Partial<LightServerRow>): void {
    this.row = { ...this.row, ...change };
    if (!this.#closed) this.#servers.put(this.row);
  }

  /** Writes the disk when something has changed on it. */
  saveDisk(): void {
    if (!this.#closed && this.#disk?.takeDirty()) this.#disks.put(toDiskRecord(this.row.id, this.#disk.changes()));
  }

  /** The disk as the installer left it. */
  wipeDisk(): Disk {
    this.#disks.delete(this.row.id);
    this.#disk = new Disk(this.#image());
    return this.#disk;
  }

  countUnknown(command: string): void {
    if (this.#closed) return;
    const id = `${this.row.id} ${command}`;
    this.#unknown.put({ id, server_id: this.row.id, command, count: (this.#unknown.get(id)?.count ?? 0) + 1 });
  }

  /** From now on nothing is written: a command that still runs on a removed server must not bring its rows back. */
  close(): void {
    this.#closed = true;
  }

  #image() {
    return installImage(this.row.order, this.row.nics[0]!, this.programs);
  }
}
