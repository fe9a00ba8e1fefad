import { command, failed, notSimulated } from "./command";

/** reboot, poweroff, halt, shutdown: the machine goes once the running command has ended. */
export const power = command(["reboot", "poweroff", "halt", "shutdown"], (call) => {
  if (call.files.account.uid !== 0) return failed(call, "Interactive authentication required.");
  const words = call.args.filter((word) => !["-f", "--force", "--no-wall"].includes(word));
  const when = words.find((word) => !word.startsWith("-"));
  if (words.includes("-c") || (when !== undefined && when !== "now" && when !== "+0"))
    return notSimulated(call, call.args.join(" "));
  const reboot = call.name === "reboot" || words.includes("-r") || words.includes("--reboot");
  call.machine.schedulePower(reboot ? "reboot" : "off");
  return {};
});
