import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { frontCertificate } from "../../../simulator/http/certificates";
import { CloudDirectory } from "../../../simulator/store/cloud-directory";

let directory: CloudDirectory;

beforeEach(() => {
  directory = new CloudDirectory(mkdtempSync(join(tmpdir(), "certificates-")));
});
afterEach(() => rmSync(directory.path, { recursive: true, force: true }));

it.each([
  "api.scaleway.com",
  "s3.fr-par.scw.cloud",
  "bucket-of-mine.s3.fr-par.scw.cloud",
  "bucket-of-mine.s3.pl-waw.scw.cloud",
])("vouches for %s by the directory's own CA", async (host) => {
  const front = new X509Certificate((await frontCertificate(directory)).cert);
  const ca = new X509Certificate(readFileSync(directory.caCertificate));
  expect(front.checkHost(host)).toBeDefined();
  expect(front.verify(ca.publicKey)).toBe(true);
  expect([ca.ca, front.ca]).toEqual([true, false]);
});

it.each(["scaleway.com", "console.scaleway.com", "example.com"])("does not vouch for %s", async (host) => {
  expect(new X509Certificate((await frontCertificate(directory)).cert).checkHost(host)).toBeUndefined();
});

it("is made once", async () => {
  expect(await frontCertificate(directory)).toEqual(await frontCertificate(directory));
});

it("is made anew when CA and certificate do not belong together", async () => {
  const first = await frontCertificate(directory);
  const other = new CloudDirectory(mkdtempSync(join(tmpdir(), "certificates-")));
  await frontCertificate(other);
  writeFileSync(directory.caCertificate, readFileSync(other.caCertificate));
  rmSync(other.path, { recursive: true });
  expect((await frontCertificate(directory)).cert).not.toBe(first.cert);
});

it("keeps its keys to their owner", async () => {
  await frontCertificate(directory);
  for (const file of [directory.caKey, directory.frontKey]) expect(statSync(file).mode & 0o777).toBe(0o600);
});
