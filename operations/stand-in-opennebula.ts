// Where OpenNebula cannot be installed, `make specifics` meets what stands in for it on the servers: simulator/opennebula.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT_CODES } from "../config/exit-codes";
import { inventoryHosts } from "./inventory";
import { OperationProblem } from "./operation-problem";

const FILES = join(__dirname, "../simulator/opennebula");

type Answer = { readonly status: number | null; readonly output: string };

/** Runs a command on a host with this text as its standard input. */
export type RunWithInput = (host: string, command: string, input: string) => Answer | Promise<Answer>;

/**
 * Gives every server of an inventory what the Flexible-IP driver needs of OpenNebula: the user oneadmin who reaches all servers, the
 * folders of the hooks, `oned.conf`, and the commands that the role calls. Again is safe, and changes nothing. A cloud with OpenNebula
 * itself is left alone.
 * @throws OperationProblem when a server cannot take it
 */
export async function layDownOpenNebula(inventoryFolder: string, run: RunWithInput): Promise<void> {
  const hosts = inventoryHosts(inventoryFolder);
  const frontEnd = hosts.find(({ isFrontEnd }) => isFrontEnd)!;
  const said = await layDown(run, frontEnd.name, "front-end", {
    ...filesToLayDown(),
    hosts: hosts.map(({ privateAddress }) => `${privateAddress}\n`).join(""),
    known_hosts: readFileSync(join(inventoryFolder, "known_hosts"), "utf8"),
  });
  const publicKey = said.split("\n").at(-1)!;
  if (publicKey === "") return;
  const script = { "lay-down.sh": filesToLayDown()["lay-down.sh"]!, "public-key": `${publicKey}\n` };
  await Promise.all(hosts.map(({ name }) => layDown(run, name, "node", script)));
}

function filesToLayDown(): Record<string, string> {
  const names = readdirSync(FILES).filter((name) => name !== "README.md");
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(FILES, name), "utf8")]));
}

/** @returns what the script said */
async function layDown(
  run: RunWithInput,
  host: string,
  role: string,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const { status, output } = await run(host, "sudo sh -s", scriptWith(files, `sh lay-down.sh ${role} < /dev/null`));
  if (status === 0) return output.trim();
  throw new OperationProblem(
    EXIT_CODES.failed,
    `What stands in for OpenNebula could not be put onto ${host}:`,
    output.trim(),
    "Nothing else was changed; running again is safe.",
  );
}

/** A shell script that carries files with it and runs a command beside them. */
function scriptWith(files: Readonly<Record<string, string>>, command: string): string {
  const parts = Object.entries(files).map(
    ([name, text]) => `base64 -d > ${name} <<'END'\n${Buffer.from(text).toString("base64")}\nEND\n`,
  );
  return `set -eu\nfolder=$(mktemp -d)\ntrap 'rm -rf "$folder"' EXIT\ncd "$folder"\n${parts.join("")}${command}\n`;
}
