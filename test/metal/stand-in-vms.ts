import type { MetalCloud } from "./metal-cloud";

/** Gateway of the VMs with Flexible IPs. */
const GATEWAY = "62.210.0.1";

export interface PublicVm {
  /** At most 12 characters. */
  readonly name: string;
  readonly address: string;
  readonly macAddress: string;
}

/** A network namespace on a host that stands for a VM with a Flexible IP: its MAC on `br0`, a /32, the gateway outside of it. */
export function startPublicVm(
  metal: MetalCloud,
  host: string,
  { name, address, macAddress }: PublicVm,
): Promise<string> {
  return asRoot(metal, host, [
    `ip netns add ${name}`,
    `ip link add v-${name} type veth peer name eth0 netns ${name}`,
    `ip link set v-${name} master br0 up`,
    `ip -n ${name} link set lo up`,
    `ip -n ${name} link set eth0 address ${macAddress} up`,
    `ip -n ${name} address add ${address}/32 dev eth0`,
    `ip -n ${name} route add ${GATEWAY} dev eth0 scope link`,
    `ip -n ${name} route add default via ${GATEWAY} dev eth0 onlink`,
  ]);
}

export interface PrivateVm {
  readonly name: string;
  /** With prefix. */
  readonly addressCidr: string;
  readonly vxlanId: number;
}

/** MTU that OpenNebula's `GUEST_MTU` gives VMs on a VXLAN over 1500 bytes. */
export const INNER_MTU = 1450;

/** A namespace that stands for a VM on an OpenNebula VXLAN over `vmtovm` (multicast, as its driver makes it). */
export function startPrivateVm(metal: MetalCloud, host: string, vm: PrivateVm): Promise<string> {
  const { name, addressCidr, vxlanId } = vm;
  const { vmToVmAddress } = metal.server(host);
  return asRoot(metal, host, [
    `ip link add vx${vxlanId} type vxlan id ${vxlanId} group 239.0.0.${vxlanId} dev vmtovm local ${vmToVmAddress} dstport 4789 ttl 16`,
    `ip link add vmbr${vxlanId} type bridge`,
    `ip link set vx${vxlanId} mtu ${INNER_MTU} master vmbr${vxlanId} up`,
    `ip link set vmbr${vxlanId} mtu ${INNER_MTU} up`,
    `ip netns add ${name}`,
    `ip link add v-${name} mtu ${INNER_MTU} type veth peer name eth0 netns ${name}`,
    `ip link set v-${name} master vmbr${vxlanId} up`,
    `ip -n ${name} link set eth0 mtu ${INNER_MTU} up`,
    `ip -n ${name} address add ${addressCidr} dev eth0`,
  ]);
}

/** Ends stand-ins of either kind; what was not there is no mistake. */
export function stopVm(metal: MetalCloud, host: string, name: string, vxlanId?: number): Promise<string> {
  const links = vxlanId === undefined ? [] : [`vx${vxlanId}`, `vmbr${vxlanId}`];
  const words = [`ip netns delete ${name}`, ...links.map((link) => `ip link delete ${link}`)];
  return asRoot(
    metal,
    host,
    words.map((command) => `${command} 2>/dev/null || true`),
  );
}

/** Runs a command inside a stand-in. */
export function inVm(metal: MetalCloud, host: string, name: string, command: string) {
  return metal.run(host, `sudo ip netns exec ${name} ${command}`);
}

function asRoot(metal: MetalCloud, host: string, commands: readonly string[]): Promise<string> {
  return metal.must(host, `sudo sh -ec '${commands.join("; ")}'`);
}
