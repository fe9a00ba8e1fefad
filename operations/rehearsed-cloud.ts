import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderDemoFile } from "../config/demo-file";
import { EXIT_CODES } from "../config/exit-codes";
import { loadDeploymentConfig } from "../config/load";
import { outcomeOf } from "./cdktf-progress";
import { table } from "./cloud-text";
import { CHECKOUT, type Deployment, placesOf } from "./deployment";
import { OperationProblem } from "./operation-problem";
import { readRuns } from "./run-record";

const SIMULATE = join(CHECKOUT, "simulator/launch.cjs");
const OPERATE = join(CHECKOUT, "operations/launch.cjs");

/** A deployment and the simulated Scaleway that it alone is deployed to. */
export interface RehearsedCloudProps {
  /** Of the deployment, of its committed template and of the make targets: `make <name>`, `make <name>-destroy`. */
  readonly name: string;
  /** What stands behind the simulated servers. */
  readonly servers: "light" | "metal";
}

/** Takes a deployment through its life on a simulated Scaleway, with the scripts that deploy the real thing. */
export class RehearsedCloud {
  /** Folder of the simulated account. */
  readonly folder: string;
  private readonly file: string;

  constructor(readonly props: RehearsedCloudProps) {
    this.folder = join(CHECKOUT, ".simulator", props.name);
    this.file = join(CHECKOUT, "deployments", `${props.name}.yaml`);
  }

  get exists(): boolean {
    return existsSync(this.folder);
  }

  get deployment(): Deployment {
    return placesOf(loadDeploymentConfig(this.props.name, CHECKOUT));
  }

  /** Deploys it; WORKERS rewrites the deployment file first. */
  deploy(): void {
    this.writeFile();
    this.start();
    this.run("infra");
  }

  /** Shows what deploying again would change. */
  diff(): void {
    this.require();
    this.writeFile();
    this.run("diff");
  }

  /** Takes it down and proves by the simulated account that nothing is left. */
  destroy(say: (line: string) => void): void {
    const { name } = this.props;
    if (!this.exists) {
      say(`There is no ${name} to destroy.`);
      return;
    }
    this.writeFile();
    this.run("destroy", { CONFIRM: loadDeploymentConfig(name, CHECKOUT).project });
    const check = this.simulate("store", "--empty-check");
    if (check.status !== 0) {
      throw new OperationProblem(
        EXIT_CODES.failed,
        `The ${name} is destroyed, but the simulated account still holds:`,
        `${check.stdout}${check.stderr}`.trim(),
        `This is a defect; the account is kept in .simulator/${name}. Running again is safe.`,
      );
    }
    const stopped = this.simulate("stop");
    if (stopped.status !== 0) throw new OperationProblem(EXIT_CODES.failed, stopped.stderr.trim());
    rmSync(this.folder, { recursive: true });
    process.stdout.write("Nothing is left: the simulated account is empty, and stopped.\n");
  }

  /** Runs a command of the simulator on this cloud. */
  simulate(command: string, ...words: string[]): { status: number | null; stdout: string; stderr: string } {
    return spawnSync(process.execPath, [SIMULATE, command, "--cloud", this.folder, ...words], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
  }

  /** Words of a command that carries standard input and output to an address of the cloud, for ssh's ProxyCommand. */
  get proxyCommand(): string {
    const quoted = [process.execPath, SIMULATE, "connect", "--cloud", this.folder].map((word) => `'${word}'`);
    return `${quoted.join(" ")} %h %p`;
  }

  /** @throws OperationProblem that names the command which makes it */
  require(): void {
    if (this.exists) return;
    const { name } = this.props;
    throw new OperationProblem(
      EXIT_CODES.failed,
      `There is no ${name} yet. Run make ${name} first; nothing was changed.`,
    );
  }

  /** Seconds and API calls per stack, the calls counted in the simulator's journal. */
  costs(): string {
    const runs = readRuns(this.deployment);
    const calls = this.callTimes(runs[0]?.startedAt);
    const rows = runs.map((run) => [
      run.stack,
      ((Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000).toFixed(1),
      String(calls.filter((time) => time >= run.startedAt && time < run.endedAt).length),
      outcomeOf(run),
    ]);
    return table(["stack", "seconds", "API calls", "outcome"], rows).join("\n");
  }

  /** WORKERS rewrites the file; without it a file that stands is kept. */
  private writeFile(): void {
    const workers = process.env.WORKERS || undefined;
    if (existsSync(this.file) && workers === undefined) return;
    const template = readFileSync(join(CHECKOUT, "deployments", `${this.props.name}.template.yaml`), "utf8");
    const text = renderDemoFile(template, workers);
    writeFileSync(this.file, text);
  }

  private start(): void {
    const { status, stdout, stderr } = this.simulate("start", "--servers", this.props.servers);
    if (status === 0) return;
    throw new OperationProblem(
      EXIT_CODES.failed,
      `${stdout}${stderr}`.trim(),
      "Nothing was deployed; running again is safe.",
    );
  }

  /** Runs one of the operations in the environment of the simulated Scaleway, as an operator behind a proxy would. */
  run(operation: string, more: Readonly<Record<string, string>> = {}): void {
    const { name } = this.props;
    const call = [process.execPath, OPERATE, operation];
    const shell = ["bash", "-c", '. ./env.sh && exec "$@"', name, ...call];
    const { status } = spawnSync(process.execPath, [SIMULATE, "run", "--cloud", this.folder, "--", ...shell], {
      cwd: CHECKOUT,
      stdio: "inherit",
      env: { ...process.env, ...more, DEPLOYMENT: name, ONE_PASSWORD: this.password() },
    });
    // What went wrong has been said by the operation itself.
    if (status !== 0) throw new OperationProblem(status ?? EXIT_CODES.failed, `make ${name} stopped at: ${operation}`);
  }

  /** What a command needs to meet this cloud and no other; starts it unless it runs. */
  environment(): NodeJS.ProcessEnv {
    this.start();
    const { status, stdout, stderr } = this.simulate("env", "--json");
    if (status !== 0) throw new OperationProblem(EXIT_CODES.failed, stderr.trim());
    return JSON.parse(stdout) as NodeJS.ProcessEnv;
  }

  /** oneadmin's password: made once, kept beside the simulated account. */
  private password(): string {
    const file = join(this.folder, "one_password");
    if (!existsSync(file)) {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      writeFileSync(file, randomBytes(18).toString("base64url"), { mode: 0o600 });
    }
    return readFileSync(file, "utf8");
  }

  private callTimes(since: string | undefined): readonly string[] {
    const { status, stdout } = this.simulate("journal", "--json", ...(since ? ["--since", since] : []));
    if (status !== 0) return [];
    return (JSON.parse(stdout) as { at: string; kind: string }[])
      .filter((entry) => entry.kind === "api" || entry.kind === "s3")
      .map((entry) => entry.at);
  }
}
