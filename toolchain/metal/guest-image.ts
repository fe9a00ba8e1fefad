// The disk that metal servers start from: Debian 12 with the parts of an Ubuntu server that the stacks and Ansible meet
// (cloud-init, netplan on networkd, OpenSSH, sudo, Python), made from Debian's packages once per recipe.

import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { lastLines, runCommand } from "../command";
import { oneAtATimeAsync } from "../one-at-a-time";
import { type Say, timed } from "../progress";
import { ToolchainProblem } from "../toolchain-problem";
import { guestAptSettings, guestSources, readAptConfiguration } from "./apt-sources";
import { withSbin } from "./host-packages";

/** What QEMU needs to start a guest from an image; the caller adds disks, NICs and its own sockets. */
export interface GuestImage {
  readonly folder: string;
  /** Never written to: each server gets an overlay of its own. */
  readonly disk: string;
  readonly diskFormat: "raw" | "qcow2";
  /** Undefined where the disk is booted by its own boot loader. */
  readonly kernel?: string;
  readonly initrd?: string;
  /** Goes with `kernel`. */
  readonly kernelArguments: string;
}

const RELEASE = "bookworm";
const DISK_SIZE = "12G";

const PACKAGES = [
  "linux-image-cloud-amd64",
  "busybox-static",
  ...["systemd", "systemd-sysv", "systemd-resolved", "udev", "dbus", "kmod", "procps"],
  ...["cloud-init", "netplan.io", "openssh-server", "sudo", "ca-certificates", "curl"],
  ...["iproute2", "iputils-ping", "nftables", "iperf3", "tcpdump"],
  ...["python3", "python3-apt"],
];

/** Documentation and translations: a third of the disk, and nobody reads them there. */
const LEFT_OUT = ["man", "doc", "info", "locale", "lintian", "bash-completion"].map(
  (folder) => `path-exclude=/usr/share/${folder}/*`,
);

const KERNEL_ARGUMENTS =
  "root=/dev/vda rw console=ttyS0 mitigations=off tsc=reliable audit=0 quiet loglevel=3 panic=-1";

const RECIPE = path.join(__dirname, "guest");

/** Names the image that this recipe makes; another recipe makes another image beside it. */
export function recipeHash(): string {
  const hash = createHash("sha256").update(JSON.stringify([RELEASE, DISK_SIZE, PACKAGES, LEFT_OUT]));
  for (const file of filesOf(RECIPE)) hash.update(`${file}\n`).update(fs.readFileSync(path.join(RECIPE, file)));
  return hash.digest("hex").slice(0, 16);
}

/** In the same order on every machine, relative. */
function filesOf(folder: string): readonly string[] {
  const all = fs.readdirSync(folder, { recursive: true }) as string[];
  return all.filter((file) => fs.statSync(path.join(folder, file)).isFile()).sort();
}

/** Outside the repository, because all checkouts of a machine may use the same image. */
export function guestImagesFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const cache = environment.XDG_CACHE_HOME || path.join(os.homedir(), ".cache");
  return path.join(cache, "opennebula-hosted-cloud-scaleway", "guest-images");
}

/**
 * The image of this recipe, built unless it stands. It appears whole or not at all.
 *
 * @param images folder that holds one folder per recipe
 * @param given path of a cloud image to use instead, e.g. Ubuntu's own; it boots by its own boot loader. @default GUEST_IMAGE
 * @throws ToolchainProblem when it cannot be built here
 */
export async function provideGuestImage(
  images: string,
  say: Say,
  given: string = process.env.GUEST_IMAGE ?? "",
): Promise<GuestImage> {
  if (given !== "") return givenImage(path.resolve(given));
  const folder = path.join(images, recipeHash());
  const image = imageIn(folder);
  if (isBuilt(folder)) return image;
  fs.mkdirSync(images, { recursive: true });
  await oneAtATimeAsync(
    folder,
    async () => {
      // Somebody else may have built it while this process waited.
      if (isBuilt(folder)) return;
      await build(folder, say);
    },
    (holder) => say(`Waiting for the guest image that process ${holder} is building.`),
  );
  return image;
}

async function givenImage(disk: string): Promise<GuestImage> {
  const result = await run("qemu-img", ["info", "--output=json", disk]);
  if (result.exitCode !== 0)
    throw new ToolchainProblem(
      `GUEST_IMAGE is ${disk}, and qemu-img cannot read it:`,
      lastLines(result.stderr),
      "Name a cloud image, or unset it to have one built from Debian packages. Nothing was changed.",
    );
  const { format } = JSON.parse(result.stdout) as { readonly format: string };
  if (format !== "raw" && format !== "qcow2")
    throw new ToolchainProblem(
      `GUEST_IMAGE is ${disk}, of the format ${format}; it may be raw or qcow2.`,
      "`qemu-img convert -O qcow2` makes one from the other. Nothing was changed.",
    );
  return { folder: path.dirname(disk), disk, diskFormat: format, kernelArguments: "" };
}

function isBuilt(folder: string): boolean {
  return fs.existsSync(path.join(folder, "image.json"));
}

function imageIn(folder: string): GuestImage {
  return {
    folder,
    disk: path.join(folder, "disk.raw"),
    diskFormat: "raw",
    kernel: path.join(folder, "kernel"),
    initrd: path.join(folder, "initrd"),
    kernelArguments: KERNEL_ARGUMENTS,
  };
}

async function build(folder: string, say: Say): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  const started = performance.now();
  await asRootOfItsFiles(["rm", "-rf", unfinished]);
  fs.mkdirSync(unfinished);
  say("Building the guest image from Debian packages, once for this recipe (minutes on a small machine).");
  const packages = path.join(unfinished, "packages.tar");
  await timed("guest image: packages", say, () => unpack(unfinished, packages));
  await timed("guest image: disk", say, () =>
    step("assemble.sh", ["sh", path.join(RECIPE, "assemble.sh"), packages, RECIPE, unfinished, DISK_SIZE], true),
  );
  const seconds = Math.round((performance.now() - started) / 1000);
  describe(unfinished, seconds);
  fs.renameSync(unfinished, folder);
}

/** Packs the tree of packages. */
async function unpack(folder: string, output: string): Promise<void> {
  const apt = await run("apt-config", ["dump"]);
  const sources = guestSources(readAptConfiguration("/etc/apt"), RELEASE);
  const sourcesFile = path.join(folder, "sources.list");
  if (sources.length > 0) fs.writeFileSync(sourcesFile, `${sources.join("\n")}\n`);
  await step("mmdebstrap", [
    "mmdebstrap",
    `--mode=${isRoot() ? "root" : "unshare"}`,
    "--variant=minbase",
    "--architectures=amd64",
    `--include=${PACKAGES.join(",")}`,
    ...LEFT_OUT.map((option) => `--dpkgopt=${option}`),
    ...guestAptSettings(apt.stdout).map((setting) => `--aptopt=${setting}`),
    RELEASE,
    output,
    // Without it mmdebstrap's own default.
    ...(sources.length > 0 ? [sourcesFile] : []),
  ]);
}

/** What the image is made of, for people and for who looks for a difference between two machines. */
function describe(folder: string, buildSeconds: number): void {
  const read = (name: string) => fs.readFileSync(path.join(folder, name), "utf8").trim();
  const packages = Object.fromEntries(
    read("packages")
      .split("\n")
      .map((line) => line.split(" ") as [string, string]),
  );
  const description = { release: RELEASE, kernelVersion: read("kernel-version"), buildSeconds, packages };
  for (const name of ["packages", "kernel-version", "sources.list"])
    fs.rmSync(path.join(folder, name), { force: true });
  fs.writeFileSync(path.join(folder, "image.json"), `${JSON.stringify(description, undefined, 2)}\n`);
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** A user's files of many owners need a user namespace, in which they belong to that user's subordinate ids. */
function asRootOfItsFiles(command: readonly string[]) {
  const [program, ...args] = isRoot() ? command : ["unshare", "--map-root-user", "--map-auto", ...command];
  return run(program!, args);
}

function run(program: string, args: readonly string[]) {
  return runCommand(program, args, { env: { ...process.env, PATH: withSbin(process.env.PATH ?? "") } });
}

async function step(name: string, command: readonly string[], withItsFiles = false): Promise<void> {
  const [program, ...args] = command;
  const result = withItsFiles ? await asRootOfItsFiles(command) : await run(program!, args);
  if (result.exitCode === 0) return;
  const advice = isRoot()
    ? "The packages come from this machine's apt sources."
    : "Without root it needs user namespaces and a range of subordinate ids: a line for this user in /etc/subuid and /etc/subgid.";
  throw new ToolchainProblem(
    `The guest image could not be built; ${name} ended with:`,
    lastLines(result.stderr),
    advice,
    "Nothing but the cache was written; running again is safe and begins again.",
  );
}
