import { EXIT_CODES } from "../../config/exit-codes";
import { lastLines } from "../../toolchain/command";
import { causeLines, likelyCause, PLAYBOOK_CAUSES } from "../causes/causes";
import { OperationProblem } from "../operation-problem";
import type { PlaybookFailure } from "./events";

/** Lines of a task's message that are shown; the log has them all. */
const SHOWN_LINES = 6;

export interface FailedPlaybook {
  readonly deployment: string;
  readonly playbook: string;
  readonly status: number;
  readonly log: string;
  /** None when no task has failed. */
  readonly failures: readonly PlaybookFailure[];
  /** Name of the task that was begun last; undefined when Ansible never came to one. */
  readonly lastTask: string | undefined;
  /** The end of what it printed. */
  readonly lastOutput: readonly string[];
}

/** Says where it failed, why, what to do about it, and that running again is safe. Secrets are hidden by whoever shows it. */
export function playbookFailure(run: FailedPlaybook): OperationProblem {
  const { deployment, playbook, status, log, failures } = run;
  return new OperationProblem(
    EXIT_CODES.failed,
    `The playbook ${playbook} failed on ${deployment} (ansible-playbook ended with ${status}).`,
    ...(failures.length > 0 ? failures.flatMap(failureLines) : unexplained(run)),
    "",
    `Everything it said: ${log}. More causes: docs/troubleshooting.md.`,
    "Running the same command again is safe: every task looks first at what is there.",
  );
}

/** One failure: host, task, its own words, the likely cause. */
export function failureLines(failure: PlaybookFailure): readonly string[] {
  const { event, host, task, role, message } = failure;
  const said = message.split("\n").filter((line) => line.trim() !== "");
  const cause = likelyCause(PLAYBOOK_CAUSES, `${task}\n${message}`);
  return [
    "",
    `${host}: ${event === "unreachable" ? "not reached, at" : "failed at"} ${role === null ? "" : `${role}: `}${task}`,
    ...said.slice(0, SHOWN_LINES).map((line) => `    ${line}`),
    ...(said.length > SHOWN_LINES ? [`    … ${said.length - SHOWN_LINES} more lines in the log`] : []),
    ...(cause === undefined ? [] : causeLines(cause, host).map((line) => `  ${line}`)),
  ];
}

function unexplained({ lastTask, lastOutput }: FailedPlaybook): readonly string[] {
  const cause = likelyCause(PLAYBOOK_CAUSES, lastOutput.join("\n"));
  return [
    lastTask === undefined
      ? "It ended before any task. Its last words:"
      : `It was ended from outside in the task "${lastTask}". Its last words:`,
    lastLines(lastOutput.join("\n")),
    ...(cause === undefined ? [] : causeLines(cause, undefined)),
  ];
}
