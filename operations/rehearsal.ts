import { EXIT_CODES } from "../config/exit-codes";
import { describeCloud } from "./cloud-description";
import { table } from "./cloud-text";
import type { Deployment } from "./deployment";
import { OperationProblem } from "./operation-problem";
import { type Check, checkHosts } from "./rehearsal-checks";
import { RehearsedCloud } from "./rehearsed-cloud";
import { logIn, runBySsh, type SshWay, sshArguments } from "./ssh";

const rehearsal = new RehearsedCloud({ name: "rehearsal", servers: "metal" });

/** Deploys the rehearsal to metal servers (QEMU guests), and checks by SSH that they are the cloud that was asked for. */
export function deployRehearsal(say: (line: string) => void): void {
  say("The servers are virtual machines with a real Linux, on a simulated Scaleway; nothing leaves this machine.");
  say("They boot on this machine's CPUs: a first deployment takes some minutes.");
  rehearsal.deploy();
  process.stdout.write(`\n${rehearsal.costs()}\n`);
  rehearsal.run("rehearsal-check");
  process.stdout.write("\nLog in with: make rehearsal-ssh HOST=fe\n");
}

/** Checks the rehearsal's servers, in the environment of its simulated Scaleway. @throws OperationProblem when one is not as deployed */
export async function checkRehearsal(say: (line: string) => void): Promise<void> {
  say("");
  say("Checking the servers by SSH …");
  const { deployment } = rehearsal;
  const { servers } = await describeCloud(deployment);
  const way = wayThere(deployment);
  const checks = checkHosts(servers, (host, command) => runBySsh(way, servers[host]!.publicAddress, command));
  const rows = checks.map(({ what, from, to, passed, found }) => [passed ? "ok" : "FAILED", what, from, to, found]);
  process.stdout.write(`${table(["", "what", "from", "to", "found"], rows).join("\n")}\n`);
  refuseFailed(checks);
}

/** Shows what deploying again would change. */
export function diffRehearsal(): void {
  rehearsal.diff();
}

/** Takes the rehearsal down and proves that nothing is left of it, machines included. */
export function destroyRehearsal(say: (line: string) => void): void {
  rehearsal.destroy(say);
}

/**
 * Logs in to a host with the pinned key, or runs a command there.
 * @returns the exit code of ssh
 */
export function logInToRehearsal(host: string, command: readonly string[]): number {
  rehearsal.require();
  const { deployment } = rehearsal;
  return logIn({ target: deployment, host, command, way: wayThere(deployment), typed: "make rehearsal-ssh" });
}

/** Through the simulator, whatever the operator's own ssh is set up for. */
function wayThere(deployment: Deployment): SshWay {
  return (address) => sshArguments(deployment, address, rehearsal.proxyCommand);
}

function refuseFailed(checks: readonly Check[]): void {
  const failed = checks.filter(({ passed }) => !passed);
  if (failed.length === 0) return;
  throw new OperationProblem(
    EXIT_CODES.failed,
    `${failed.length} of ${checks.length} checks failed.`,
    "The cloud is left as it is. Look at the switch with: npm run simulate -- fabric --cloud .simulator/rehearsal",
    "Running make rehearsal again is safe and checks again.",
  );
}
