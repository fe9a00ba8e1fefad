/** Where the public NIC of a machine sits, and so what Linux calls it. */
export interface HardwareProfile {
  /** The name that systemd gives the NIC (systemd.net-naming-scheme): `enp5s0` by its PCI path, `eno1` by the firmware's index. */
  readonly nicName: string;
  /** PCI bus that the NIC sits on, from 1; SeaBIOS numbers them in the order of root ports. */
  readonly nicBus: number;
  /** Index that the firmware gives an onboard NIC. */
  readonly nicOnboardIndex?: number;
}

/** The real offers differ in this too: the deployment that we reproduce had `enp5s0`, others have onboard NICs. */
export const HARDWARE_PROFILES: readonly HardwareProfile[] = [
  { nicName: "enp5s0", nicBus: 5 },
  { nicName: "eno1", nicBus: 4, nicOnboardIndex: 1 },
];

/** Neighbouring ports of the fabric get different profiles, so that a cloud of two servers has both. */
export function hardwareProfileOf(port: number): HardwareProfile {
  return HARDWARE_PROFILES[(port - 1) % HARDWARE_PROFILES.length]!;
}
