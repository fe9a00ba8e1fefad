import { type Checked, checkText } from "../../config/check";
import type { DeploymentConfig } from "../../config/deployment-config";
import type { Problem } from "../../config/problems";

export const FILE = "deployments/test.yaml";

/** The three required fields, on lines 1 to 3. */
export const REQUIRED = "project: cloud\nregion: fr-par\nzone: fr-par-2\n";

export function check(text: string): Checked {
  return checkText("test", text, FILE);
}

/** The mistakes of the required fields (lines 1 to 3) followed by `rest`, which begins on line 4. */
export function problemsOf(rest: string, required = REQUIRED): readonly Problem[] {
  const checked = check(required + rest);
  return "problems" in checked ? checked.problems : [];
}

export function configOf(rest: string): DeploymentConfig {
  const checked = check(REQUIRED + rest);
  if ("problems" in checked) {
    throw new Error(`expected a right file, got ${JSON.stringify(checked.problems)}`);
  }
  return checked.config;
}
