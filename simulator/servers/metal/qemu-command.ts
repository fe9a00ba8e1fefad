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

/** A guest with 768 MB takes 1.3 to 1.6 GB of an emulating host. */
const MEMORY_MEGABYTES = 768;

/** Places in the list of root ports: disk and seed have theirs, so that the NIC's name follows from its own. */
const DISK_PLACE = 0;
const SEED_PLACE = 1;

/**
 * Arguments of qemu-system-x86_64 for one server: one CPU, a disk, the cloud-init seed, and the one NIC that Elastic Metal
 * servers use for public and private networks alike, on a port of the fabric and nowhere else.
 */
export function qemuArguments(
  name: string,
  macAddress: string,
  files: MachineFiles,
  profile: HardwareProfile,
  { image, machine }: Pick<MetalSettings, "image" | "machine">,
): string[] {
  const onboard = profile.nicOnboardIndex === undefined ? "" : `,acpi-index=${profile.nicOnboardIndex}`;
  const port = (place: number) => machine.rootPorts[place]!;
  return [
    ...["-name", name],
    ...machine.arguments,
    ...["-smp", "1", "-m", String(MEMORY_MEGABYTES)],
    ...bootArguments(image),
    ...["-pidfile", files.pid],
    ...["-chardev", `file,id=console,path=${files.console},append=on`, "-serial", "chardev:console"],
    ...["-qmp", `unix:${files.monitorSocket},server=on,wait=off`],
    ...["-drive", `id=disk,if=none,format=qcow2,discard=unmap,file=${files.disk}`],
    ...["-device", `virtio-blk-pci,bus=${port(DISK_PLACE)},drive=disk`],
    ...["-drive", `id=seed,if=none,format=raw,readonly=on,file=${files.seed}`],
    ...["-device", `virtio-blk-pci,bus=${port(SEED_PLACE)},drive=seed`],
    ...["-netdev", `stream,id=fabric,server=off,addr.type=unix,addr.path=${files.fabricSocket}`],
    ...["-device", `virtio-net-pci,bus=${port(profile.nicBus - 1)},netdev=fabric,mac=${macAddress},romfile=${onboard}`],
    ...["-device", "virtio-rng-pci,bus=pcie.0,addr=0x7"],
  ];
}

function bootArguments(image: MetalSettings["image"]): string[] {
  if (image.kernel === undefined) return [];
  const initrd = image.initrd === undefined ? [] : ["-initrd", image.initrd];
  return ["-kernel", image.kernel, ...initrd, "-append", image.kernelArguments];
}
