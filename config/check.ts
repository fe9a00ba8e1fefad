// From the bytes of a deployment file to a deployment, or to everything that is wrong with it. No disk, no environment.
import { isUtf8 } from "node:buffer";
import type { DeploymentConfig } from "./deployment-config";
import { Draft } from "./draft";
import { hostsOf } from "./hosts";
import type { Problem } from "./problems";
import { RULES } from "./rules";
import { bucketNameOf } from "./scaleway-limits";
import type { DeploymentDocument } from "./schema";
import { YamlDocument } from "./yaml-document";

/** A file with a thousand named workers is half as large. */
const MAX_BYTES = 64 * 1024;

/** A deployment file that was read, or all that is wrong with it. */
export type Checked = { readonly config: DeploymentConfig } | { readonly problems: readonly Problem[] };

/** A problem of a file as a whole. */
export function fileProblem(file: string, expected: string, found: string, fix: string): Problem {
  return { file, field: "", expected, found, fix };
}

/** Checks the content of a deployment file; `file` is what problems call it, `name` becomes the deployment's name. */
export function checkBytes(name: string, bytes: Uint8Array, file: string): Checked {
  if (bytes.length > MAX_BYTES) {
    const found = `${bytes.length} bytes`;
    return {
      problems: [fileProblem(file, `at most ${MAX_BYTES} bytes`, found, "compare with deployments/example.yaml")],
    };
  }
  return isUtf8(bytes)
    ? checkText(name, new TextDecoder().decode(bytes), file)
    : { problems: [fileProblem(file, "text in UTF-8", "bytes that are not UTF-8", "save the file as UTF-8")] };
}

/** As `checkBytes`, for a text. */
export function checkText(name: string, text: string, file: string): Checked {
  const { document, problems: yamlProblems } = YamlDocument.parse(text, file);
  if (document === undefined) {
    return { problems: inOrder(yamlProblems) };
  }
  if (!document.isMapping) {
    const [expected, fix] = ["a mapping with project, region and zone", "copy deployments/example.yaml and adapt it"];
    const problem = fileProblem(file, expected, document.describe([]), fix);
    return { problems: [{ ...problem, line: document.lineOf([]) }] };
  }
  const draft = new Draft(document);
  const problems = [...yamlProblems, ...draft.problems, ...RULES.flatMap((rule) => rule.check(draft))];
  if (problems.length > 0 || draft.complete === undefined) {
    return { problems: inOrder(problems) };
  }
  return { config: configOf(name, draft.complete) };
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((one, other) => (one.line ?? 0) - (other.line ?? 0));
}

function configOf(name: string, document: DeploymentDocument): DeploymentConfig {
  const { project, region, zone, network, servers, ssh, flexibleIps, opennebula, disposable } = document;
  return {
    name,
    project,
    region,
    zone,
    bucketName: bucketNameOf(project),
    network: { privateCidr: network.private, vmToVmCidr: network.vmToVm },
    servers: {
      offer: servers.offer,
      os: servers.os,
      subscription: servers.subscription,
      hosts: hostsOf(servers.workers, servers.allowReinstall),
      retire: servers.retire,
    },
    ssh: { user: ssh.user, publicKeyFile: ssh.publicKeyFile },
    flexibleIps,
    opennebula,
    disposable,
  };
}
