import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lastLines, runCommand } from "../command";
import { type Say, timed } from "../progress";
import { ToolchainProblem } from "../toolchain-problem";

/** Something that metal servers need on this machine, and what brings it on Debian and Ubuntu. */
interface Need {
  /** A program, or another file by its name. */
  readonly file: string;
  readonly package: string;
}

/** What runs guests. */
const RUN: readonly Need[] = [
  { file: "qemu-system-x86_64", package: "qemu-system-x86" },
  { file: "qemu-img", package: "qemu-utils" },
  { file: "genisoimage", package: "genisoimage" },
];

/** What builds the guest's image. dpkg, tar and the like are on every machine that has apt. */
const BUILD: readonly Need[] = [
  { file: "mmdebstrap", package: "mmdebstrap" },
  { file: "mkfs.ext4", package: "e2fsprogs" },
  { file: "cpio", package: "cpio" },
  { file: "debian-archive-keyring.gpg", package: "debian-archive-keyring" },
];

/** What lets a user who is not root build it. */
const BUILD_AS_USER: readonly Need[] = [
  { file: "newuidmap", package: "uidmap" },
  { file: "unshare", package: "util-linux" },
];

/** Where the programs of administration are, which a user's PATH may not name. */
const SBIN = ["/usr/local/sbin", "/usr/sbin", "/sbin"];
const KEYRINGS = "/usr/share/keyrings";

/** This machine, as far as packages go. */
export interface Host {
  readonly isRoot: boolean;
  /** Where a file that is needed may be. */
  readonly folders: readonly string[];
  /** /etc/os-release says Debian or something made from it. */
  readonly hasApt: boolean;
}

export function thisHost(): Host {
  const folders = [...withSbin(process.env.PATH ?? "").split(":"), KEYRINGS];
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  return {
    isRoot: process.getuid?.() === 0,
    folders,
    hasApt: /^ID(?:_LIKE)?=.*\b(?:debian|ubuntu)\b/m.test(release) && isThere("apt-get", folders),
  };
}

/** PATH with the folders that hold mkfs.ext4. */
export function withSbin(path: string): string {
  const folders = path.split(":").filter(Boolean);
  return [...folders, ...SBIN.filter((folder) => !folders.includes(folder))].join(":");
}

/** Debian packages whose files are missing. */
export function missingPackages(host: Host): readonly string[] {
  const needs = [...RUN, ...BUILD, ...(host.isRoot ? [] : BUILD_AS_USER)];
  return needs.filter(({ file }) => !isThere(file, host.folders)).map((need) => need.package);
}

/**
 * Installs what is missing, as root on a machine with apt. Silent where all is there.
 *
 * @throws ToolchainProblem with the one command that installs it, where this process may not
 */
export async function provideHostPackages(host: Host, say: Say): Promise<void> {
  const missing = missingPackages(host);
  if (missing.length === 0) return;
  const names = missing.join(" ");
  if (!host.hasApt)
    throw new ToolchainProblem(
      `Metal servers need programs that are not here; Debian and Ubuntu call their packages ${names}.`,
      "This machine has no apt: install them its own way, then run the same command again. Nothing was changed.",
    );
  const install = ["install", "--yes", "--no-install-recommends", ...missing];
  if (!host.isRoot)
    throw new ToolchainProblem(
      `Metal servers need packages that are not here: ${names}. Only root may install them:`,
      `    sudo apt-get update && sudo apt-get ${install.join(" ")}`,
      "Then run the same command again. Nothing was changed.",
    );
  say(`Metal servers need ${names}: installing from this machine's apt sources, as root because apt asks for it.`);
  await timed("apt-get update", say, () => apt(["update"]));
  await timed(`apt-get install ${names}`, say, () => apt(install));
  const still = missingPackages(host);
  if (still.length > 0)
    throw new ToolchainProblem(`apt-get installed ${still.join(" ")}, and what they should bring is still not found.`);
}

async function apt(args: readonly string[]): Promise<void> {
  const result = await runCommand("apt-get", ["--quiet", ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (result.exitCode !== 0)
    throw new ToolchainProblem(
      `apt-get ${args[0]} ended with:`,
      lastLines(result.stderr || result.stdout),
      "Put that right, then run the same command again; what was installed stays.",
    );
}

function isThere(file: string, folders: readonly string[]): boolean {
  return folders.some((folder) => existsSync(join(folder, file)));
}
