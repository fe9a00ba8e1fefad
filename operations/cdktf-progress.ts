import { stripVTControlCharacters } from "node:util";
import { STACKS, type StackName } from "./deployment";

/** What a run of cdktf did to one stack. */
export interface StackRun {
  readonly stack: StackName;
  /** RFC 3339; a stack begins where the one before it ended. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
}

const DONE = /^(?:Apply|Destroy) complete! Resources: (.*)\.$/;
/** `type.unique_ID (path): Creation complete after 3s [id=…]`; cdktf leaves out a path that says nothing new. */
const STEP = /^(\S+?)(?:\[.*?\])?(?: \((.+?)\))?: (Creation|Modifications|Destruction) complete after (\S+)/;
const WAIT = /^(\S+?)(?:\[.*?\])?(?: \((.+?)\))?: Still (\w+)\.\.\. \[(?:.*, )?(\S+) elapsed\]/;
const WORK = /: (?:Reading|Refreshing|Creating|Destroying)|^No changes|^(?:Terraform|OpenTofu) (?:used|will perform)/;
const SIGN = { Creation: "+", Modifications: "~", Destruction: "-" } as const;
/** What our provisioners tell the operator: the name of a host, and what is done there. */
const SAID = /\((?:local|remote)-exec\): ([\w-]+: (?:first contact|apply|cloud-init).*)$/;

/**
 * Reads cdktf's plain output and tells what matters: one line per finished object, a heartbeat for slow ones, the end of each
 * stack. Everything else is left to the log.
 */
export class CdktfProgress {
  readonly runs: StackRun[] = [];
  private stack: StackName | undefined;
  /** When the stack that is being worked on began: where the one before it ended, or the first work after the start-up. */
  private boundary: Date | undefined;

  constructor(
    private readonly say: (line: string) => void,
    private readonly now: () => Date = () => new Date(),
  ) {}

  read(rawLine: string): void {
    const line = stripVTControlCharacters(rawLine).trimEnd();
    const [, first, rest] = /^(\S+)\s{2,}(.*)$/.exec(line) ?? [];
    const prefixed = STACKS.find((name) => name === first);
    if (prefixed) this.stack = prefixed;
    const stack = this.stack;
    const text = (prefixed ? rest! : line).trim();
    if (stack && text) this.readText(stack, text);
  }

  private readText(stack: StackName, text: string): void {
    if (WORK.test(text)) this.boundary ??= this.now();
    const news = this.newsIn(text);
    if (news !== undefined) this.tell(stack, news);
    const done = DONE.exec(text);
    if (done) this.finish(stack, done[1]!);
    else if (text.startsWith("No changes.")) this.finish(stack, "");
  }

  private newsIn(text: string): string | undefined {
    const step = STEP.exec(text);
    if (step) return `${SIGN[step[3] as keyof typeof SIGN]} ${nameOf(step[1]!, step[2])} (${step[4]})`;
    const wait = WAIT.exec(text);
    if (wait) return `… ${nameOf(wait[1]!, wait[2])} ${wait[3]} for ${wait[4]}`;
    return SAID.exec(text)?.[1];
  }

  private finish(stack: StackName, counts: string): void {
    const count = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(counts)?.[1] ?? 0);
    // A plan without changes is followed by an apply of nothing.
    const last = this.runs.at(-1);
    if (last?.stack === stack) this.runs.pop();
    const endedAt = this.now();
    const startedAt = last?.stack === stack ? last.startedAt : (this.boundary ?? endedAt).toISOString();
    this.boundary = endedAt;
    const run = {
      stack,
      startedAt,
      endedAt: endedAt.toISOString(),
      added: count("added"),
      changed: count("changed"),
      destroyed: count("destroyed"),
    };
    this.runs.push(run);
    if (last?.stack !== stack || hasChanges(run)) this.tell(stack, `done: ${outcomeOf(run)}`);
  }

  private tell(stack: StackName, text: string): void {
    this.say(`  ${stack.padEnd(11)} ${text}`);
  }
}

export function hasChanges(run: StackRun): boolean {
  return run.added + run.changed + run.destroyed > 0;
}

/** What a run did, in words. */
export function outcomeOf(run: StackRun): string {
  return hasChanges(run) ? `${run.added} added, ${run.changed} changed, ${run.destroyed} destroyed` : "no changes";
}

/** The path of the construct, or what is left of the address without cdktf's hash. */
function nameOf(address: string, path: string | undefined): string {
  return path?.replace(/\/Resource$/, "") ?? address.replace(/_[0-9A-F]{8}$/, "").replace(/^[^.]*\./, "");
}
