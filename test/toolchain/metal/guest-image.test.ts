import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { guestImagesFolder, provideGuestImage, recipeHash } from "../../../toolchain/metal/guest-image";
import { fakeProgram, withPath } from "../fake-program";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "guest-image-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("images lie in the user's cache, outside any checkout", () => {
  expect(guestImagesFolder({ XDG_CACHE_HOME: "/cache" })).toBe("/cache/opennebula-hosted-cloud-scaleway/guest-images");
  expect(guestImagesFolder({ XDG_CACHE_HOME: "" })).toMatch(
    /\/\.cache\/opennebula-hosted-cloud-scaleway\/guest-images$/,
  );
});

test("the recipe has one name as long as it is the same", () => {
  expect(recipeHash()).toMatch(/^[0-9a-f]{16}$/);
  expect(recipeHash()).toBe(recipeHash());
});

test("an image that stands is used without a word or a process", async () => {
  const image = join(folder, recipeHash());
  mkdirSync(image);
  writeFileSync(join(image, "image.json"), "{}");
  const said: string[] = [];
  const mmdebstrap = fakeProgram(folder, "mmdebstrap", "exit 1");
  const provided = await withPath(join(folder, "bin"), () => provideGuestImage(folder, (line) => said.push(line), ""));
  expect(provided).toMatchObject({ folder: image, disk: join(image, "disk.raw"), diskFormat: "raw" });
  expect({ said, calls: mmdebstrap.calls() }).toEqual({ said: [], calls: [] });
});

test("a failed build is told in the words of the program that failed, and leaves no image", async () => {
  fakeProgram(folder, "mmdebstrap", "echo 'E: no such suite' >&2; exit 25");
  fakeProgram(folder, "unshare", 'while [[ "$1" == --* ]]; do shift; done; exec "$@"');
  const provided = withPath(join(folder, "bin"), () => provideGuestImage(folder, () => {}, ""));
  await expect(provided).rejects.toThrow(/could not be built; mmdebstrap ended with:\n {4}E: no such suite/);
  await expect(withPath(join(folder, "bin"), () => provideGuestImage(folder, () => {}, ""))).rejects.toThrow(
    /mmdebstrap/,
  );
});

test("an image is described by what is in it", async () => {
  fakeProgram(folder, "mmdebstrap", "true");
  fakeProgram(folder, "unshare", 'while [[ "$1" == --* ]]; do shift; done; exec "$@"');
  // Stands in for assemble.sh, and lets `rm` through, which runs the same way.
  fakeProgram(folder, "sh", `cd "$4"; echo 6.1.0 > kernel-version; printf 'systemd 252\\nsudo 1.9\\n' > packages`);
  const provided = await withPath(join(folder, "bin"), () => provideGuestImage(folder, () => {}, ""));
  expect(JSON.parse(readFileSync(join(provided.folder, "image.json"), "utf8"))).toMatchObject({
    kernelVersion: "6.1.0",
    packages: { systemd: "252", sudo: "1.9" },
  });
});

test("an image that is given boots by its own boot loader", async () => {
  fakeProgram(folder, "qemu-img", `echo '{"format": "qcow2"}'`);
  const disk = join(folder, "noble.img");
  const provided = await withPath(join(folder, "bin"), () => provideGuestImage(folder, () => {}, disk));
  expect(provided).toEqual({ folder, disk, diskFormat: "qcow2", kernelArguments: "" });
});

test.each([
  ["what is no image", "echo 'Could not open' >&2; exit 1", /cannot read it:\n {4}Could not open/],
  [
    "a format that overlays are not made for",
    `echo '{"format": "vmdk"}'`,
    /of the format vmdk; it may be raw or qcow2/,
  ],
])("refuses %s", async (_name, script, message) => {
  fakeProgram(folder, "qemu-img", script);
  const provided = withPath(join(folder, "bin"), () => provideGuestImage(folder, () => {}, join(folder, "x")));
  await expect(provided).rejects.toThrow(message);
});
