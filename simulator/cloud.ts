import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SeededIds } from "./clock/seeded-ids";
import { SimulatedClock } from "./clock/simulated-clock";
import { Faults } from "./control/faults";
import { Journal } from "./control/journal";
import { writeServerEvent } from "./control/server-events";
import { usedBlobs } from "./s3/rows";
import { UNKNOWN_COMMANDS } from "./servers/light/rows";
import type { ServerBackend } from "./servers/server-backend";
import type { ServerEvent } from "./servers/server-event";
import { bootstrap } from "./services/bootstrap";
import type { ServiceContext } from "./services/service";
import { FileBlobStore } from "./store/blobs";
import type { CloudDirectory } from "./store/cloud-directory";
import { DirectoryLock } from "./store/directory-lock";
import { FileStore } from "./store/file-store";
import type { Row } from "./store/store";

/** Makes what stands behind the API's servers, once per opening of the store. */
export type MakeServers = (
  context: Omit<ServiceContext, "servers">,
  report: (event: ServerEvent) => void,
) => ServerBackend & {
  /** Lets go of what belongs to this opening of the store. */
  close?(): void;
  /** Ends what would outlive this process. */
  shutDown?(): Promise<void>;
};

export interface CloudOptions {
  /** Names of all operations that a fault can hit. */
  readonly operations: readonly string[];
  readonly makeServers: MakeServers;
  /** Seed of the ids of a new cloud; an existing one keeps its own. */
  readonly seed: string;
  /** Real time in ms since the epoch. @default Date.now */
  readonly realNow?: () => number;
}

interface Opened {
  readonly store: FileStore;
  readonly clock: SimulatedClock;
  readonly context: ServiceContext & { readonly servers: ReturnType<MakeServers> };
  readonly blobs: FileBlobStore;
  readonly faults: Faults;
}

/** What lay in the store right after bootstrap, so that "empty" can mean "nothing beyond it". */
interface Bootstrapped extends Row {
  readonly table: string;
  readonly row: string;
}

/** One simulated account, opened from its directory and held by this process alone until `close`. */
export class Cloud {
  public readonly journal: Journal;
  private readonly lock: DirectoryLock;
  private opened: Opened;
  private isClosed = false;

  /** @throws Error when another process has the directory, or its store cannot be read. */
  public constructor(
    public readonly directory: CloudDirectory,
    private readonly options: CloudOptions,
  ) {
    directory.create();
    this.lock = DirectoryLock.take(directory.path);
    try {
      this.journal = new Journal(directory.journal);
      this.opened = this.open(options.seed);
    } catch (error) {
      this.lock.release();
      throw error;
    }
  }

  public get store(): FileStore {
    return this.opened.store;
  }

  public get clock(): SimulatedClock {
    return this.opened.clock;
  }

  public get context(): ServiceContext {
    return this.opened.context;
  }

  public get blobs(): FileBlobStore {
    return this.opened.blobs;
  }

  public get faults(): Faults {
    return this.opened.faults;
  }

  /** Rows that a deployment has left behind: everything but the bootstrap and the simulator's own bookkeeping. */
  public remains(): { table: string; id: string; name?: string }[] {
    const known = new Set(this.bootstrapped().map((one) => one.id));
    const tables = this.productTables().filter((table) => table !== UNKNOWN_COMMANDS);
    return tables.flatMap((table) =>
      this.store
        .table<Row & { name?: string }>(table)
        .list()
        .filter((row) => !known.has(`${table}/${row.id}`))
        .map((row) => ({ table, id: row.id, name: row.name })),
    );
  }

  /** Tables of the simulated products, without the simulator's own. */
  public productTables(): string[] {
    return this.store.tableNames().filter((name) => !name.startsWith("control."));
  }

  /** Empties the account to its bootstrap, with the same ids and credentials as at its first start; the journal goes on. */
  public reset(): void {
    const seed = (this.context.ids as SeededIds).seed;
    this.closeStore();
    rmSync(this.directory.store, { force: true });
    this.opened = this.open(seed);
  }

  /** Copies store and bodies under a name; an older snapshot of that name is replaced. */
  public snapshot(name: string): void {
    const folder = this.snapshotFolder(name);
    const unfinished = `${folder}.new`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true, mode: 0o700 });
    copyFileSync(this.directory.store, join(unfinished, "store.jsonl"));
    cpSync(this.directory.blobs, join(unfinished, "blobs"), { recursive: true });
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
  }

  /** @throws Error with the names there are when there is none of this name. */
  public restore(name: string): void {
    if (this.context.servers.kind === "metal") {
      throw new Error("an account with metal servers cannot be put back: a snapshot has no disks. Nothing was changed");
    }
    const folder = this.snapshotFolder(name);
    if (!existsSync(folder)) {
      throw new Error(`no snapshot "${name}". There are: ${this.snapshots().join(", ") || "none"}`);
    }
    this.closeStore();
    cpSync(join(folder, "blobs"), this.directory.blobs, { recursive: true });
    copyFileSync(join(folder, "store.jsonl"), this.directory.store);
    this.opened = this.open(this.options.seed);
  }

  public snapshots(): string[] {
    if (!existsSync(this.directory.snapshots)) return [];
    return readdirSync(this.directory.snapshots).filter((name) => !name.endsWith(".new"));
  }

  /** Ends machines that are processes of their own; `close` comes next. */
  public async shutDownServers(): Promise<void> {
    await this.opened.context.servers.shutDown?.();
  }

  public close(): void {
    this.closeStore();
    this.isClosed = true;
    this.journal.close();
    this.lock.release();
  }

  private open(seed: string): Opened {
    const store = new FileStore(this.directory.store);
    const clock = new SimulatedClock(store, this.options.realNow);
    const ids = new SeededIds(store, seed);
    const isNew = store.tableNames().every((name) => name.startsWith("control."));
    if (isNew) store.transaction(() => bootstrap(store, ids, clock));
    const blobs = new FileBlobStore(this.directory.blobs);
    blobs.collect(usedBlobs(store));
    const report = (event: ServerEvent) => {
      if (!this.isClosed) writeServerEvent(this.journal, event);
    };
    const context = { store, clock, ids, servers: this.options.makeServers({ store, clock, ids }, report) };
    if (isNew) rememberBootstrap(store);
    return { store, clock, context, blobs, faults: new Faults(context, this.options.operations) };
  }

  private closeStore(): void {
    this.opened.faults.abandonAll();
    this.opened.context.servers.close?.();
    this.store.close();
  }

  private bootstrapped() {
    return this.store.table<Bootstrapped>("control.bootstrap").list();
  }

  private snapshotFolder(name: string): string {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name) || name.endsWith(".new")) {
      throw new Error(`"${name}" cannot name a snapshot: up to 64 letters, digits, dots, dashes and underscores`);
    }
    return join(this.directory.snapshots, name);
  }
}

function rememberBootstrap(store: FileStore): void {
  store.transaction(() => {
    for (const table of store.tableNames().filter((name) => !name.startsWith("control."))) {
      for (const { id } of store.table(table).list()) {
        store.table<Bootstrapped>("control.bootstrap").put({ id: `${table}/${id}`, table, row: id });
      }
    }
  });
}
