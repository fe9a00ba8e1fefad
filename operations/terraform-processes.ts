import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";
import { terraformProgram } from "./terraform";

export interface TerraformProcesses {
  /** Ids of the Terraform processes that work in the folder. */
  readonly pids: readonly number[];
  /** Terraform processes of other users, whose folder the system does not show us. */
  readonly hidden: readonly number[];
}

interface RunningProcess {
  readonly pid: number;
  readonly program: string;
  /** Working directory; undefined when it may not be read. */
  readonly folder: string | undefined;
}

/** Looks for Terraform on this machine by its working directory, which ends in `folder` in whatever checkout. */
export function terraformProcessesIn(
  folder: string,
  running: () => readonly RunningProcess[] = runningProcesses,
): TerraformProcesses {
  const programs = ["terraform", "tofu", basename(terraformProgram())];
  const found = running().filter(({ program }) => programs.includes(program));
  return {
    pids: found.filter((process) => process.folder?.endsWith(`/${folder}`)).map(({ pid }) => pid),
    hidden: found.filter((process) => process.folder === undefined).map(({ pid }) => pid),
  };
}

function runningProcesses(): readonly RunningProcess[] {
  return process.platform === "linux" ? processesInProc() : processesByLsof();
}

function processesInProc(): readonly RunningProcess[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    const stat = tryTo(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
    // `pid (program) state …`; Z and X: ended, not yet buried.
    const [, program, state] = /^\d+ \((.*)\) (\w)/s.exec(stat ?? "") ?? [];
    if (program === undefined || state === "Z" || state === "X") return [];
    return [{ pid: Number(pid), program, folder: tryTo(() => readlinkSync(`/proc/${pid}/cwd`)) }];
  });
}

function processesByLsof(): readonly RunningProcess[] {
  const { stdout } = spawnSync("lsof", ["-w", "-d", "cwd", "-F", "pcn"], { encoding: "utf8", maxBuffer: 1 << 26 });
  return parseLsof(stdout ?? "");
}

/** Reads `lsof -F pcn`: a line each for process id, command and, where it may be read, working directory. */
export function parseLsof(output: string): readonly RunningProcess[] {
  return output
    .split(/^p(?=\d)/m)
    .slice(1)
    .map((block) => ({
      pid: Number.parseInt(block, 10),
      program: /^c(.*)$/m.exec(block)?.[1] ?? "",
      folder: /^n(\/.*)$/m.exec(block)?.[1],
    }));
}

function tryTo<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    // It ended meanwhile, or is another user's.
    return undefined;
  }
}
