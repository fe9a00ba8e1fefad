import type { Command } from "commander";
import { type FaultOptions, readFault } from "./fault-words";
import { type Chosen, controlOf, onCloud, print } from "./on-cloud";
import * as show from "./show";

export function addFaultCommands(program: Command): void {
  const fault = program.command("fault").description("make calls fail, or the cloud behave badly");

  onCloud(fault, "add", "hit the first calls of an operation, or let a condition stand until it is cleared")
    .argument(
      "<operation or condition>",
      "e.g. vpc.CreateVPC, s3.PutObject, ssh.Connect; install-error, stock-empty, …",
    )
    .option("--first <n>", "how many calls (default 1)")
    .option("--match <text>", "only calls whose host and path contain it")
    .option("--status <code>", "answer this HTTP error")
    .option("--type <type>", "answer this Scaleway error, e.g. transient_state, permissions_denied, out_of_stock")
    .option("--retry-after <seconds>", "with --status or --type")
    .option("--drop", "close the connection; nothing is done")
    .option("--lose-answer", "do it, and close the connection before the answer")
    .option("--hold", "let it wait until `fault release`")
    .option("--target <name>", "whom a condition concerns (default: everything)")
    .option("--limit <n>", "of a quota")
    .option("--json")
    .action(async (subject: string, chosen: Chosen & FaultOptions) => {
      const wish = readFault(subject, chosen);
      const control = controlOf(chosen);
      const added =
        "call" in wish
          ? await control.addFault(wish.call)
          : await control.addCondition(wish.condition.kind, wish.condition.target, wish.condition.limit);
      print(chosen, added, added.id);
    });

  onCloud(fault, "list", "what stands")
    .option("--json")
    .action(async (chosen: Chosen) => {
      const faults = await controlOf(chosen).faults();
      print(chosen, faults, show.showFaults(faults));
    });

  onCloud(fault, "release", "let the calls that a --hold has stopped go on")
    .argument("<id>")
    .action(async (id: string, chosen: Chosen) => {
      console.log(`${(await controlOf(chosen).release(id)).released} calls go on`);
    });

  onCloud(fault, "clear", "remove one, or all")
    .argument("[id]")
    .action(async (id: string | undefined, chosen: Chosen) => {
      console.log(`${(await controlOf(chosen).clearFaults(id)).cleared} removed`);
    });
}
