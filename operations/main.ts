import { Command } from "commander";
import { EXIT_CODES } from "../config/exit-codes";
import { DeploymentFileError } from "../config/problems";
import { adoptDeployment } from "./adopt";
import { deployDemo, destroyDemo, diffDemo } from "./demo";
import { chosenDeployment, requireSecrets } from "./deployment";
import { destroyDeployment } from "./destroy";
import { diagnose } from "./diagnose";
import { printDiff } from "./diff";
import { deployInfrastructure } from "./infra";
import { logInToServer, remoteCommand } from "./login";
import { OperationProblem } from "./operation-problem";
import { printOutputs } from "./outputs";
import { checkRehearsal, deployRehearsal, destroyRehearsal, diffRehearsal, logInToRehearsal } from "./rehearsal";
import { enterRehearsedCloud } from "./rehearsed-clouds";
import { type ReviewOptions, review } from "./review/review";
import { recordRuns } from "./run-record";
import { showStatus } from "./status/status";
import { unlock } from "./unlock";

/** Progress goes to stderr, results to stdout. */
const say = (line: string) => process.stderr.write(`${line}\n`);

const program = new Command("operations").description("What make calls; see make help and docs/");

program.command("infra").action(async () => {
  const deployment = chosenDeployment();
  requireSecrets();
  recordRuns(deployment, await deployInfrastructure(deployment, say));
  say("");
  await printOutputs(deployment, false);
});
program.command("diff").action(async () => {
  const deployment = chosenDeployment();
  requireSecrets();
  await printDiff(deployment, say);
});
program.command("outputs").action(async () => printOutputs(chosenDeployment(), Boolean(process.env.JSON)));
program.command("destroy").action(async () => {
  const deployment = chosenDeployment();
  requireSecrets();
  await destroyDeployment(deployment, process.env.CONFIRM, say);
});
program.command("adopt").action(async () => {
  const deployment = chosenDeployment();
  requireSecrets();
  await adoptDeployment(deployment, say);
});
program.command("unlock").action(async () => {
  const deployment = chosenDeployment();
  requireSecrets();
  await unlock(deployment, process.env.CONFIRM);
});
program.command("diagnose").action(async () => {
  const deployment = chosenDeployment();
  requireSecrets();
  process.exitCode = await diagnose(deployment, Boolean(process.env.JSON), say);
});
program.command("status").action(async () => {
  const deployment = chosenDeployment();
  enterRehearsedCloud(deployment.config.name);
  process.exitCode = await showStatus(deployment, Boolean(process.env.JSON), say);
});
program
  .command("ssh")
  .argument("[command...]", "run there instead of a shell; after --")
  .action((command: string[]) => {
    process.exitCode = logInToServer(chosenDeployment(), process.env.HOST ?? "", remoteCommand(command));
  });
program.command("demo").action(() => deployDemo(say));
program.command("demo-diff").action(() => diffDemo());
program.command("demo-destroy").action(() => destroyDemo(say));
program.command("rehearsal").action(() => deployRehearsal(say));
program.command("rehearsal-diff").action(() => diffRehearsal());
program.command("rehearsal-destroy").action(() => destroyRehearsal(say));
program
  .command("rehearsal-ssh")
  .argument("[command...]", "run there instead of a shell; after --")
  .action((command: string[]) => {
    process.exitCode = logInToRehearsal(process.env.HOST ?? "", remoteCommand(command));
  });
program.command("rehearsal-check").action(() => checkRehearsal(say));

program
  .command("review")
  .option("--base <revision>", "deployed first; default: where the head left origin/main, else the commit before")
  .option("--head <revision>", "planned against it; default: the working tree")
  .action((options: ReviewOptions) => review(options, say));

program.parseAsync().catch((error: unknown) => {
  if (error instanceof OperationProblem) {
    say(error.message);
    process.exitCode = error.exitCode;
  } else if (error instanceof DeploymentFileError) {
    say(error.message);
    process.exitCode = EXIT_CODES.usage;
  } else throw error;
});
