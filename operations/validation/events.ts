import { existsSync, readFileSync } from "node:fs";

/** Facts and registered variables that `evidence.ts` reads. */
export const NOTED_FACTS = [
  "verification_result",
  "network_verification_results",
  "storage_benchmark",
  "conn_results_vector",
  "ping_exec",
  "iperf_results",
  "vm_onegate_result",
  "flexible_ip_validation_results",
] as const;

export type Facts = Readonly<Partial<Record<(typeof NOTED_FACTS)[number], unknown>>>;

export type TaskStatus = "ok" | "changed" | "failed" | "ignored" | "unreachable" | "skipped";

/** One line of the file that ansible/callback_plugins/results.py writes; what each field holds stands there. */
export interface AnsibleEvent {
  readonly event: "start" | "play" | "task" | "result" | "end";
  /** Seconds since 1970. */
  readonly time: number;
  readonly ansible_core?: string;
  readonly play?: string;
  /** Outermost role of the task. */
  readonly role?: string;
  readonly task?: string;
  readonly host?: string;
  readonly status?: TaskStatus;
  readonly message?: string;
  readonly facts?: Facts;
}

/** The events of a file, none when there is no file. A last line that was cut off in the middle does not count. */
export function readEvents(file: string): readonly AnsibleEvent[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.slice(0, -1).map((line) => JSON.parse(line) as AnsibleEvent);
}
