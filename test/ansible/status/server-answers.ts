// What the commands of a server print, in the form of systemd 252, iproute2 6.1 and OpenNebula 7.0.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";

const ROLE = resolve(__dirname, "../../../ansible/roles/cloud_status");

/** The units that the playbook asks for, in its order. */
export const UNITS: readonly string[] = parse(readFileSync(join(ROLE, "defaults/main.yml"), "utf8")).cloud_status_units;

/** `systemctl show`, a block for each unit; those of `others` are not active. */
export function systemctlShow(
  others: Readonly<Record<string, readonly [load: string, active: string, sub: string]>>,
): string {
  const blocks = UNITS.map((unit) => {
    const [load, active, sub] = others[unit] ?? ["loaded", "active", "running"];
    return `Id=${unit}\nLoadState=${load}\nActiveState=${active}\nSubState=${sub}\n`;
  });
  return blocks.join("\n");
}

export interface ServerAddresses {
  readonly publicCidr: string;
  readonly privateCidr: string;
  readonly vmToVmCidr: string;
}

const link = (ifname: string, operstate: string, mtu: number, address: string, more: object) => ({
  ifindex: 1,
  ifname,
  flags: ["BROADCAST", "MULTICAST"],
  mtu,
  operstate,
  link_type: "ether",
  address,
  addr_info: [],
  ...more,
});
const held = (cidr: string) => {
  const [local, prefixlen] = cidr.split("/");
  return [{ family: "inet", local, prefixlen: Number(prefixlen), scope: "global" }];
};

/** `ip -j -d address show` of a server as the stacks leave it, one machine's interface plugged into `br0`. */
export function ipAddress({ publicCidr, privateCidr, vmToVmCidr }: ServerAddresses): object[] {
  const mac = "3c:ec:ef:00:00:01";
  const vlan = (id: number) => ({ linkinfo: { info_kind: "vlan", info_data: { protocol: "802.1Q", id } } });
  return [
    {
      ...link("lo", "UNKNOWN", 65536, "00:00:00:00:00:00", {}),
      addr_info: [{ family: "inet", local: "127.0.0.1", prefixlen: 8, scope: "host" }],
    },
    link("enp5s0", "UP", 1500, mac, { master: "br0", linkinfo: { info_slave_kind: "bridge" } }),
    link("br0", "UP", 1500, mac, { linkinfo: { info_kind: "bridge" }, addr_info: held(publicCidr) }),
    link("hosttohost", "UP", 1500, mac, { ...vlan(1954), addr_info: held(privateCidr) }),
    link("vmtovm", "UP", 1500, mac, { ...vlan(1247), addr_info: held(vmToVmCidr) }),
    link("one-3-0", "UNKNOWN", 1500, "fe:54:00:2a:11:01", {
      master: "br0",
      linkinfo: { info_kind: "tun", info_slave_kind: "bridge" },
    }),
  ];
}

/** `ip -j route show`. */
export function ipRoute(gateway: string, privateSubnet: string): object[] {
  return [
    { dst: "default", gateway, dev: "br0", protocol: "static", flags: [] },
    { dst: privateSubnet, dev: "hosttohost", protocol: "kernel", scope: "link", flags: [] },
  ];
}

/** `onehost list -j`: a host alone is no list. */
export function onehostList(
  hosts: readonly { readonly name: string; readonly state: number; readonly error?: string }[],
) {
  const shown = hosts.map(({ name, state, error }, place) => ({
    ID: String(place),
    NAME: name,
    STATE: String(state),
    IM_MAD: "kvm",
    VM_MAD: "kvm",
    HOST_SHARE: { RUNNING_VMS: "1" },
    TEMPLATE: { ...(error && { ERROR: error }), ARCH: "x86_64" },
  }));
  return { HOST_POOL: shown.length === 0 ? {} : { HOST: shown.length === 1 ? shown[0] : shown } };
}

export interface ListedMachine {
  readonly id: number;
  readonly name: string;
  readonly state: number;
  readonly lcmState: number;
  readonly host?: string;
  readonly address?: string;
  readonly mac?: string;
}

/** Stands in the machines' templates: nothing of ours may hand it on. */
export const MACHINE_SECRET = "vnc-and-context-passw0rd";

/** `onevm list -j`. */
export function onevmList(machines: readonly ListedMachine[]) {
  const shown = machines.map(({ id, name, state, lcmState, host, address, mac }) => ({
    ID: String(id),
    UNAME: "oneadmin",
    NAME: name,
    STATE: String(state),
    LCM_STATE: String(lcmState),
    TEMPLATE: {
      CPU: "1",
      GRAPHICS: { TYPE: "VNC", PORT: "5903", PASSWD: MACHINE_SECRET },
      CONTEXT: { PASSWORD: MACHINE_SECRET },
      ...(address && { NIC: { NIC_ID: "0", NETWORK: "pubridge", IP: address, MAC: mac } }),
    },
    USER_TEMPLATE: { START_SCRIPT: MACHINE_SECRET },
    HISTORY_RECORDS: host === undefined ? {} : { HISTORY: { SEQ: "1", HID: "0", HOSTNAME: host } },
  }));
  return { VM_POOL: shown.length === 0 ? {} : { VM: shown.length === 1 ? shown[0] : shown } };
}
