import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { runCommand } from "../command";
import { type Say, timed } from "../progress";
import type { GuestImage } from "./guest-image";

/** Whether guests run on KVM here, and why. */
export interface KvmVerdict {
  readonly usable: boolean;
  /** For people, e.g. `there is no /dev/kvm`. */
  readonly reason: string;
}

/** A guest kernel is in userspace after 2 s on KVM and after 10 s emulated. */
const DEADLINE_SECONDS = 20;
/** What the initial RAM disk of the image prints when it is asked to go no further. */
const MARKER = "guest reached userspace";

/**
 * KVM is used only where it has brought the guest's own kernel to userspace: there are machines whose /dev/kvm opens
 * and whose guests then never come up. The verdict is kept with the image, for this machine as it is now.
 *
 * @param device @default "/dev/kvm"
 */
export async function probeKvm(image: GuestImage, say: Say, device = "/dev/kvm"): Promise<KvmVerdict> {
  if (!fs.existsSync(device)) return { usable: false, reason: `there is no ${device}` };
  try {
    fs.accessSync(device, fs.constants.R_OK | fs.constants.W_OK);
  } catch {
    return { usable: false, reason: `${device} is there, and this user may not use it (group kvm)` };
  }
  if (!image.kernel || !image.initrd) return { usable: false, reason: "the image has no kernel to try it with" };
  const machine = await describeMachine();
  const file = path.join(image.folder, "kvm.json");
  const known = readVerdict(file, machine);
  if (known) return known;
  const usable = await timed("KVM, tried with the guest's kernel", say, () => boots(image, "kvm"));
  const reason = usable
    ? "the guest's kernel came up on it"
    : `${device} is there, and the guest's kernel did not come up on it within ${DEADLINE_SECONDS} s`;
  fs.writeFileSync(file, `${JSON.stringify({ machine, usable, reason }, undefined, 2)}\n`);
  return { usable, reason };
}

/** True when the image's kernel reaches userspace on this accelerator before the deadline. */
export function boots(image: GuestImage, accelerator: "kvm" | "tcg", program = "qemu-system-x86_64"): Promise<boolean> {
  const files = ["-kernel", image.kernel!, "-initrd", image.initrd!, "-append", "console=ttyS0 quiet panic=-1 probe=1"];
  const machine = ["-machine", "q35", "-accel", accelerator, ...(accelerator === "kvm" ? ["-cpu", "host"] : [])];
  const bare = ["-m", "512", "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none", "-serial", "stdio"];
  return new Promise((resolve) => {
    const guest = spawn(program, [...machine, ...bare, ...files], {
      env: process.env,
      stdio: ["ignore", "pipe", "ignore"],
    });
    let seen = "";
    const settle = (answer: boolean) => {
      clearTimeout(deadline);
      guest.kill("SIGKILL");
      resolve(answer);
    };
    const deadline = setTimeout(() => settle(false), DEADLINE_SECONDS * 1000);
    guest.stdout.on("data", (chunk: Buffer) => {
      seen += chunk.toString("latin1");
      if (seen.includes(MARKER)) settle(true);
    });
    guest.on("error", () => settle(false));
    guest.on("close", () => settle(seen.includes(MARKER)));
  });
}

/** What a verdict depends on beside the image. */
async function describeMachine(): Promise<string> {
  const qemu = await runCommand("qemu-system-x86_64", ["--version"], { env: process.env });
  return [os.release(), os.cpus()[0]?.model ?? "", qemu.stdout.split("\n")[0]].join(" | ");
}

function readVerdict(file: string, machine: string): KvmVerdict | undefined {
  if (!fs.existsSync(file)) return undefined;
  const known = JSON.parse(fs.readFileSync(file, "utf8"));
  return known.machine === machine ? { usable: known.usable, reason: known.reason } : undefined;
}
