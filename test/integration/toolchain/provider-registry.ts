import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

const PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"];

/** A provider registry on loopback, with packages signed as the protocol demands; the programs in them do nothing. */
export interface ProviderRegistry {
  /** CLI configuration that makes Terraform take it for its own registry. */
  readonly cliConfig: string;
  /** Paths that were asked for. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/**
 * Registry protocol: https://developer.hashicorp.com/terraform/internals/provider-registry-protocol
 *
 * @param folder empty; takes key, packages and CLI configuration
 * @param versions by `namespace/name`
 */
export async function startProviderRegistry(
  folder: string,
  versions: Readonly<Record<string, string>>,
): Promise<ProviderRegistry> {
  const key = makeSigningKey(path.join(folder, "gnupg"));
  for (const [name, version] of Object.entries(versions)) makeRelease(folder, key.home, name, version);
  const requests: string[] = [];
  const server = http.createServer((request, response) => {
    const url = request.url ?? "";
    requests.push(url);
    const answer = route(url, folder, versions, key, `http://${request.headers.host}`);
    response.writeHead(answer === undefined ? 404 : 200).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cliConfig = path.join(folder, "terraform.rc");
  fs.writeFileSync(
    cliConfig,
    `host "registry.terraform.io" {\n  services = { "providers.v1" = "${address}/v1/providers/" }\n}\n`,
  );
  return {
    cliConfig,
    requests,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

interface SigningKey {
  readonly home: string;
  readonly id: string;
  readonly publicKey: string;
}

function makeSigningKey(home: string): SigningKey {
  fs.mkdirSync(home, { mode: 0o700 });
  gpg(home, "--quick-generate-key", "registry@example.org", "rsa2048", "sign", "never");
  const [, id = ""] = /^fpr:+([0-9A-F]+):/m.exec(gpg(home, "--list-keys", "--with-colons")) ?? [];
  return { home, id: id.slice(-16), publicKey: gpg(home, "--armor", "--export") };
}

function gpg(home: string, ...args: string[]): string {
  return execFileSync("gpg", ["--homedir", home, "--batch", "--quiet", "--passphrase", "", ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}

function makeRelease(folder: string, gnupg: string, name: string, version: string): void {
  const release = path.join(folder, "files", name);
  fs.mkdirSync(release, { recursive: true });
  const sums = PLATFORMS.map((platform) => {
    const program = path.join(release, `terraform-provider-${path.basename(name)}_v${version}`);
    fs.writeFileSync(program, `#!/bin/sh\necho ${name} ${version} ${platform}\n`, { mode: 0o755 });
    const zip = packageName(name, version, platform);
    execFileSync("python3", ["-m", "zipfile", "-c", zip, path.basename(program)], { cwd: release });
    fs.rmSync(program);
    return `${sha256(path.join(release, zip))}  ${zip}\n`;
  });
  fs.writeFileSync(path.join(release, "SHA256SUMS"), sums.join(""));
  gpg(gnupg, "--output", path.join(release, "SHA256SUMS.sig"), "--detach-sign", path.join(release, "SHA256SUMS"));
}

function route(
  url: string,
  folder: string,
  versions: Readonly<Record<string, string>>,
  key: SigningKey,
  origin: string,
): string | Buffer | undefined {
  const [, name = "", action = ""] = /^\/v1\/providers\/([^/]+\/[^/]+)\/(.+)$/.exec(url) ?? [];
  const version = versions[name];
  if (url.startsWith("/files/")) return fs.readFileSync(path.join(folder, path.normalize(url)));
  if (!version) return undefined;
  if (action === "versions") {
    const platforms = PLATFORMS.map((platform) => ({ os: platform.split("_")[0], arch: platform.split("_")[1] }));
    return JSON.stringify({ versions: [{ version, protocols: ["5.0"], platforms }] });
  }
  const [, os, arch] = /^[^/]+\/download\/(\w+)\/(\w+)$/.exec(action) ?? [];
  const filename = packageName(name, version, `${os}_${arch}`);
  const files = `${origin}/files/${name}`;
  return JSON.stringify({
    protocols: ["5.0"],
    os,
    arch,
    filename,
    download_url: `${files}/${filename}`,
    shasums_url: `${files}/SHA256SUMS`,
    shasums_signature_url: `${files}/SHA256SUMS.sig`,
    shasum: sha256(path.join(folder, "files", name, filename)),
    signing_keys: { gpg_public_keys: [{ key_id: key.id, ascii_armor: key.publicKey }] },
  });
}

function packageName(name: string, version: string, platform: string): string {
  return `terraform-provider-${path.basename(name)}_${version}_${platform}.zip`;
}

function sha256(file: string): string {
  return createHash("sha256").update(fs.readFileSync(file)).digest("hex");
}
