// The secrets of a deployment: where they come from and what they must look like. One table serves the check before anything runs
// and the validation inside Terraform, so that the two cannot disagree.
import type { Environment } from "./environment";
import type { Problem } from "./problems";

interface Secret {
  /** Environment variable, as `.secret` exports it. */
  readonly environmentName: string;
  /** Terraform variable; env.sh passes the value on as `TF_VAR_<name>`. */
  readonly name: string;
  readonly description: string;
  /** Ends the sentence "expected …". */
  readonly expected: string;
  /** A regular expression that JavaScript and Terraform (RE2) read alike, without quotes or backslashes. */
  readonly pattern: string;
  readonly refused: readonly string[];
}

const UUID = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$";

const SECRETS: readonly Secret[] = [
  {
    // Forms of keys and ids: package validation of scaleway-sdk-go, which the provider asks when it is configured.
    environmentName: "SCW_ACCESS_KEY",
    name: "scw_access_key",
    description: "Access key of the Scaleway API key.",
    expected: "SCW and 17 upper-case letters or digits",
    pattern: "^SCW[A-Z0-9]{17}$",
    refused: [],
  },
  {
    environmentName: "SCW_SECRET_KEY",
    name: "scw_secret_key",
    description: "Secret key of the Scaleway API key.",
    expected: "a UUID",
    pattern: UUID,
    refused: [],
  },
  {
    environmentName: "SCW_DEFAULT_ORGANIZATION_ID",
    name: "scw_organization_id",
    description: "Scaleway organization that the project is made in.",
    expected: "a UUID",
    pattern: UUID,
    refused: [],
  },
  {
    // oned takes the first line of one_auth and refuses white space (User::INVALID_PASS_CHARS); the deployment's precheck refuses
    // the two trivial words. Outside visible ASCII, XML-RPC clients and terminals do not agree on the bytes.
    environmentName: "ONE_PASSWORD",
    name: "one_password",
    description: "Password of OpenNebula's user oneadmin.",
    expected:
      "1 to 256 visible ASCII characters without blank or line break, not opennebula or password: OpenNebula cannot hold others",
    pattern: "^[!-~]{1,256}$",
    refused: ["opennebula", "password"],
  },
];

/**
 * The Terraform variable that carries the validation of the secrets. A failing validation prints the value of the variable that it
 * belongs to, sensitive or not (Terraform 1.11, OpenTofu 1.12; opentofu#2219), so no secret may have one itself. Other variables
 * in the condition stay hidden; conditions may refer to them since Terraform and OpenTofu 1.9.
 *
 * The provider's configuration must depend on this variable: otherwise the provider starts beside the failing validation and
 * prints a malformed key itself ("invalid secret key format '…'").
 */
export const SECRETS_GUARD = {
  name: "secrets_usable",
  type: "bool",
  default: true,
  description: "Not to be set: its validation refuses missing or unusable secrets.",
} as const;

/** A Terraform variable for a secret: a sensitive string with default "" and no validation of its own. */
export interface SecretVariable {
  readonly name: string;
  readonly environmentName: string;
  readonly description: string;
  /** Terraform expression without `${}`, true for a usable value. */
  readonly condition: string;
  /** The same as a validation of the guard needs it. */
  readonly guardCondition: string;
  /** Names the variable to set, never its value. */
  readonly errorMessage: string;
}

export const secretVariables: readonly SecretVariable[] = SECRETS.map((secret) => {
  const variable = `var.${secret.name}`;
  const refused = secret.refused.map((value) => ` && ${variable} != "${value}"`).join("");
  const condition = `can(regex("${secret.pattern}", ${variable}))${refused}`;
  return {
    name: secret.name,
    environmentName: secret.environmentName,
    description: secret.description,
    condition,
    // A validation must mention its own variable.
    guardCondition: `var.${SECRETS_GUARD.name} && ${condition}`,
    errorMessage: `${secret.environmentName} is missing or unusable: expected ${secret.expected}. Set it in .secret and run: source .secret.`,
  };
});

function whatIsWrong(value: string): string {
  if (value === "") {
    return "nothing";
  }
  if (/[\n\r]/.test(value)) {
    return "a value with a line break";
  }
  if (/\s/.test(value)) {
    return "a value with blanks";
  }
  return "a value of another form";
}

/** Missing or unusable secrets, by name; their values are not shown. */
export function checkSecrets(environment: Environment = process.env): Problem[] {
  return SECRETS.flatMap((secret) => {
    const value = environment[secret.environmentName] ?? "";
    if (new RegExp(secret.pattern).test(value) && !secret.refused.includes(value)) {
      return [];
    }
    return [
      {
        file: "environment",
        field: secret.environmentName,
        expected: secret.expected,
        found: whatIsWrong(value),
        fix: `set ${secret.environmentName} in .secret and run: source .secret`,
      },
    ];
  });
}
