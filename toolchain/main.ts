import { EXIT_CODES } from "../config/exit-codes";
import { PLACES } from "./places";
import { prepare } from "./prepare";
import type { ProviderSource } from "./providers/provide-providers";
import { ToolchainProblem } from "./toolchain-problem";

/** On stderr, so that commands which answer in JSON may call this first. */
const say = (line: string) => console.error(line);

/** `npm run toolchain`: TOOLCHAIN_PROVIDERS=registry|build decides what is otherwise found out. */
async function main(): Promise<void> {
  const source = process.env.TOOLCHAIN_PROVIDERS || "ask";
  if (!["ask", "registry", "build"].includes(source))
    throw new ToolchainProblem(`TOOLCHAIN_PROVIDERS is ${source}; it may be registry, build, or unset.`);
  const deployments = ["demo", process.env.DEPLOYMENT || "demo"];
  await prepare(PLACES, deployments, source as ProviderSource, say);
}

main().catch((error: unknown) => {
  if (!(error instanceof ToolchainProblem)) throw error;
  say(error.message);
  process.exitCode = EXIT_CODES.failed;
});
