import { type Command, Option } from "commander";
import { runningProcess } from "../process-record";
import { CloudDirectory } from "../store/cloud-directory";
import { applied, asShell, environmentOf } from "./environment";
import { type Chosen, controlOf, onCloud, print } from "./on-cloud";
import { mustReachGoPrograms, runCommand } from "./run";
import * as show from "./show";
import { type StartOptions, startHere, startInBackground } from "./start";
import { stop } from "./stop";

/** What starts and stops the process, and what points other processes at it. */
export function addProcessCommands(program: Command): void {
  onCloud(program, "start", "start it in the background, unless it runs")
    .option("--foreground", "stay here until stopped")
    .option("--port <port>", "port on 127.0.0.1 (default: the last one, or a free one)", Number)
    .option("--seed <text>", "seed of the ids and credentials of a new cloud (default: random)")
    .addOption(new Option("--clock <kind>", "how simulated time goes").choices(["instant", "scaled", "stepped"]))
    .option("--factor <n>", "simulated seconds per second, with --clock scaled", Number)
    .addOption(
      new Option(
        "--servers <kind>",
        "of a new cloud: light ones answer from memory, metal ones are QEMU guests",
      ).choices(["light", "metal"]),
    )
    .action(async (chosen: Chosen & StartOptions & { foreground?: boolean }) => {
      const directory = new CloudDirectory(chosen.cloud);
      const running = runningProcess(directory);
      if (running !== undefined) {
        console.log(`runs already on 127.0.0.1:${running.port}, process ${running.pid}, in ${directory.path}`);
        return;
      }
      const begin = performance.now();
      const started = await (chosen.foreground === true ? startHere : startInBackground)(directory, chosen);
      const milliseconds = Math.round(performance.now() - begin);
      console.log(
        `listens on 127.0.0.1:${started.port}, process ${started.pid}, in ${directory.path} (${milliseconds} ms)`,
      );
    });

  onCloud(program, "stop", "stop it; what it holds stays").action(async (chosen: Chosen) => {
    const pid = await stop(new CloudDirectory(chosen.cloud));
    console.log(pid === undefined ? "was not running" : `stopped process ${pid}`);
  });

  onCloud(program, "status", "what runs, and what was asked for that is not simulated")
    .option("--json")
    .option("--since <moment>", "RFC 3339, or a journal number")
    .action(async (chosen: Chosen & { since?: string }) => {
      const running = runningProcess(new CloudDirectory(chosen.cloud));
      const control = controlOf(chosen);
      const [summary, clock] = [await control.summary(chosen.since), await control.clock()];
      const head = `runs on 127.0.0.1:${running?.port}, process ${running?.pid}, since ${running?.startedAt}`;
      print(
        chosen,
        { ...running, clock, ...summary },
        `${head}\nclock: ${show.showClock(clock)}\n${show.showSummary(summary)}`,
      );
    });

  onCloud(program, "env", 'shell lines that point a shell at it: eval "$(npm run --silent simulate -- env)"')
    .option("--json", "the whole environment of a command, for programs")
    .action(async (chosen: Chosen) => {
      const environment = await environmentOfRunning(chosen);
      print(chosen, applied(environment), asShell(environment));
    });

  onCloud(program, "run", "start it if need be, and run a command that meets no other Scaleway")
    .argument("<command...>", "after --")
    .passThroughOptions()
    .action(async (command: string[], chosen: Chosen) => {
      mustReachGoPrograms();
      const directory = new CloudDirectory(chosen.cloud);
      if (runningProcess(directory) === undefined) await startInBackground(directory, {});
      process.exitCode = await runCommand(command, applied(await environmentOfRunning(chosen)));
    });
}

async function environmentOfRunning(chosen: Chosen) {
  const directory = new CloudDirectory(chosen.cloud);
  const credentials = await controlOf(chosen).credentials();
  return environmentOf(directory, runningProcess(directory)!.port, credentials);
}
