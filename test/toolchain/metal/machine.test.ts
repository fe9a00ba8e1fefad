import { guestMachine } from "../../../toolchain/metal/machine";

test("the ports that name interfaces have fixed addresses, one after the other", () => {
  const machine = guestMachine(false);
  expect(machine.arguments.filter((argument) => argument.startsWith("pcie-root-port"))).toEqual(
    [1, 2, 3, 4, 5].map((port) => `pcie-root-port,id=rp${port},bus=pcie.0,chassis=${port},addr=0x${port + 1}`),
  );
  expect(machine.rootPorts[4]).toBe("rp5");
});

test("a device that QEMU adds by itself would shift the names", () => {
  expect(guestMachine(true).arguments).toContain("-nodefaults");
});

test.each([
  [true, "kvm", "host"],
  [false, "tcg,tb-size=256", "Nehalem"],
])("with KVM: %s", (kvm, accelerator, cpu) => {
  const { arguments: all } = guestMachine(kvm);
  const after = (option: string) => all[all.indexOf(option) + 1];
  expect([after("-accel"), after("-cpu")]).toEqual([accelerator, cpu]);
});
