import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GuestImage } from "../../../toolchain/metal/guest-image";
import { boots, probeKvm } from "../../../toolchain/metal/probe-kvm";
import { fakeProgram, withPath } from "../fake-program";

let folder: string;
let image: GuestImage;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "probe-kvm-"));
  const disk = join(folder, "disk.raw");
  image = { folder, disk, diskFormat: "raw", kernel: "kernel", initrd: "initrd", kernelArguments: "" };
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A QEMU whose guest prints `serial` and ends. */
function qemu(serial: string) {
  return fakeProgram(folder, "qemu-system-x86_64", `[ "$1" = --version ] && echo 'QEMU 7' || echo '${serial}'`);
}

function device(): string {
  const path = join(folder, "kvm");
  writeFileSync(path, "");
  return path;
}

const probe = (path: string) => withPath(join(folder, "bin"), () => probeKvm(image, () => {}, path));

test("without the device nothing is tried", async () => {
  const program = qemu("guest reached userspace");
  expect(await probe(join(folder, "none"))).toEqual({ usable: false, reason: `there is no ${join(folder, "none")}` });
  expect(program.calls()).toEqual([]);
});

test("a guest that came up is the proof, and it is tried once", async () => {
  const program = qemu("[    0.9] guest reached userspace");
  const path = device();
  expect((await probe(path)).usable).toBe(true);
  expect((await probe(path)).usable).toBe(true);
  expect(program.calls().filter((call) => call.includes("-accel kvm"))).toHaveLength(1);
});

test("a device on which no guest comes up is not used", async () => {
  qemu("KVM: entry failed");
  const path = device();
  expect(await probe(path)).toMatchObject({ usable: false, reason: expect.stringContaining("did not come up") });
  expect(existsSync(join(folder, "kvm.json"))).toBe(true);
});

test("an image without a kernel of its own cannot be tried", async () => {
  image = { folder, disk: image.disk, diskFormat: "qcow2", kernelArguments: "" };
  expect((await probe(device())).usable).toBe(false);
});

test("a QEMU that is not there brings no guest up", async () => {
  expect(await boots(image, "kvm", join(folder, "no-qemu"))).toBe(false);
});
