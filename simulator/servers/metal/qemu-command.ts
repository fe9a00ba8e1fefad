import type { HardwareProfile } from "./hardware-profiles";
import type { MetalSettings } from "./metal-settings";

/** Files and sockets of one machine, absolute. */
export interface MachineFiles {
  readonly disk: string;
  readonly seed: string;
  /** What the guest says on its serial line. */
  readonly console: string;
  readonly pid: string;
  readonly monitorSocket: string;
  readonly fabricSocket: string;
}

const ROOT_PORTS = [1, 2, 3, 4, 5];
/** SeaBIOS numbers buses in the order of root ports, so disk and seed have theirs and the NIC's name follows from its own. */
const DISK_PORT = 1;
const SEED_PORT = 2;

/**
 * Arguments of qemu-system-x86_64 for one server: one CPU, a disk, the cloud-init seed, and the one NIC that Elastic Metal
 * servers use for public and private networks alike, on a port of the fabric and nowhere else.
 */
export function qemuArguments(
  name: string,
  macAddress: string,
  files: MachineFiles,
  profile: HardwareProfile,
  { accelerator, image }: MetalSettings,
): string[] {
  const cpu = accelerator === "kvm" ? "host" : image.cpu;
  const kernel =
    image.kernel === undefined
      ? []
      : [
          ...["-kernel", image.kernel],
          ...(image.initrd === undefined ? [] : ["-initrd", image.initrd]),
          ...["-append", image.kernelArguments],
        ];
  const onboard = profile.nicOnboardIndex === undefined ? "" : `,acpi-index=${profile.nicOnboardIndex}`;
  return [
    ...["-name", name],
    ...["-machine", `q35,smbus=off,accel=${accelerator}`, "-cpu", cpu, "-smp", "1", "-m", `${image.memoryMegabytes}`],
    // A default device would shift the numbers of the buses.
    ...["-nodefaults", "-no-user-config", "-display", "none"],
    ...kernel,
    ...["-pidfile", files.pid],
    ...["-chardev", `file,id=console,path=${files.console},append=on`, "-serial", "chardev:console"],
    ...["-qmp", `unix:${files.monitorSocket},server=on,wait=off`],
    ...ROOT_PORTS.flatMap((port) => [
      "-device",
      `pcie-root-port,id=rp${port},bus=pcie.0,chassis=${port},addr=0x${port + 1}`,
    ]),
    ...["-drive", `id=disk,if=none,format=qcow2,discard=unmap,file=${files.disk}`],
    ...["-device", `virtio-blk-pci,bus=rp${DISK_PORT},drive=disk`],
    ...["-drive", `id=seed,if=none,format=raw,readonly=on,file=${files.seed}`],
    ...["-device", `virtio-blk-pci,bus=rp${SEED_PORT},drive=seed`],
    ...["-netdev", `stream,id=fabric,server=off,addr.type=unix,addr.path=${files.fabricSocket}`],
    ...["-device", `virtio-net-pci,bus=rp${profile.nicRootPort},netdev=fabric,mac=${macAddress},romfile=${onboard}`],
    ...["-object", "rng-random,id=entropy,filename=/dev/urandom", "-device", "virtio-rng-pci,rng=entropy"],
  ];
}
