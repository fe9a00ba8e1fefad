import { EXIT_CODES } from "../../config/exit-codes";
import { PLACES } from "../places";
import { ToolchainProblem } from "../toolchain-problem";
import { prepareMetal } from "./prepare";

const say = (line: string) => console.error(line);

/** `npm run toolchain:metal`. */
async function main(): Promise<void> {
  const { kvm } = await prepareMetal(PLACES, say);
  say(`Guests run ${kvm.usable ? "on KVM" : "in an emulated processor"}: ${kvm.reason}.`);
}

main().catch((error: unknown) => {
  if (!(error instanceof ToolchainProblem)) throw error;
  say(error.message);
  process.exitCode = EXIT_CODES.failed;
});
