import type { Command } from "commander";
import { type Chosen, controlOf, onCloud, print } from "./on-cloud";
import * as show from "./show";

export function addClockCommands(program: Command): void {
  const clock = program.command("clock").description("simulated time");

  onCloud(clock, "show", "how it goes and where it stands")
    .option("--json")
    .action(async (chosen: Chosen) => {
      const view = await controlOf(chosen).clock();
      print(chosen, view, show.showClock(view));
    });

  onCloud(clock, "set", "instant, scaled or stepped")
    .argument("<kind>")
    .option("--factor <n>", "simulated seconds per second, for scaled", Number)
    .action(async (kind: "instant" | "scaled" | "stepped", chosen: Chosen & { factor?: number }) => {
      console.log(show.showClock(await controlOf(chosen).setClock(kind, chosen.factor)));
    });

  onCloud(clock, "advance", "move it forward")
    .argument("<seconds>")
    .action(async (seconds: string, chosen: Chosen) => {
      console.log(show.showClock(await controlOf(chosen).advance(Number(seconds))));
    });
}
