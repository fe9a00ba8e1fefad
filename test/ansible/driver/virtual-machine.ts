// A virtual machine as OpenNebula's network driver describes it to a hook: base64 of a reduced XML in one line.

import type { OrderedIp } from "./house";

export interface Nic {
  readonly tag?: "NIC" | "NIC_ALIAS";
  readonly driver?: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Plugged in or out while the machine runs. */
  readonly attach?: boolean;
}

export interface VirtualMachine {
  readonly id: number;
  /** Has run before: DEPLOY_ID is set from the first start on. */
  readonly deployed?: boolean;
  readonly nics: readonly Nic[];
  /** A password in the context, which no log may show. */
  readonly contextPassword?: string;
}

export function publicNic(ip: OrderedIp, changes: Partial<Nic> = {}): Nic {
  const fields = {
    NETWORK: "pubridge",
    IP: ip.address,
    MAC: ip.macAddress,
    SCW_FLEXIBLE_IP: `fr-par-2/${ip.id}`,
    ...changes.fields,
  };
  return { ...changes, fields };
}

/** In a network of this driver too, and with an address that is public all the same: only the attribute counts. */
export function privateNic(changes: Partial<Nic> = {}): Nic {
  return { ...changes, fields: { NETWORK: "inner", IP: "198.18.0.7", MAC: "02:00:c6:12:00:07", ...changes.fields } };
}

export function describe(vm: VirtualMachine): string {
  const { id, deployed = false, nics, contextPassword = "" } = vm;
  const context = `<CONTEXT><PASSWORD>${contextPassword}</PASSWORD><START_SCRIPT>date</START_SCRIPT></CONTEXT>`;
  const xml = [
    `<VM><ID>${id}</ID><DEPLOY_ID>${deployed ? `one-${id}` : ""}</DEPLOY_ID>`,
    `<TEMPLATE>${context}</TEMPLATE><USER_TEMPLATE><NOTE>a &amp; b</NOTE></USER_TEMPLATE>`,
    "<HISTORY_RECORDS><HISTORY><HOSTNAME>misleading</HOSTNAME><HID>0</HID></HISTORY></HISTORY_RECORDS>",
    ...nics.map(describeNic),
    "</VM>",
  ].join("");
  return `${Buffer.from(xml).toString("base64")}\n`;
}

/** Each in a TEMPLATE of its own. */
function describeNic({ tag = "NIC", driver = "bridge", fields, attach = false }: Nic, place: number): string {
  const all = { NIC_ID: String(place), VN_MAD: driver, BRIDGE: "br0", ...fields, ...(attach && { ATTACH: "YES" }) };
  const inner = Object.entries(all).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<TEMPLATE><${tag}>${inner.join("")}</${tag}></TEMPLATE>`;
}
