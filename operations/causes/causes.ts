import type { Cause } from "./cause";
import { CONNECTION_CAUSES } from "./connection";
import { OPENNEBULA_CAUSES } from "./opennebula";
import { PACKAGE_CAUSES } from "./packages";
import { SERVER_CAUSES } from "./server";

/** Said exactly, and inside of what other rows look for as well. */
const FIRST = ["Host key changed", "Name does not resolve"];

/** Of Ansible's failures, in the order in which they are tried: what is named exactly comes before what is meant by many words. */
export const PLAYBOOK_CAUSES: readonly Cause[] = [
  ...CONNECTION_CAUSES.filter(({ name }) => FIRST.includes(name)),
  ...PACKAGE_CAUSES,
  ...SERVER_CAUSES,
  ...OPENNEBULA_CAUSES,
  ...CONNECTION_CAUSES.filter(({ name }) => !FIRST.includes(name)),
];

/** Of Ansible's failures: {@link PLAYBOOK_CAUSES}; of cdktf's and Terraform's: TERRAFORM_CAUSES. */
export function likelyCause(causes: readonly Cause[], said: string): Cause | undefined {
  return causes.find(({ says }) => says.test(said));
}

/** Lines under a failure. */
export function causeLines({ because, fix }: Cause, host: string | undefined): readonly string[] {
  const plain = (text: string) => text.replaceAll("`", "").replaceAll("<host>", host ?? "<host>");
  return [`Likely cause: ${plain(because)}`, `-> ${plain(fix)}`];
}
