import { type Command, Option } from "commander";
import { ControlClient } from "../control/client";
import { runningProcess } from "../process-record";
import { CloudDirectory } from "../store/cloud-directory";

/** The options that every command has. */
export interface Chosen {
  readonly cloud: string;
  readonly json?: boolean;
}

/** Adds a command that works on one cloud directory. */
export function onCloud(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .addOption(new Option("--cloud <dir>", "cloud directory").default(".simulator/default").env("SIMULATOR_CLOUD"));
}

/** @throws Error that says how to start it when nothing runs in the chosen directory */
export function controlOf(chosen: Chosen): ControlClient {
  const directory = new CloudDirectory(chosen.cloud);
  const running = runningProcess(directory);
  if (running === undefined) {
    throw new Error(
      `no simulator runs in ${directory.path}. Start it with: npm run simulate -- start --cloud ${directory.path}`,
    );
  }
  return new ControlClient(directory, running.port);
}

/** Prints a value as JSON when that was chosen, else as text for people. */
export function print(chosen: Chosen, value: unknown, text: string): void {
  const words = chosen.json === true ? JSON.stringify(value, null, 2) : text;
  if (words !== "") process.stdout.write(`${words}\n`);
}
