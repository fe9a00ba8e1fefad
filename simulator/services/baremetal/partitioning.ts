// How an install lays out the disks. The API's default is in the cassettes (partition-schema-data-source-*, server-*): on two
// NVMe disks UEFI on the first, and swap, /boot and / on both, /boot and / as RAID 1. Nothing of this reaches a simulated disk.
import { z } from "zod";
import type { Offer } from "./catalogue/catalogue";

const partition = z.strictObject({
  label: z.enum(["uefi", "legacy", "root", "boot", "swap", "data", "home", "raid", "zfs"]),
  number: z.int().positive(),
  size: z.int().nonnegative(),
  use_all_available_space: z.boolean(),
});

/** scaleway-sdk-go api/baremetal/v1 Schema. */
export const partitioningSchema = z.strictObject({
  disks: z.array(z.strictObject({ device: z.string(), partitions: z.array(partition) })),
  raids: z
    .array(
      z.strictObject({
        name: z.string(),
        level: z.enum(["raid_level_0", "raid_level_1", "raid_level_5", "raid_level_6", "raid_level_10"]),
        devices: z.array(z.string()),
      }),
    )
    .nullable(),
  filesystems: z
    .array(
      z.strictObject({
        device: z.string(),
        format: z.enum(["fat32", "ext4", "swap", "zfs", "xfs"]),
        mountpoint: z.string(),
      }),
    )
    .nullable(),
  zfs: z
    .strictObject({
      pools: z
        .array(
          z.strictObject({
            name: z.string(),
            type: z.enum(["no_raid", "mirror", "raidz1", "raidz2"]),
            devices: z.array(z.string()),
            options: z.array(z.string()),
            filesystem_options: z.array(z.string()),
          }),
        )
        .nullable(),
    })
    .nullable(),
});

export type PartitioningSchema = z.infer<typeof partitioningSchema>;

const MIB = 1024 * 1024;
const UEFI = 512 * MIB;
const BOOT = 512 * MIB;
const SWAP = 4096 * MIB;

/**
 * The layout that an install gets when none is asked for. The root's size is what is left of the disk in whole MiB; equal to
 * the recordings for 1 TB disks, up to 10 MiB above them for 2 TB ones.
 */
export function defaultPartitioning({ machine }: Offer): PartitioningSchema {
  const root = Math.floor((machine.disk.capacity - UEFI - BOOT - SWAP) / MIB - 1) * MIB;
  const sized = (label: "uefi" | "swap" | "boot" | "root", size: number) => ({ label, size });
  const shared = [sized("swap", SWAP), sized("boot", BOOT), sized("root", root)];
  const numbered = (partitions: typeof shared) =>
    partitions.map(({ label, size }, index) => ({ label, number: index + 1, size, use_all_available_space: false }));
  return {
    disks: [
      { device: "/dev/nvme0n1", partitions: numbered([sized("uefi", UEFI), ...shared]) },
      { device: "/dev/nvme1n1", partitions: numbered(shared) },
    ],
    raids: [
      { name: "/dev/md0", level: "raid_level_1", devices: ["/dev/nvme0n1p3", "/dev/nvme1n1p2"] },
      { name: "/dev/md1", level: "raid_level_1", devices: ["/dev/nvme0n1p4", "/dev/nvme1n1p3"] },
    ],
    filesystems: [
      { device: "/dev/nvme0n1p1", format: "fat32", mountpoint: "/boot/efi" },
      { device: "/dev/md0", format: "ext4", mountpoint: "/boot" },
      { device: "/dev/md1", format: "ext4", mountpoint: "/" },
    ],
    zfs: { pools: [] },
  };
}

/** Why a layout does not fit the machine, one sentence each; empty when it does. */
export function partitioningProblems(schema: PartitioningSchema, { machine }: Offer): string[] {
  const problems: string[] = [];
  const devices = new Set<string>();
  for (const disk of schema.disks) {
    const number = /^\/dev\/nvme(\d)n1$/.exec(disk.device)?.[1];
    if (number === undefined || Number(number) >= machine.diskCount) problems.push(`no disk ${disk.device}`);
    const total = disk.partitions.reduce((sum, { size }) => sum + size, 0);
    if (total > machine.disk.capacity) problems.push(`the partitions of ${disk.device} are larger than the disk`);
    if (disk.partitions.some((part, index) => part.number !== index + 1)) {
      problems.push(`the partitions of ${disk.device} are not numbered 1, 2, 3, …`);
    }
    for (const part of disk.partitions) devices.add(`${disk.device}p${part.number}`);
  }
  for (const raid of schema.raids ?? []) {
    for (const device of raid.devices) if (!devices.has(device)) problems.push(`${raid.name}: no partition ${device}`);
    devices.add(raid.name);
  }
  for (const filesystem of schema.filesystems ?? []) {
    if (!devices.has(filesystem.device)) problems.push(`${filesystem.mountpoint}: no device ${filesystem.device}`);
  }
  const hasRoot = schema.filesystems?.some(({ mountpoint }) => mountpoint === "/") || schema.zfs?.pools?.length;
  if (!hasRoot) problems.push("nothing is mounted on /");
  return problems;
}
