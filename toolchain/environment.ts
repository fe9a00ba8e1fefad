import fs from "node:fs";
import type { Places } from "./places";

/** Variables by name, e.g. `TF_CLI_CONFIG_FILE`. */
export type Environment = Readonly<Record<string, string>>;

/** Written as shell commands, because env.sh sources the file. */
export function writeEnvironment(places: Places, environment: Environment): void {
  const lines = Object.entries(environment).map(
    ([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`,
  );
  fs.mkdirSync(places.cache, { recursive: true });
  fs.writeFileSync(places.environment, lines.join(""));
}

/**
 * What Terraform and CDKTF need on this machine, as the last `make toolchain` found it.
 *
 * @returns undefined when it has not run here
 */
export function readEnvironment(places: Places): Environment | undefined {
  if (!fs.existsSync(places.environment)) return undefined;
  const lines = fs.readFileSync(places.environment, "utf8").matchAll(/^export (\w+)='(.*)'$/gm);
  return Object.fromEntries([...lines].map(([, name, value]) => [name, value!.replaceAll(`'\\''`, "'")]));
}
