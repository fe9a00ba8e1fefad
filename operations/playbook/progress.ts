import { DEPLOYMENT_STAGES, stageOfRole } from "./deployment-stages";
import type { HostTotals, PlaybookEvent, PlaybookFailure } from "./events";
import type { RunningStage } from "./runs";

export interface PlaybookProgressProps {
  /** True for one-deploy's course, whose stages are known; otherwise each play is one. */
  readonly hasStages: boolean;
  readonly say: (line: string) => void;
  /** Told at each change. */
  readonly onStage: (stage: RunningStage) => void;
  /** Shows what is being done just now, on a line that the next one replaces; undefined: not at a terminal. */
  readonly showTask?: (text: string) => void;
  /** @default the clock */
  readonly now?: () => Date;
}

/** Reads a playbook's events and tells its stages: one line each, with the number of all and the seconds of the one before. */
export class PlaybookProgress {
  /** In their order; those that the playbook itself took care of are among them. */
  readonly failures: PlaybookFailure[] = [];
  /** Name of the task that was begun last. */
  lastTask: string | undefined;
  private totals: Readonly<Record<string, HostTotals>> = {};
  private plays: readonly string[] = [];
  private playsBegun = 0;
  private place = -1;
  private stage: RunningStage | undefined;
  private began: Date | undefined;

  constructor(private readonly props: PlaybookProgressProps) {}

  read(event: PlaybookEvent): void {
    if (event.event === "plays") this.plays = event.names;
    else if (event.event === "play") this.readPlay(event.name);
    else if (event.event === "task") this.readTask(event.role, event.name);
    else if (event.event === "totals") this.totals = event.hosts;
    else if (event.event !== "output") this.failures.push(event);
  }

  /** Failures that ended the run for their host, its last one. */
  fatalFailures(): readonly PlaybookFailure[] {
    const isLost = (host: string) => {
      const totals = this.totals[host];
      // A run that was killed leaves no totals.
      return totals === undefined || totals.failures + totals.unreachable > 0;
    };
    const last = new Map(this.failures.map((failure) => [failure.host, failure]));
    return [...last.values()].filter(({ host }) => isLost(host));
  }

  /** A line for each host, as Ansible's recap. */
  recap(): readonly string[] {
    const width = Math.max(0, ...Object.keys(this.totals).map((host) => host.length));
    return Object.entries(this.totals).map(
      ([host, { ok, changed, failures, unreachable }]) =>
        `  ${host.padEnd(width)}  ok=${ok} changed=${changed} failed=${failures} unreachable=${unreachable}`,
    );
  }

  private readPlay(name: string): void {
    this.playsBegun += 1;
    if (!this.props.hasStages) this.enter({ number: this.playsBegun, of: this.plays.length, name });
    // A play of the course is called after its hosts; any other name was given by somebody, and is shown as it is.
    else if (/[A-Z ]/.test(name)) this.enter({ number: this.place + 1, of: DEPLOYMENT_STAGES.length, name });
  }

  private readTask(role: string | null, name: string): void {
    this.lastTask = name;
    const place = this.props.hasStages ? stageOfRole(role) : -1;
    if (place > this.place) {
      this.place = place;
      this.enter({ number: place + 1, of: DEPLOYMENT_STAGES.length, name: DEPLOYMENT_STAGES[place]!.name });
    }
    this.props.showTask?.(name);
  }

  private enter(stage: RunningStage): void {
    const { now = () => new Date(), say, onStage } = this.props;
    const seconds = this.began && Math.round((now().getTime() - this.began.getTime()) / 1000);
    this.began = now();
    // A play outside the course has no number of its own.
    const repeated = this.stage?.number === stage.number && this.stage.name !== stage.name;
    const place = (stage.number === 0 || repeated ? "" : `${stage.number} of ${stage.of}`).padStart(8);
    this.stage = stage;
    say(`  ${place}  ${stage.name}${seconds === undefined ? "" : ` (the one before took ${seconds} s)`}`);
    onStage(stage);
  }
}
