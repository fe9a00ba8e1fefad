import { TerraformLocal } from "cdktf";
import type { Construct } from "constructs";
import { namedAddress } from "./terraform-address";

/** Values of one host: texts, or groups of texts. */
export type HostValues = string | { readonly [name: string]: HostValues };

/**
 * What one stack hands on to later ones about each host, as one map. A value that crosses on its own costs an output here and a
 * look-up there, for each host a dozen, and Terraform decodes all outputs of a state for each one that is looked up.
 */
export interface ValuesByHost<Values extends HostValues> {
  /** Map by host name; a token, good in every stack. */
  readonly map: string;
  /** Those of any host, which tell what the values of all are called. */
  readonly sample: Values;
}

/** @param byHost at least one host; the texts are Terraform expressions or plain */
export function handOn<Values extends HostValues>(
  scope: Construct,
  id: string,
  byHost: Readonly<Record<string, Values>>,
): ValuesByHost<Values> {
  const [sample] = Object.values(byHost);
  if (sample === undefined) throw new Error(`${id} hands on the values of no host; there is always a front-end`);
  return { map: new TerraformLocal(scope, id, byHost).asString, sample };
}

/**
 * The values of each host in a stack that takes them: references written as text, of the same shape as what was handed on. They
 * must not go into `Fn`, which would quote them. A secret loses its mark on the way: hand `Fn.sensitive` of the map in.
 */
export function takeFrom<Values extends HostValues>(
  scope: Construct,
  id: string,
  { sample, map }: ValuesByHost<Values>,
): (hostName: string) => Values {
  const address = namedAddress(scope, id, map);
  return (hostName) => referencesLike(sample, `${address}[${JSON.stringify(hostName)}]`) as Values;
}

function referencesLike(sample: HostValues, address: string): HostValues {
  if (typeof sample === "string") return `\${${address}}`;
  const named = Object.entries(sample).map(([name, value]) => [name, referencesLike(value, `${address}.${name}`)]);
  return Object.fromEntries(named);
}
