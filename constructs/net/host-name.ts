// Names of OpenNebula hosts and of the Elastic Metal servers under them. The host name is the identity of a server in every stack;
// the server names are those of the original deployment: opennebula-web serves `fe`, opennebula-worker-0 serves `host01`.

/** Source of the regular expression for a worker's name: 1 to 31 characters. */
export const WORKER_NAME_PATTERN = "^[a-z][a-z0-9-]{0,30}$";

/** Inventory and OpenNebula name of the machine that runs oned. */
export const FRONT_END_NAME = "fe";

const WORKER_NAME = new RegExp(WORKER_NAME_PATTERN);

/** `host` and a number from 01 up, padded to two digits and no further: host01, host10, host100; not host1, host00 or host001. */
const NUMBERED_NAME = /^host(0[1-9]|[1-9][0-9]+)$/;

/** The name of the front-end or of a worker. */
export class HostName {
  private constructor(private readonly text: string) {}

  static frontEnd(): HostName {
    return new HostName(FRONT_END_NAME);
  }

  /**
   * The name that a plain count gives to a worker: 1 is host01, 100 is host100.
   * @throws Error when `ordinal` is not a whole number from 1 up.
   */
  static worker(ordinal: number): HostName {
    if (!Number.isSafeInteger(ordinal) || ordinal < 1) {
      throw new Error(`workers are counted from 1, got ${ordinal}`);
    }
    return new HostName(`host${String(ordinal).padStart(2, "0")}`);
  }

  /** @throws Error when `text` can name neither the front-end nor a worker. */
  static parse(text: string): HostName {
    if (!WORKER_NAME.test(text)) {
      throw new Error(`a host name matches ${WORKER_NAME_PATTERN}, got ${JSON.stringify(text)}`);
    }
    return new HostName(text);
  }

  get isFrontEnd(): boolean {
    return this.text === FRONT_END_NAME;
  }

  /** Name of the Elastic Metal server, e.g. `opennebula-worker-0` for `host01`, `opennebula-worker-gpu` for `gpu`. */
  get serverName(): string {
    if (this.isFrontEnd) {
      return "opennebula-web";
    }
    const number = NUMBERED_NAME.exec(this.text)?.[1];
    // BigInt: a name has room for 27 digits, and two names must never round to one server.
    return `opennebula-worker-${number === undefined ? this.text : BigInt(number) - 1n}`;
  }

  toString(): string {
    return this.text;
  }
}

/**
 * Name of the Elastic Metal server that serves an OpenNebula host.
 * @throws Error when `hostName` can name neither the front-end nor a worker.
 */
export function serverNameOf(hostName: string): string {
  return HostName.parse(hostName).serverName;
}
