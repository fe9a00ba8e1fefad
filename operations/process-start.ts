import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** USER_HZ of Linux on every processor that Node runs on. */
const TICKS_PER_SECOND = 100;
/** Field 22 of proc_pid_stat(5), counted from the one behind the name. */
const START_FIELD = 19;

/** When the process of that id began; undefined when there is none, or it has ended and nobody has waited for it. */
export function processStart(pid: number): Date | undefined {
  const ageSeconds = process.platform === "linux" ? ageInProc(pid) : ageByPs(pid);
  return ageSeconds === undefined ? undefined : new Date(Date.now() - ageSeconds * 1000);
}

function ageInProc(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name may hold blanks and brackets.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return undefined;
    const uptime = Number.parseFloat(readFileSync("/proc/uptime", "utf8"));
    return uptime - Number(fields[START_FIELD]) / TICKS_PER_SECOND;
  } catch {
    // It has ended.
    return undefined;
  }
}

function ageByPs(pid: number): number | undefined {
  const { stdout } = spawnSync("ps", ["-o", "stat=,etime=", "-p", String(pid)], { encoding: "utf8" });
  return parsePs(stdout ?? "");
}

/** Reads `ps -o stat=,etime=`: state and age as `[[days-]hours:]minutes:seconds`. */
export function parsePs(output: string): number | undefined {
  const [, state, days, hours, minutes, seconds] =
    /^\s*(\S+)\s+(?:(\d+)-)?(?:(\d+):)?(\d+):(\d+)\s*$/.exec(output) ?? [];
  if (state === undefined || state.startsWith("Z")) return undefined;
  return ((Number(days ?? 0) * 24 + Number(hours ?? 0)) * 60 + Number(minutes)) * 60 + Number(seconds);
}
