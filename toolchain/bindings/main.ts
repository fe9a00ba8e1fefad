import path from "node:path";
import { EXIT_CODES } from "../../config/exit-codes";
import { PLACES } from "../places";
import { ToolchainProblem } from "../toolchain-problem";
import { regenerateBinding } from "./regenerate";

/** `npm run bindings`: writes `.gen` anew. */
regenerateBinding(PLACES, path.join(PLACES.repository, ".gen")).catch((error: unknown) => {
  if (!(error instanceof ToolchainProblem)) throw error;
  console.error(error.message);
  process.exitCode = EXIT_CODES.failed;
});
