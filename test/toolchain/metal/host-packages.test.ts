import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Host, missingPackages, provideHostPackages, withSbin } from "../../../toolchain/metal/host-packages";
import { fakeProgram, withPath } from "../fake-program";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "host-packages-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A machine on which only the named files are there. */
function host(programs: readonly string[], props: Partial<Host> = {}): Host {
  for (const name of programs) fakeProgram(folder, name, "");
  return { isRoot: true, hasApt: true, folders: [join(folder, "bin")], ...props };
}

const PROGRAMS = [
  "qemu-system-x86_64",
  "qemu-img",
  "genisoimage",
  "mmdebstrap",
  "mkfs.ext4",
  "cpio",
  "debian-archive-keyring.gpg",
];

test("names the package of each program that is missing", () => {
  const missing = missingPackages(host(PROGRAMS.filter((name) => name !== "qemu-img" && name !== "cpio")));
  expect(missing).toEqual(["qemu-utils", "cpio"]);
});

test("a user needs what makes a user namespace, too", () => {
  expect(missingPackages(host(PROGRAMS, { isRoot: false }))).toEqual(expect.arrayContaining(["uidmap", "util-linux"]));
});

test("programs of administration are found although a user's PATH does not name their folder", () => {
  expect(withSbin("/usr/bin:/usr/sbin").split(":")).toEqual(["/usr/bin", "/usr/sbin", "/usr/local/sbin", "/sbin"]);
});

test("a user is told the one command that installs everything", async () => {
  const refused = provideHostPackages(host([], { isRoot: false }), () => {});
  await expect(refused).rejects.toThrow(
    /sudo apt-get update && sudo apt-get install --yes --no-install-recommends qemu-system-x86 qemu-utils genisoimage/,
  );
});

test("a machine without apt is told the packages' names", async () => {
  await expect(provideHostPackages(host([], { hasApt: false }), () => {})).rejects.toThrow(
    /packages qemu-system-x86 .*\nThis machine has no apt/,
  );
});

test("is silent and starts nothing when all is there", async () => {
  const said: string[] = [];
  const apt = fakeProgram(folder, "apt-get", "");
  await withPath(join(folder, "bin"), () => provideHostPackages(host(PROGRAMS), (line) => said.push(line)));
  expect({ said, calls: apt.calls() }).toEqual({ said: [], calls: [] });
});

test("root is told what is installed and why, after the lists are read again", async () => {
  const said: string[] = [];
  const bin = join(folder, "bin");
  const arrive = `[ "$2" = install ] && echo "$DEBIAN_FRONTEND" > '${bin}/qemu-img'`;
  const apt = fakeProgram(folder, "apt-get", `${arrive}; true`);
  const machine = host(PROGRAMS.filter((name) => name !== "qemu-img"));
  await withPath(bin, () => provideHostPackages(machine, (line) => said.push(line)));
  expect(apt.calls()).toEqual(["--quiet update", "--quiet install --yes --no-install-recommends qemu-utils"]);
  expect(said[0]).toMatch(/qemu-utils.* as root because/);
  expect(readFileSync(join(bin, "qemu-img"), "utf8")).toBe("noninteractive\n");
});

test("a failed installation is told in apt's words", async () => {
  fakeProgram(folder, "apt-get", "echo 'E: Unable to locate package' >&2; exit 100");
  const failed = withPath(join(folder, "bin"), () => provideHostPackages(host([]), () => {}));
  await expect(failed).rejects.toThrow(/apt-get update ended with:\n {4}E: Unable to locate package/);
});
