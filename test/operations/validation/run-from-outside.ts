// A process of its own that validates the project in its first argument, for tests that interrupt it.

import { runPlaybook } from "../../../operations/ansible";
import { runValidation } from "../../../operations/validation/run";

const [projectFolder] = process.argv.slice(2) as [string];
const place = { projectFolder, deployment: "demo" };

runValidation({
  ...place,
  only: "test_vm",
  say: (line) => console.log(line),
  suiteOutput: projectFolder,
  play: (run) => runPlaybook({ ...place, playbook: "validation", ...run }),
}).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
