// The front speaks TLS with a certificate of this cloud's own CA. Go, Node, curl and Python are pointed at `ca.pem`; no
// system trust store is touched.
import { webcrypto, X509Certificate } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { CloudDirectory } from "../store/cloud-directory";
import { CERTIFICATE_NAMES } from "./product-hosts";

const DAY_MS = 24 * 3600 * 1000;
const CA_DAYS = 3650;
/** What Apple and browsers accept at most of a certificate from a private CA. */
const FRONT_DAYS = 825;
const RENEW_BEFORE_DAYS = 30;

export interface FrontCertificate {
  /** PEM */
  readonly cert: string;
  /** PEM */
  readonly key: string;
}

/** The front's certificate, made at the first start of a cloud directory together with its CA, and again before it expires. */
export async function frontCertificate(directory: CloudDirectory): Promise<FrontCertificate> {
  if (!isUsable(directory)) await issue(directory);
  return { cert: readFileSync(directory.frontCertificate, "utf8"), key: readFileSync(directory.frontKey, "utf8") };
}

function isUsable(directory: CloudDirectory): boolean {
  const files = [directory.caCertificate, directory.caKey, directory.frontCertificate, directory.frontKey];
  if (!files.every((file) => existsSync(file))) return false;
  const front = new X509Certificate(readFileSync(directory.frontCertificate));
  const ca = new X509Certificate(readFileSync(directory.caCertificate));
  const renewFrom = Date.now() + RENEW_BEFORE_DAYS * DAY_MS;
  const names = CERTIFICATE_NAMES.map((name) => `DNS:${name}`).join(", ");
  return (
    Date.parse(front.validTo) > renewFrom &&
    Date.parse(ca.validTo) > renewFrom &&
    front.subjectAltName === names &&
    front.verify(ca.publicKey)
  );
}

async function issue(directory: CloudDirectory): Promise<void> {
  // Loaded on demand: only the first start of a directory makes certificates, and every start should be quick.
  await import("reflect-metadata");
  const x509 = await import("@peculiar/x509");
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const newKeys = () => webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const pemOf = async (key: webcrypto.CryptoKey) =>
    x509.PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY");
  const validFor = (days: number) => ({
    // A day of grace for machines whose clocks disagree.
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + days * DAY_MS),
  });

  const caKeys = await newKeys();
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=Simulated Scaleway on this machine",
    keys: caKeys,
    signingAlgorithm: algorithm,
    ...validFor(CA_DAYS),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const frontKeys = await newKeys();
  const front = await x509.X509CertificateGenerator.create({
    subject: `CN=${CERTIFICATE_NAMES[0]}`,
    issuer: ca.subject,
    publicKey: frontKeys.publicKey,
    signingKey: caKeys.privateKey,
    signingAlgorithm: algorithm,
    ...validFor(FRONT_DAYS),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(CERTIFICATE_NAMES.map((value) => ({ type: "dns" as const, value }))),
      await x509.AuthorityKeyIdentifierExtension.create(ca),
    ],
  });
  write(directory.caKey, await pemOf(caKeys.privateKey));
  write(directory.caCertificate, ca.toString("pem"));
  write(directory.frontKey, await pemOf(frontKeys.privateKey));
  write(directory.frontCertificate, front.toString("pem"));
}

function write(path: string, pem: string): void {
  writeFileSync(path, `${pem.trimEnd()}\n`, { mode: 0o600 });
}
