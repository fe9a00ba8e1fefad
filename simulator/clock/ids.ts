/** Where ids come from: seeded, so that the same requests give the same cloud. The position survives a restart. */
export interface IdSource {
  /** A UUID version 4 in lower case. */
  uuid(): string;
  /** An integer in [0, below), for VLAN ids, addresses and MACs. */
  integer(below: number): number;
  /** `count` characters of [A-Z0-9], for access keys. */
  alphanumeric(count: number): string;
}
