import { RehearsedCloud } from "./rehearsed-cloud";

const demo = new RehearsedCloud({ name: "demo", servers: "light" });

/** Deploys the demo to a simulated Scaleway of its own. */
export function deployDemo(say: (line: string) => void): void {
  say(
    "A simulated Scaleway on loopback stands in for the real one; no account is needed and nothing leaves this machine.",
  );
  demo.deploy();
  process.stdout.write(`\n${demo.costs()}\n`);
}

/** Shows what deploying again would change. */
export function diffDemo(): void {
  demo.diff();
}

/** Takes the demo down and proves by the simulated account that nothing is left. */
export function destroyDemo(say: (line: string) => void): void {
  demo.destroy(say);
}
