import { type Call, command, failed, notSimulated } from "./command";

/** Only the exit trap is kept; traps on signals are accepted, since no signal reaches a simulated process. */
export const trap = command("trap", (call) => {
  const words = call.args.filter((word) => word !== "--");
  if (words.length < 2) return {};
  const [action, ...signals] = words as [string, ...string[]];
  const unknown = signals.find((signal) => signal === "ERR" || signal === "DEBUG" || signal === "RETURN");
  if (unknown) return notSimulated(call, unknown);
  if (signals.some((signal) => signal === "EXIT" || signal === "0")) {
    call.shell.exitTrap = action === "-" ? "" : action;
    call.shell.exitTrapEnv = call.variables();
  }
  return {};
});

export const umask = command("umask", (call) => {
  const [value] = call.args.filter((word) => word !== "-p");
  if (value === undefined) return { stdout: `0${call.files.umask.toString(8).padStart(3, "0")}\n` };
  if (!/^[0-7]{1,4}$/.test(value)) return failed(call, `${value}: octal number out of range`);
  call.files.umask = Number.parseInt(value, 8) & 0o777;
  return {};
});

export const ulimit = command("ulimit", () => ({ stdout: "unlimited\n" }));

/** nohup and its like: run the program in the foreground, since nothing here hangs up. */
export const nohup = command(["nohup", "setsid", "nice", "ionice"], (call) => passOn(call));

export const uname = command("uname", (call) => {
  const host = (call.machine.disk.text("/etc/hostname") ?? "").trim();
  const release = "6.8.0-60-generic";
  const parts: Readonly<Record<string, string>> = {
    s: "Linux",
    n: host,
    r: release,
    v: "#63-Ubuntu SMP",
    m: "x86_64",
    p: "x86_64",
    i: "x86_64",
    o: "GNU/Linux",
  };
  const letters = call.args.join("").replace(/-/g, "") || "s";
  const wanted = letters.includes("a") ? [..."snrvmpio"] : [..."snrvmpio"].filter((letter) => letters.includes(letter));
  return { stdout: `${wanted.map((letter) => parts[letter]).join(" ")}\n` };
});

/** Everything is in memory or in the store already. */
export const sync = command("sync", () => ({}));

export const logger = command("logger", (call) => {
  const log = call.machine.disk.text("/var/log/syslog") ?? "";
  const words = call.args.filter((word) => !word.startsWith("-")).join(" ");
  call.machine.disk.place(
    "/var/log/syslog",
    `${log}${call.files.account.name}: ${words || call.stdin().toString("utf8").trimEnd()}\n`,
    0o640,
  );
  return {};
});

const MODULES = [
  "8021q",
  "bridge",
  "br_netfilter",
  "vxlan",
  "dummy",
  "ip_tables",
  "nf_tables",
  "kvm",
  "kvm_amd",
  "kvm_intel",
  "tun",
  "veth",
];

export const modprobe = command("modprobe", (call) => {
  const wanted = call.args.filter((word) => !word.startsWith("-"));
  const missing = wanted.find((name) => !MODULES.includes(name.replace(/-/g, "_")));
  if (missing)
    return {
      stderr: `modprobe: FATAL: Module ${missing} not found in directory /lib/modules/6.8.0-60-generic\n`,
      exitCode: 1,
    };
  if (call.files.account.uid !== 0)
    return { stderr: `modprobe: ERROR: could not insert '${wanted[0]}': Operation not permitted\n`, exitCode: 1 };
  return {};
});

function passOn(call: Call) {
  const rest = [...call.args];
  while (rest[0]?.startsWith("-")) if (["-n", "-c"].includes(rest.shift()!)) rest.shift();
  return rest.length === 0 ? failed(call, "missing operand", 125) : call.run(rest, { stdin: call.stdin() });
}
