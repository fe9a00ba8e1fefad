import { DEMO } from "./rehearsed-clouds";

/** Deploys the demo to a simulated Scaleway of its own. */
export function deployDemo(say: (line: string) => void): void {
  say(
    "A simulated Scaleway on loopback stands in for the real one; no account is needed and nothing leaves this machine.",
  );
  DEMO.deploy();
  process.stdout.write(`\n${DEMO.costs()}\n`);
}

/** Shows what deploying again would change. */
export function diffDemo(): void {
  DEMO.diff();
}

/** Takes the demo down and proves by the simulated account that nothing is left. */
export function destroyDemo(say: (line: string) => void): void {
  DEMO.destroy(say);
}
