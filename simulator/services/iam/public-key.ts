// SSH public keys as IAM keeps them: without the comment, with the MD5 fingerprint that `ssh-keygen -l -E md5` prints
// (cassette ssh-key-basic: "256 MD5:6b:cd:… (ssh-ed25519)"). Supported kinds: field comment of CreateSSHKeyRequest.public_key
// in scaleway-sdk-go api/iam/v1alpha1; layout of the keys: RFC 4253 section 6.6, RFC 5656 section 3.1, RFC 8709 section 4.
import { createHash } from "node:crypto";

export interface PublicKey {
  /** `<kind> <base64>`, without a comment. */
  readonly text: string;
  /** `<bits> MD5:<hex pairs> (<kind>)`. */
  readonly fingerprint: string;
}

const CURVE_BITS: Readonly<Record<string, number>> = {
  "ecdsa-sha2-nistp256": 256,
  "ecdsa-sha2-nistp384": 384,
  "ecdsa-sha2-nistp521": 521,
};

/** The key in one line of OpenSSH's format, or undefined when it is none, is cut short, or says one kind and holds another. */
export function parsePublicKey(line: string): PublicKey | undefined {
  if (/[\r\n]/.test(line)) return undefined;
  const [kind = "", base64 = ""] = line.trim().split(/[ \t]+/);
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  const blob = Buffer.from(base64, "base64");
  const fields = splitFields(blob);
  if (fields?.[0]?.toString("latin1") !== kind) return undefined;
  const bits = countBits(kind, fields);
  if (bits === undefined) return undefined;
  const md5 = createHash("md5").update(blob).digest("hex").match(/../g)!.join(":");
  return { text: `${kind} ${base64}`, fingerprint: `${bits} MD5:${md5} (${kind})` };
}

/** A key is a row of fields, each led by its length in four bytes. */
function splitFields(blob: Buffer): Buffer[] | undefined {
  const fields: Buffer[] = [];
  for (let at = 0; at < blob.length; ) {
    if (at + 4 > blob.length) return undefined;
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) return undefined;
    fields.push(blob.subarray(at + 4, end));
    at = end;
  }
  return fields;
}

function countBits(kind: string, fields: readonly Buffer[]): number | undefined {
  const [, first, second] = fields;
  if (kind === "ssh-ed25519") return fields.length === 2 && first?.length === 32 ? 256 : undefined;
  if (kind === "ssh-rsa") return fields.length === 3 && second ? bitLength(second) : undefined;
  if (kind === "ssh-dss") return fields.length === 5 && first ? bitLength(first) : undefined;
  const bits = CURVE_BITS[kind];
  const isPoint = bits !== undefined && second?.length === 1 + 2 * Math.ceil(bits / 8) && second[0] === 4;
  return fields.length === 3 && isPoint && `ecdsa-sha2-${first?.toString("latin1")}` === kind ? bits : undefined;
}

function bitLength(number: Buffer): number {
  return BigInt(`0x${number.toString("hex") || "0"}`).toString(2).length;
}
