/** Arguments of QEMU that are the same for every guest; disks, NICs and the caller's sockets come behind them. */
export interface GuestMachine {
  readonly arguments: readonly string[];
  /** Root ports, in the order of their PCI buses. A NIC on the fifth is `enp5s0`, on the third `enp3s0`. */
  readonly rootPorts: readonly string[];
}

const ROOT_PORTS = 5;

/**
 * SeaBIOS numbers the buses behind root ports in the order of the ports' own addresses, and udev names interfaces after
 * them. A device that QEMU added by itself would shift the numbers.
 *
 * @param kvm whether guests run on KVM here; else their processor is emulated
 */
export function guestMachine(kvm: boolean): GuestMachine {
  const rootPorts = Array.from({ length: ROOT_PORTS }, (_, place) => `rp${place + 1}`);
  const ports = rootPorts.flatMap((id, place) => [
    "-device",
    `pcie-root-port,id=${id},bus=pcie.0,chassis=${place + 1},addr=0x${place + 2}`,
  ]);
  return {
    arguments: [
      ...["-machine", `q35,smbus=off,vmport=off,hpet=off`],
      ...(kvm ? ["-accel", "kvm", "-cpu", "host"] : ["-accel", "tcg,tb-size=256", "-cpu", EMULATED_CPU]),
      ...["-nodefaults", "-no-user-config", "-display", "none"],
      ...ports,
    ],
    rootPorts,
  };
}

const EMULATED_CPU = "Nehalem";
