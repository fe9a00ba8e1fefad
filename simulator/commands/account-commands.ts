import type { Command } from "commander";
import type { JournalFilter } from "../control/journal";
import { type Chosen, controlOf, onCloud, print } from "./on-cloud";
import * as show from "./show";

/** What looks at the simulated account and replaces it as a whole. */
export function addAccountCommands(program: Command): void {
  onCloud(program, "store", "the account's tables; secrets are shown as hashes")
    .option("--json")
    .option("--empty-check", "exit 1 and list what remains, unless the account is as empty as a new one")
    .action(async (chosen: Chosen & { emptyCheck?: boolean }) => {
      if (chosen.emptyCheck !== true) {
        const dump = await controlOf(chosen).store();
        return print(chosen, dump, show.showStore(dump));
      }
      const remains = await controlOf(chosen).remains();
      const lines = remains.map(({ table, id, name }) => `${table} ${id}${name === undefined ? "" : ` ${name}`}`);
      print(chosen, remains, remains.length === 0 ? "empty" : lines.join("\n"));
      if (remains.length > 0) process.exitCode = 1;
    });

  onCloud(program, "journal", "every request, who sent it and what it changed")
    .option("--json")
    .option("--operation <name>", "e.g. baremetal.CreateServer")
    .option("--kind <kind>", "api, s3, ssh, refused or server")
    .option("--status <code>", "HTTP status of the answer", Number)
    .option("--since <moment>", "RFC 3339, or a journal number")
    .action(async (chosen: Chosen & JournalFilter) => {
      const { operation, kind, status, since } = chosen;
      const entries = await controlOf(chosen).journal({ operation, kind, status, since });
      print(chosen, entries, entries.map(show.showJournalEntry).join("\n"));
    });

  onCloud(program, "reset", "empty the account; same ids and credentials as at its first start").action(
    async (chosen: Chosen) => {
      await controlOf(chosen).reset();
      console.log("the account is empty");
    },
  );

  onCloud(program, "snapshot", "keep the account under a name; without one, list them")
    .argument("[name]")
    .action(async (name: string | undefined, chosen: Chosen) => {
      if (name === undefined) return console.log((await controlOf(chosen).snapshots()).join("\n"));
      await controlOf(chosen).snapshot(name);
      console.log(`kept as ${name}`);
    });

  onCloud(program, "restore", "put a snapshot in the account's place")
    .argument("<name>")
    .action(async (name: string, chosen: Chosen) => {
      await controlOf(chosen).restore(name);
      console.log(`the account is as it was at ${name}`);
    });
}
