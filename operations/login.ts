import type { Deployment } from "./deployment";
import { RehearsedCloud } from "./rehearsed-cloud";
import { logIn, operatorsSshArguments, type SshWay, sshArguments } from "./ssh";

/**
 * Logs in to a server of the deployment, or runs a command there. A deployment that was rehearsed here is on its simulated Scaleway:
 * its addresses belong to strangers everywhere else.
 * @returns the exit code of ssh
 */
export function logInToServer(deployment: Deployment, host: string, command: readonly string[]): number {
  const cloud = new RehearsedCloud({ name: deployment.config.name, servers: "metal" });
  const isLedThere = process.env.ANSIBLE_SSH_EXTRA_ARGS !== undefined;
  const way: SshWay = (address) =>
    cloud.exists && !isLedThere
      ? sshArguments(deployment, address, cloud.proxyCommand)
      : operatorsSshArguments(deployment, address);
  return logIn({ target: deployment, host, command, way, typed: "make ssh" });
}

/** What is to run there: the words after `--`, or COMMAND; none: a shell. */
export function remoteCommand(words: readonly string[], environment = process.env): readonly string[] {
  if (words.length > 0) return words;
  return environment.COMMAND ? [environment.COMMAND] : [];
}
