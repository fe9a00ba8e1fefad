import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const FILES = resolve(__dirname, "../../ansible/playbooks/files");

/** Evaluates an expression of Python with the program's functions; nothing of this machine's own apt or network is looked at. */
function evaluate(expression: string, ...words: readonly string[]): Promise<any> {
  const program = `import json, sys\nfrom look_at_server import *\nprint(json.dumps(${expression}))`;
  const env = { PATH: process.env.PATH, PYTHONPATH: FILES, PYTHONDONTWRITEBYTECODE: "1" };
  return new Promise((done, failed) => {
    execFile("python3", ["-c", program, ...words], { env }, (error, stdout) =>
      error ? failed(error) : done(JSON.parse(stdout)),
    );
  });
}

describe("sources of apt", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "on-apt-"));
    mkdirSync(join(folder, "sources.list.d"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const sources = async () =>
    (await evaluate("list(apt_sources(sys.argv[1]))", folder)).map(({ name }: { name: string }) => name);

  test("are read in both of their forms, each once; what is switched off, source code and notes are left out", async () => {
    writeFileSync(
      join(folder, "sources.list"),
      "# deb http://a/old x main\ndeb [signed-by=/k.gpg arch=amd64] http://a/debian bookworm main\ndeb-src http://a/debian bookworm main\n",
    );
    writeFileSync(
      join(folder, "sources.list.d/ubuntu.sources"),
      [
        "Types: deb deb-src\nURIs: http://u/ubuntu\n http://v/ubuntu\nSuites: noble noble-updates\nComponents: main",
        "Enabled: no\nTypes: deb\nURIs: http://off\nSuites: noble",
        "Types: deb-src\nURIs: http://src\nSuites: noble",
        "# A note\nTypes: deb\nURIs: http://a/debian\nSuites: bookworm",
      ].join("\n\n"),
    );
    writeFileSync(join(folder, "sources.list.d/backup.list.save"), "deb http://saved x main\n");
    expect(await sources()).toEqual([
      "http://a/debian bookworm",
      "http://u/ubuntu noble",
      "http://u/ubuntu noble-updates",
      "http://v/ubuntu noble",
      "http://v/ubuntu noble-updates",
    ]);
  });
});

describe("a package source", () => {
  let server: Server;
  let url: string;
  const FILES_OF_MIRROR: Readonly<Record<string, string>> = {
    "/one/dists/stable/InRelease": "-----BEGIN PGP SIGNED MESSAGE-----\n\nOrigin: OpenNebula\nSuite: stable\n",
    "/old/dists/stable/Release": "Codename: stable\n",
    "/flat/packages/Release": "Label: flat\n",
    "/portal/dists/stable/InRelease": "<html>Log in first</html>",
    "/portal/dists/stable/Release": "<html>Log in first</html>",
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      const text = FILES_OF_MIRROR[request.url!];
      response.writeHead(text === undefined ? 404 : 200).end(text);
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const fetchRelease = (base: string, suite: string) =>
    evaluate("fetch_release({'url': sys.argv[1], 'suite': sys.argv[2]}, {})", base, suite);

  test.each([
    ["answers with InRelease", "/one", "stable"],
    ["answers with the older Release", "/old", "stable"],
    ["is flat", "/flat", "packages/"],
  ])("that %s is right", async (_, path, suite) => {
    expect(await fetchRelease(`${url}${path}`, suite)).toEqual({ problem: null });
  });

  test("that has no such version says so; a login page is no Release file", async () => {
    expect(await fetchRelease(`${url}/none`, "stable")).toEqual({ problem: "404 Not Found" });
    expect(await fetchRelease(`${url}/portal`, "stable")).toEqual({ problem: "Release is no Release file" });
  });

  test("that nobody answers for is a problem; one that is not on HTTP is not fetched", async () => {
    expect(await fetchRelease("http://127.0.0.1:9", "stable")).toEqual({ problem: expect.stringContaining("refused") });
    expect(await fetchRelease("cdrom:[Debian]/", "bookworm")).toEqual({ skipped: "not fetched over HTTP" });
  });

  test("of the vendor stands where the server's system has it, and is not known for another system", async () => {
    const repository = JSON.stringify({ name: "n", suite: "stable", urls: { ubuntu: "https://x/Ubuntu/@version@" } });
    const on = (id: string) =>
      evaluate("vendor_source(json.loads(sys.argv[1]), {'ID': sys.argv[2], 'VERSION_ID': '24.04'})", repository, id);
    expect(await on("ubuntu")).toMatchObject({ url: "https://x/Ubuntu/24.04" });
    expect(await on("alpine")).toMatchObject({ url: null });
  });
});

test("room is measured where a folder will lie, and interfaces are known by name", async () => {
  const [room] = await evaluate("disks(['/no/such/folder/yet'])");
  expect(room).toEqual({ path: "/no/such/folder/yet", freeBytes: expect.any(Number) });
  expect(await evaluate("links(['lo', 'br-none'])")).toEqual({ lo: true, "br-none": false });
});
