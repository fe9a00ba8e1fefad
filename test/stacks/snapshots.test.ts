import { STACKS } from "../../operations/deployment";
import { deploymentFile, synthesize } from "../helpers/synthesize";

// The review artefact: what a change of the code makes of each stack. Claims about behaviour stand in the files beside this one.
const stacks = synthesize(deploymentFile(), "prod");

test.each(STACKS)("stack %s", (stack) => {
  expect(stacks[stack]).toMatchSnapshot();
});
