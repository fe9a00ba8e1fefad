import path from "node:path";
import { EXIT_CODES } from "../../config/exit-codes";
import { PLACES } from "../places";
import { ToolchainProblem } from "../toolchain-problem";
import { regenerateBinding } from "./regenerate";

/** `npm run bindings`: writes `.gen` anew. */
regenerateBinding(PLACES, path.join(PLACES.repository, ".gen")).then(
  () =>
    console.log(
      "Wrote .gen; the provider's whole schema is in .cache/scaleway-schema.json. `git diff .gen` shows what changed.",
    ),
  (error: unknown) => {
    if (!(error instanceof ToolchainProblem)) throw error;
    console.error(error.message);
    process.exitCode = EXIT_CODES.failed;
  },
);
