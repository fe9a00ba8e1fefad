import { loadHostKeys } from "../image/host-keys";
import { command, notSimulated } from "./command";

/** `sshd -t`: whether the daemon would start with what lies on the disk. */
export const sshd = command("sshd", (call) => {
  if (call.args.join(" ") !== "-t") return notSimulated(call, call.args.join(" "));
  const { keys, problems } = loadHostKeys(call.machine.disk);
  return { stderr: problems.map((problem) => `${problem}\n`).join(""), exitCode: keys.length > 0 ? 0 : 1 };
});
