import { EXIT_CODES } from "../config/exit-codes";
import { describeCloud } from "./cloud-description";
import { table } from "./cloud-text";
import type { Deployment } from "./deployment";
import { inventoryHosts } from "./inventory";
import { OperationProblem } from "./operation-problem";
import { type Check, checkHosts } from "./rehearsal-checks";
import { REHEARSAL } from "./rehearsed-clouds";
import { logIn, runBySsh, type SshWay, sshArguments } from "./ssh";
import { layDownOpenNebula } from "./stand-in-opennebula";

/** Deploys the rehearsal to metal servers (QEMU guests), and checks by SSH that they are the cloud that was asked for. */
export async function deployRehearsal(say: (line: string) => void): Promise<void> {
  say("The servers are virtual machines with a real Linux, on a simulated Scaleway; nothing leaves this machine.");
  say("They boot on this machine's CPUs: a first deployment takes some minutes.");
  REHEARSAL.deploy();
  process.stdout.write(`\n${REHEARSAL.costs()}\n`);
  REHEARSAL.run("rehearsal-check");
  say(
    "OpenNebula is not installed here: what its Flexible-IP driver needs of it is stood in for (simulator/opennebula).",
  );
  await standInForOpenNebula();
  process.stdout.write(
    "\nLog in with: make rehearsal-ssh HOST=fe\nFlexible IPs:  make specifics DEPLOYMENT=rehearsal\n",
  );
}

/** Checks the rehearsal's servers, in the environment of its simulated Scaleway. @throws OperationProblem when one is not as deployed */
export async function checkRehearsal(say: (line: string) => void): Promise<void> {
  say("");
  say("Checking the servers by SSH …");
  const { deployment } = REHEARSAL;
  const { servers } = await describeCloud(deployment);
  const way = wayThere(deployment);
  const checks = checkHosts(servers, (host, command) => runBySsh(way, servers[host]!.publicAddress, command));
  const rows = checks.map(({ what, from, to, passed, found }) => [passed ? "ok" : "FAILED", what, from, to, found]);
  process.stdout.write(`${table(["", "what", "from", "to", "found"], rows).join("\n")}\n`);
  refuseFailed(checks);
}

/** Shows what deploying again would change. */
export function diffRehearsal(): void {
  REHEARSAL.diff();
}

/** Takes the rehearsal down and proves that nothing is left of it, machines included. */
export function destroyRehearsal(say: (line: string) => void): void {
  REHEARSAL.destroy(say);
}

/**
 * Logs in to a host with the pinned key, or runs a command there.
 * @returns the exit code of ssh
 */
export function logInToRehearsal(host: string, command: readonly string[]): number {
  REHEARSAL.require();
  const { deployment } = REHEARSAL;
  return logIn({ target: deployment, host, command, way: wayThere(deployment), typed: "make rehearsal-ssh" });
}

function standInForOpenNebula(): Promise<void> {
  const { deployment } = REHEARSAL;
  const hosts = new Map(inventoryHosts(deployment.inventoryFolder).map((host) => [host.name, host.publicAddress]));
  return layDownOpenNebula(deployment.inventoryFolder, (host, command, input) =>
    runBySsh(wayThere(deployment), hosts.get(host)!, command, input),
  );
}

/** Through the simulator, whatever the operator's own ssh is set up for. */
function wayThere(deployment: Deployment): SshWay {
  return (address) => sshArguments(deployment, address, REHEARSAL.proxyCommand);
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
