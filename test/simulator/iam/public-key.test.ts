import { createHash } from "node:crypto";
import { utils } from "ssh2";
import { makeKeyPair } from "../../../simulator/servers/light/image/host-keys";
import { parsePublicKey } from "../../../simulator/services/iam/public-key";
import { SimulatedAccount } from "../account/simulated-account";

const ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICJEoOOgQBLJPs4g/XcPTKT82NywNPpxeuA20FlOPlpO";

const COMMENT = "operator@host";

test("a fingerprint is what the real API answers for the same key", () => {
  expect(parsePublicKey(ED25519)?.fingerprint).toBe(
    "256 MD5:6b:cd:72:8a:ae:45:24:4b:2b:72:f6:d0:6a:8d:16:06 (ssh-ed25519)",
  );
});

test.each([
  ["ed25519", 256, () => makeKeyPair("ed25519", COMMENT)],
  ["rsa", 2048, () => makeKeyPair("rsa", COMMENT)],
  ["ecdsa", 256, () => makeKeyPair("ecdsa", COMMENT)],
  ["ecdsa", 521, () => utils.generateKeyPairSync("ecdsa", { bits: 521, comment: COMMENT })],
])("%s keys of %i bits are read, their comment dropped", (_kind, bits, make) => {
  const pair = make();
  const parsed = utils.parseKey(pair.public);
  if (parsed instanceof Error) throw parsed;
  const key = parsePublicKey(pair.public);
  expect(key?.text).toBe(pair.public.split(" ").slice(0, 2).join(" "));
  const md5 = createHash("md5")
    .update(parsed.getPublicSSH())
    .digest("hex")
    .replace(/..(?=.)/g, "$&:");
  expect(key?.fingerprint).toBe(`${bits} MD5:${md5} (${parsed.type})`);
});

const [, blob = ""] = ED25519.split(" ");

test.each([
  ["nothing", ""],
  ["no base64", "ssh-ed25519 ????"],
  ["a key cut short", `ssh-ed25519 ${blob.slice(0, -8)}`],
  ["another kind than it says", `ssh-rsa ${blob}`],
  [
    "bytes behind the key",
    `ssh-ed25519 ${Buffer.concat([Buffer.from(blob, "base64"), Buffer.alloc(1)]).toString("base64")}`,
  ],
  ["two lines", `${ED25519}\n${ED25519}`],
  ["a private key", "-----BEGIN OPENSSH PRIVATE KEY-----"],
  ["a kind of key that Scaleway does not take", ED25519.replace("ssh-ed25519", "sk-ssh-ed25519@openssh.com")],
])("%s is no public key", (_, text) => {
  expect(parsePublicKey(text)).toBeUndefined();
  const account = new SimulatedAccount();
  const body = { name: "key", public_key: text, project_id: account.owner.defaultProjectId };
  const answer = account.call("POST", "/iam/v1alpha1/ssh-keys", body);
  expect(answer).toMatchObject({ status: 400, body: { details: [{ argument_name: "public_key" }] } });
});

test("a key for a project that does not exist is refused", () => {
  const body = { name: "key", public_key: ED25519, project_id: "0a000000-0000-4000-8000-000000000009" };
  const answer = new SimulatedAccount().call("POST", "/iam/v1alpha1/ssh-keys", body);
  expect(answer).toMatchObject({ status: 403, body: { details: [{ resource: "ssh_key", action: "write" }] } });
});
