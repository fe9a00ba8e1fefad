import { createHash } from "node:crypto";
import type { AuthContext } from "ssh2";
import { type Account, findAccount } from "../disk/accounts";
import type { Disk } from "../disk/disk";
import { type AuthorizedKey, authorizedKeysOf, rootMayLogin } from "./authorized-keys";
import { ssh2 } from "./ssh2";

export type Verdict =
  | { readonly kind: "accepted"; readonly account: Account; readonly key: AuthorizedKey; readonly fingerprint: string }
  /** The client asked whether a key would do; it has not signed yet. */
  | { readonly kind: "usable" }
  | { readonly kind: "refused"; readonly reason: string };

/** Public keys only, as on a freshly installed server; the answer comes from the disk at the moment of the login. */
export function judge(context: AuthContext, disk: Disk): Verdict {
  const refused = (reason: string): Verdict => ({ kind: "refused", reason });
  if (context.method !== "publickey") return refused(`method ${context.method} is not offered`);
  const account = findAccount(disk, context.username);
  if (!account) return refused("no such user");
  if (account.uid === 0 && !rootMayLogin(disk)) return refused("PermitRootLogin no");
  const { keys, problem } = authorizedKeysOf(disk, account);
  if (problem) return refused(problem);
  const key = keys.find((candidate) => candidate.blob.equals(context.key.data));
  if (!key) return refused("the key is not in authorized_keys");
  if (context.signature === undefined || context.blob === undefined) return { kind: "usable" };
  const parsed = ssh2().utils.parseKey(context.key.data);
  if (parsed instanceof Error) return refused(parsed.message);
  const one = Array.isArray(parsed) ? parsed[0]! : parsed;
  // The signature's hash matters for RSA keys (rsa-sha2-256 and -512); the published types lack the parameter's source.
  const { hashAlgo } = context as unknown as { hashAlgo?: string };
  const good = one.verify(context.blob, context.signature, hashAlgo) === true;
  return good
    ? { kind: "accepted", account, key, fingerprint: fingerprintOf(context.key.data) }
    : refused("the signature is wrong");
}

export function fingerprintOf(blob: Buffer): string {
  return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
}
