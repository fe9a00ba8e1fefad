import { Command } from "commander";
import { addAccountCommands } from "./commands/account-commands";
import { addClockCommands } from "./commands/clock-commands";
import { addConnectCommand } from "./commands/connect";
import { addFabricCommands } from "./commands/fabric-commands";
import { addFaultCommands } from "./commands/fault-commands";
import { addProcessCommands } from "./commands/process-commands";

const program = new Command("simulate")
  .description("A Scaleway on loopback: one process, one directory. See simulator/README.md.")
  .enablePositionalOptions();

addProcessCommands(program);
addAccountCommands(program);
addFaultCommands(program);
addClockCommands(program);
addFabricCommands(program);
addConnectCommand(program);

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
