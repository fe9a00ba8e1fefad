/**
 * What netplan accepts where: the keys of its parser's handler tables (src/parse.c, netplan 1.x). `scalar` kinds name the
 * check that the parser makes of the value. Device types that no server of ours uses (wifis, modems, tunnels …) are known
 * by name only and refused as not simulated.
 */
export type Scalar =
  | "string"
  | "bool"
  | "uint"
  | "mac"
  | "any-mac"
  | "ip4"
  | "ip6"
  | "ip"
  | "destination"
  | "renderer"
  | "accept-ra"
  | "id"
  | "name";

export type Schema =
  | { readonly kind: "scalar"; readonly check: Scalar }
  | { readonly kind: "mapping"; readonly keys: Readonly<Record<string, Schema>> }
  /** A mapping whose keys are free and whose values all follow one schema. */
  | { readonly kind: "table"; readonly value: Schema }
  | { readonly kind: "sequence"; readonly item: Schema }
  /** An address with prefix length, alone or as the only key of a mapping of options. */
  | { readonly kind: "address" }
  | { readonly kind: "choice"; readonly values: readonly string[]; readonly said: string };

export const scalar = (check: Scalar): Schema => ({ kind: "scalar", check });
export const sequence = (item: Schema): Schema => ({ kind: "sequence", item });
export const mapping = (keys: Readonly<Record<string, Schema>>): Schema => ({ kind: "mapping", keys });
export const choice = (said: string, ...values: string[]): Schema => ({ kind: "choice", values, said });
export const keysOf = (check: Scalar, ...names: string[]): Record<string, Schema> =>
  Object.fromEntries(names.map((name) => [name, scalar(check)]));
