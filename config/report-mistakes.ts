import { EXIT_CODES } from "./exit-codes";
import { DeploymentFileError } from "./problems";

/**
 * Runs `work`; an operator's mistake is printed on stderr without stack trace and ends the process with exit code 64. Every other
 * error is a defect and keeps its stack trace.
 */
export function reportMistakes(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof DeploymentFileError)) {
      throw error;
    }
    process.stderr.write(`${error.message}\n`);
    process.exitCode = EXIT_CODES.usage;
  }
}
