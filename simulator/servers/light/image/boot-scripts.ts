import type { Command } from "../commands/command";
import { findAccount } from "../disk/accounts";
import type { Machine } from "../machine";
import { Shell } from "../shell/shell";

/** What cloud-init's final stage runs as root at first boot; its output goes to the log that cloud-init keeps. */
export async function runBootScripts(
  machine: Machine,
  commands: readonly Command[],
  scripts: readonly string[],
): Promise<void> {
  const account = findAccount(machine.disk, "root");
  if (!account) return;
  const env = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/root", USER: "root" };
  const path = "/var/log/cloud-init-output.log";
  for (const script of scripts) {
    const { stdout, stderr } = await new Shell({ machine, account, commands, env, cwd: "/" }).run(script);
    machine.disk.place(path, `${machine.disk.text(path) ?? ""}${stdout}${stderr}`, 0o640);
  }
}
