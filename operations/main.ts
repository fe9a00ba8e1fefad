import { Command } from "commander";
import { EXIT_CODES } from "../config/exit-codes";
import { DeploymentFileError } from "../config/problems";
import { chosenDeployment, requireSecrets } from "./deployment";
import { deployInfrastructure } from "./infra";
import { OperationProblem } from "./operation-problem";

/** Progress goes to stderr, results to stdout. */
const say = (line: string) => process.stderr.write(`${line}\n`);

const program = new Command("operations").description("What make calls; see make help and docs/");

program.command("infra").action(async () => {
  const deployment = chosenDeployment();
  requireSecrets();
  await deployInfrastructure(deployment, say);
});

program.parseAsync().catch((error: unknown) => {
  if (error instanceof OperationProblem) {
    say(error.message);
    process.exitCode = error.exitCode;
  } else if (error instanceof DeploymentFileError) {
    say(error.message);
    process.exitCode = EXIT_CODES.usage;
  } else throw error;
});
