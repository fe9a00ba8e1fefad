import { HARDWARE_PROFILES, hardwareProfileOf } from "../../../../simulator/servers/metal/hardware-profiles";
import { qemuArguments } from "../../../../simulator/servers/metal/qemu-command";

const files = {
  disk: "/cloud/metal/x/disk.qcow2",
  seed: "/cloud/metal/x/seed.iso",
  console: "/cloud/metal/x/console.log",
  pid: "/cloud/metal/x/qemu.pid",
  monitorSocket: "/run/q1",
  fabricSocket: "/run/p1",
};
const image = {
  disk: "/images/disk.qcow2",
  diskFormat: "qcow2",
  kernel: "/images/kernel",
  initrd: "/images/initrd",
  kernelArguments: "root=/dev/vda",
} as const;
const machine = { arguments: ["-machine", "q35", "-nodefaults"], rootPorts: ["rp1", "rp2", "rp3", "rp4", "rp5"] };
const settings = { image, machine };
const words = (port = 1, more: object = {}) =>
  qemuArguments("opennebula-web", "b4:83:51:00:00:01", files, hardwareProfileOf(port), { ...settings, ...more }).join(
    " ",
  );

test("neighbouring servers have NICs of different names", () => {
  expect(new Set(HARDWARE_PROFILES.map(({ nicName }) => nicName)).size).toBeGreaterThan(1);
  expect([1, 2, 3].map((port) => hardwareProfileOf(port).nicName)).toEqual(["enp5s0", "eno1", "enp5s0"]);
  expect(words(1)).toContain("bus=rp5");
  expect(words(2)).toContain("bus=rp4");
  expect(words(2)).toContain("acpi-index=1");
});

test("the only way out of a machine is its port of the fabric", () => {
  expect(words().match(/-netdev \S+/g)).toEqual([
    "-netdev stream,id=fabric,server=off,addr.type=unix,addr.path=/run/p1",
  ]);
  expect(words()).toContain("mac=b4:83:51:00:00:01");
});

test("the machine is the toolchain's, and a disk without a kernel boots by itself", () => {
  expect(words()).toContain("-machine q35 -nodefaults");
  expect(words()).toContain("-kernel /images/kernel -initrd /images/initrd -append root=/dev/vda");
  expect(words(1, { image: { ...image, kernel: undefined, initrd: undefined } })).not.toMatch(
    /-kernel|-initrd|-append/,
  );
});
