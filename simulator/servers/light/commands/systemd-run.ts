import { command, notSimulated } from "./command";

/** Transient units would outlive their session; light servers have no process that does. Metal servers will. */
export const systemdRun = command("systemd-run", (call) =>
  notSimulated(call, call.args.join(" ") || "a transient unit"),
);
