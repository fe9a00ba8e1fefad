// Plays scenarios and keeps the table: what was asked of Scaleway, how long the hooks took, how it ended.

import type { HookResult } from "./hook-node";
import type { House } from "./house";

export interface Play {
  /** Of all hooks, in the order in which they were given. */
  readonly results: readonly HookResult[];
  readonly codes: readonly (number | null)[];
  /** `Get 200`, `Attach 412`, … */
  readonly calls: readonly string[];
  readonly said: string;
}

interface Row {
  readonly scenario: string;
  readonly calls: readonly string[];
  readonly seconds: number;
  readonly outcome: string;
}

export class ScenarioTable {
  private readonly rows: Row[] = [];

  constructor(private readonly house: House) {}

  /** @param steps run one after the other; a step may answer several results, of hooks that ran at once */
  async play(
    scenario: string,
    outcome: string,
    ...steps: readonly (() => Promise<HookResult | readonly HookResult[]>)[]
  ): Promise<Play> {
    const from = await this.house.now();
    const began = performance.now();
    const results: HookResult[] = [];
    for (const step of steps) results.push(...[await step()].flat());
    const seconds = (performance.now() - began) / 1000;
    const entries = await this.house.callsSince(from);
    const calls = entries.map(
      ({ operation, status }) =>
        `${operation!.replace(/^flexible-ip\.|FlexibleIPs?$/g, "").replace("FlexibleIP", "")} ${status ?? "none"}`,
    );
    this.rows.push({ scenario, calls, seconds, outcome });
    const said = results.map(({ stdout, stderr }) => stdout + stderr).join("");
    return { results, codes: results.map(({ code }) => code), calls, said };
  }

  toString(): string {
    const count = (calls: readonly string[], pattern: RegExp) => calls.filter((call) => pattern.test(call)).length;
    const lines = this.rows.map(({ scenario, calls, seconds, outcome }) => [
      scenario.padEnd(58),
      String(count(calls, /^(Get|List)/)).padStart(5),
      String(count(calls, /^(Attach|Detach)/)).padStart(6),
      seconds.toFixed(1).padStart(7),
      ` ${outcome}`,
    ]);
    const head = ["scenario".padEnd(58), "reads", "writes", "seconds", " outcome"];
    return [head, ...lines].map((cells) => cells.join(" ")).join("\n");
  }
}
