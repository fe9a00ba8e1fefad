import { type Call, command, notSimulated, type Outcome } from "./command";
import { generateOrFail, reloadNetwork } from "./netplan";

/** Units of a fresh Ubuntu that scripts ask after. */
const UNITS = [
  "ssh.service",
  "ssh.socket",
  "systemd-networkd.service",
  "systemd-resolved.service",
  "systemd-timesyncd.service",
  "cron.service",
  "dbus.service",
  "cloud-init.service",
  "cloud-final.service",
  "multi-user.target",
  "network-online.target",
  "network.target",
];
const ALIASES: Readonly<Record<string, string>> = { "sshd.service": "ssh.service" };
const VERBS = [
  "start",
  "stop",
  "restart",
  "reload",
  "reload-or-restart",
  "try-restart",
  "try-reload-or-restart",
  "condrestart",
];
const FAILURE =
  'Job for ssh.service failed because the control process exited with error code.\nSee "systemctl status ssh.service" and "journalctl -xeu ssh.service" for details.\n';

/** systemctl for the units above and for unit files that scripts place in /etc/systemd/system; those can be enabled, not started. */
export const systemctl = command("systemctl", (call) => {
  const options = call.args.filter((word) => word.startsWith("-"));
  const [verb = "list-units", ...names] = call.args.filter((word) => !word.startsWith("-"));
  const units = names.map((name) => ALIASES[unitName(name)] ?? unitName(name));
  const now = options.includes("--now");
  const quiet = options.includes("-q") || options.includes("--quiet");
  if (["is-active", "is-enabled", "is-failed", "status"].includes(verb)) return query(call, verb, units, quiet);
  if (verb === "is-system-running") return { stdout: "running\n" };
  if (verb === "cat") return cat(call, units);
  if (!["daemon-reload", "reboot", "poweroff", "enable", "disable", "mask", "unmask", ...VERBS].includes(verb))
    return notSimulated(call, verb);
  if (call.files.account.uid !== 0)
    return { stderr: `Failed to ${verb}: Interactive authentication required.\n`, exitCode: 1 };
  if (verb === "reboot" || verb === "poweroff") {
    call.machine.schedulePower(verb === "reboot" ? "reboot" : "off");
    return {};
  }
  // The netplan generator runs again at every reload of systemd's units; its refusal does not fail the reload.
  if (verb === "daemon-reload") return { stderr: generateOrFail(call, "/", 0).outcome.stderr };
  for (const unit of units) {
    if (!isKnown(call, unit)) {
      const change = verb.endsWith("able") || verb.endsWith("mask");
      return {
        stderr: change
          ? `Failed to ${verb} unit: Unit file ${unit} does not exist.\n`
          : `Failed to ${verb} ${unit}: Unit ${unit} not found.\n`,
        exitCode: change ? 1 : 5,
      };
    }
    const outcome = VERBS.includes(verb) ? change(call, verb, unit) : link(call, verb, unit);
    if (outcome.exitCode) return outcome;
    if (now && verb === "enable") return change(call, "start", unit);
  }
  return {};
});

function change(call: Call, verb: string, unit: string): Outcome {
  if (unit === "ssh.service") {
    if (verb === "stop") call.machine.stopSsh();
    else if (verb !== "start" && call.machine.startSsh(verb === "reload" ? "reload" : "restart") !== undefined)
      return { stderr: FAILURE, exitCode: 1 };
    return {};
  }
  if (unit === "systemd-networkd.service" && verb !== "stop") {
    if (verb !== "start") reloadNetwork(call);
    return {};
  }
  if (!UNITS.includes(unit) || verb === "stop") return notSimulated(call, `${verb} ${unit}`);
  return {};
}

function link(call: Call, verb: string, unit: string): Outcome {
  const wants = `/etc/systemd/system/multi-user.target.wants/${unit}`;
  const { disk } = call.machine;
  const attributes = { mode: 0o777, uid: 0, gid: 0, mtime: Date.now() };
  if (verb === "enable" && !UNITS.includes(unit)) {
    disk.makeFolder("/etc/systemd/system/multi-user.target.wants");
    disk.set(wants, { kind: "symlink", target: `/etc/systemd/system/${unit}`, ...attributes });
    return { stderr: `Created symlink ${wants} → /etc/systemd/system/${unit}.\n` };
  }
  if (verb === "disable") disk.delete(wants);
  return {};
}

function query(call: Call, verb: string, units: readonly string[], quiet: boolean): Outcome {
  const answers = units.map((unit) => {
    if (verb === "is-enabled")
      return !isKnown(call, unit) ? "not-found" : UNITS.includes(unit) || isLinked(call, unit) ? "enabled" : "disabled";
    return UNITS.includes(unit) ? "active" : "inactive";
  });
  const good = verb === "is-enabled" ? "enabled" : "active";
  const missing = verb === "status" && units.find((unit) => !isKnown(call, unit));
  if (missing) return { stderr: `Unit ${missing} could not be found.\n`, exitCode: 4 };
  const failed =
    verb === "is-failed"
      ? 1
      : answers.includes(good) && !answers.some((answer) => answer !== good)
        ? 0
        : verb === "is-enabled"
          ? 1
          : units.some((unit) => !isKnown(call, unit))
            ? 4
            : 3;
  const text = verb === "status" ? units.map((unit, place) => `● ${unit}\n     Active: ${answers[place]}`) : answers;
  return { stdout: quiet ? "" : `${text.join("\n")}\n`, exitCode: failed };
}

function cat(call: Call, units: readonly string[]): Outcome {
  const texts = units.map((unit) => call.machine.disk.text(`/etc/systemd/system/${unit}`));
  const missing = texts.indexOf(undefined);
  return missing >= 0
    ? { stderr: `No files found for ${units[missing]}.\n`, exitCode: 1 }
    : { stdout: texts.join("\n") };
}

function isKnown(call: Call, unit: string): boolean {
  return UNITS.includes(unit) || call.machine.disk.get(`/etc/systemd/system/${unit}`) !== undefined;
}

function isLinked(call: Call, unit: string): boolean {
  return call.machine.disk.get(`/etc/systemd/system/multi-user.target.wants/${unit}`) !== undefined;
}

function unitName(name: string): string {
  return /\.(service|socket|target|timer|mount|path|slice)$/.test(name) ? name : `${name}.service`;
}
