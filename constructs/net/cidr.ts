// IPv4 networks in CIDR form. Addresses are handled as unsigned 32-bit numbers, because subnets, gateways and bookings are
// counted from the network address.

/** Networks that no one routes on the internet (RFC 1918). */
const PRIVATE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"] as const;

const OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

/** Source of a regular expression for one IPv4 address in dotted decimal, without leading zeros (`010` is octal to some readers). */
export const IPV4_PATTERN = `(?:${OCTET}\\.){3}${OCTET}`;

/** Source of a regular expression for an IPv4 address and a prefix length, `10.16.0.0/20`. */
export const IPV4_CIDR_PATTERN = `${IPV4_PATTERN}/(?:3[0-2]|[12]?[0-9])`;

const CIDR_FORM = new RegExp(`^${IPV4_CIDR_PATTERN}$`);

function toNumber(address: string): number {
  return address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

function toAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join(".");
}

/** An IPv4 network: `10.16.0.0/20` has network address 10.16.0.0, prefix length 20 and 4096 addresses. */
export class Cidr {
  private constructor(
    private readonly first: number,
    /** Bits that all addresses share, 0 to 32. */
    readonly prefixLength: number,
  ) {}

  /** @throws Error when `text` is no IPv4 CIDR, or names an address inside a network rather than the network itself. */
  static parse(text: string): Cidr {
    const cidr = Cidr.containing(text);
    if (cidr.toString() !== text) {
      throw new Error(`${text} is an address inside ${cidr}; write the network address: ${cidr}`);
    }
    return cidr;
  }

  /**
   * The network that an address with prefix length lies in: `10.16.3.7/20` gives 10.16.0.0/20.
   * @throws Error when `text` is no IPv4 address with prefix length.
   */
  static containing(text: string): Cidr {
    if (!CIDR_FORM.test(text)) {
      throw new Error(`expected an IPv4 network such as 10.16.0.0/20, got ${JSON.stringify(text)}`);
    }
    const slash = text.indexOf("/");
    const prefixLength = Number(text.slice(slash + 1));
    const size = 2 ** (32 - prefixLength);
    const address = toNumber(text.slice(0, slash));
    return new Cidr(address - (address % size), prefixLength);
  }

  /** The same network address with another prefix length; bits behind the prefix are cleared. */
  resized(prefixLength: number): Cidr {
    return Cidr.containing(`${this.networkAddress}/${prefixLength}`);
  }

  /** All addresses, network address and broadcast included. */
  get size(): number {
    return 2 ** (32 - this.prefixLength);
  }

  get networkAddress(): string {
    return toAddress(this.first);
  }

  /** `255.255.240.0` for /20. */
  get netmask(): string {
    return toAddress(2 ** 32 - this.size);
  }

  /** True when the whole network lies in one of the ranges of RFC 1918. */
  get isPrivate(): boolean {
    return PRIVATE_RANGES.some((range) => Cidr.parse(range).includes(this));
  }

  /**
   * The address at a distance from the network address: `addressAt(1)` of 10.16.0.0/20 is 10.16.0.1.
   * @throws Error outside the network.
   */
  addressAt(index: number): string {
    if (!Number.isInteger(index) || index < 0 || index >= this.size) {
      throw new Error(`${this} has addresses 0 to ${this.size - 1}, got ${index}`);
    }
    return toAddress(this.first + index);
  }

  /** True when `address` (dotted decimal, no prefix) belongs to the network. */
  contains(address: string): boolean {
    return this.includes(Cidr.containing(`${address}/32`));
  }

  /** True when every address of `other` belongs to this network too. */
  includes(other: Cidr): boolean {
    return this.first <= other.first && other.first + other.size <= this.first + this.size;
  }

  overlaps(other: Cidr): boolean {
    return this.includes(other) || other.includes(this);
  }

  toString(): string {
    return `${this.networkAddress}/${this.prefixLength}`;
  }
}
