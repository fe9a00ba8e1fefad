import { command, failed, notSimulated } from "./command";

export const hostname = command("hostname", (call) => {
  const { disk } = call.machine;
  const name = (disk.text("/etc/hostname") ?? "").trim();
  const [word] = call.args;
  if (word === undefined || word === "-s" || word === "--short")
    return { stdout: `${word === undefined ? name : name.split(".")[0]}\n` };
  if (word === "-f" || word === "--fqdn") {
    const line = (disk.text("/etc/hosts") ?? "")
      .split("\n")
      .find((candidate) => candidate.split(/\s+/).slice(1).includes(name));
    return { stdout: `${line?.trim().split(/\s+/)[1] ?? name}\n` };
  }
  if (word === "-I" || word === "--all-ip-addresses") {
    const addresses = call.machine.network.interfaces
      .filter((one) => one.kind !== "loopback")
      .flatMap((one) => one.addresses);
    return { stdout: `${addresses.map((entry) => `${entry.address} `).join("")}\n` };
  }
  if (word.startsWith("-")) return notSimulated(call, word);
  if (call.files.account.uid !== 0) return failed(call, "you must be root to change the host name");
  disk.place("/etc/hostname", `${word}\n`);
  return {};
});

export const hostnamectl = command("hostnamectl", (call) => {
  const { disk } = call.machine;
  const words = call.args.filter((word) => !word.startsWith("--"));
  const [verb = "status", name] = words;
  if (verb === "set-hostname" || (verb === "hostname" && name !== undefined)) {
    if (name === undefined) return { stderr: "Too few arguments.\n", exitCode: 1 };
    if (call.files.account.uid !== 0) return { stderr: "Could not set static hostname: Access denied\n", exitCode: 1 };
    disk.place("/etc/hostname", `${name}\n`);
    return {};
  }
  const current = (disk.text("/etc/hostname") ?? "").trim();
  if (verb === "hostname" || call.args.includes("--static")) return { stdout: `${current}\n` };
  if (verb !== "status") return notSimulated(call, verb);
  const system = /PRETTY_NAME="(.*)"/.exec(disk.text("/etc/os-release") ?? "")?.[1] ?? "";
  return {
    stdout: ` Static hostname: ${current}\nOperating System: ${system}\n          Kernel: Linux 6.8.0-60-generic\n    Architecture: x86-64\n`,
  };
});
