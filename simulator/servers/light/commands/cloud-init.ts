import { command, notSimulated } from "./command";

/** cloud-init status [--wait] [--long] [--format json]; the simulated one is always done. */
export const cloudInit = command("cloud-init", (call) => {
  const [verb] = call.args.filter((word) => !word.startsWith("-"));
  if (call.args.includes("--version")) return { stdout: "/usr/bin/cloud-init 25.1.4-0ubuntu0~24.04.1\n" };
  if (verb !== "status") return notSimulated(call, call.args.join(" "), 2);
  const record = JSON.parse(call.machine.disk.text("/run/cloud-init/status.json") ?? "{}") as {
    v1?: { errors?: string[] };
  };
  const errors = record.v1?.errors ?? [];
  const status = errors.length > 0 ? "error" : "done";
  const exitCode = errors.length > 0 ? 1 : 0;
  if (call.args.some((word) => word.includes("json")))
    return { stdout: `${JSON.stringify({ status, errors, extended_status: status })}\n`, exitCode };
  const long = call.args.includes("--long") || call.args.includes("-l");
  return {
    stdout: `status: ${status}\n${long ? `errors:${errors.map((error) => `\n\t- ${error}`).join("") || " []"}\n` : ""}`,
    exitCode,
  };
});
