import { execFile, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firstHostKey, LightCloud, operator } from "./light-cloud";

const missing = ["ssh", "scp", "sftp"].filter((program) => spawnSync(program, ["-V"]).error);
// A machine without OpenSSH cannot prove this part; ssh.test.ts and transfers.test.ts prove the same over the library's client.
const withOpenSsh = missing.length === 0 ? describe : describe.skip;

withOpenSsh("OpenSSH's own clients", () => {
  let cloud: LightCloud;
  let door: { port: number; close: () => Promise<void> };
  let folder: string;
  let options: string[];

  beforeAll(async () => {
    cloud = new LightCloud();
    door = await cloud.listen();
    folder = mkdtempSync(join(tmpdir(), "light-"));
    writeFileSync(join(folder, "key"), operator.private, { mode: 0o600 });
    writeFileSync(join(folder, "known_hosts"), `[127.0.0.1]:${door.port} ${firstHostKey.public}\n`);
    const settings = {
      IdentityFile: join(folder, "key"),
      UserKnownHostsFile: join(folder, "known_hosts"),
      GlobalKnownHostsFile: "/dev/null",
      StrictHostKeyChecking: "yes",
      IdentitiesOnly: "yes",
      BatchMode: "yes",
    };
    options = ["-F", "/dev/null", ...Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`])];
  });
  afterAll(async () => {
    cloud.close();
    await door.close();
    rmSync(folder, { recursive: true });
  });

  const run = (
    program: string,
    args: readonly string[],
    stdin = "",
  ): Promise<{ code: number; stdout: string; stderr: string }> =>
    new Promise((resolve) => {
      const child = execFile(program, [...options, ...args], (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, stdout, stderr });
      });
      child.stdin?.end(stdin);
    });
  const ssh = (command: string, stdin?: string) =>
    run("ssh", ["-p", String(door.port), "ubuntu@127.0.0.1", command], stdin);

  it("log in against the pinned key, run commands and feed them", async () => {
    expect(await ssh("cat; echo to stderr >&2; exit 5", "fed\n")).toEqual({
      code: 5,
      stdout: "fed\n",
      stderr: "to stderr\n",
    });
  });

  it("refuse another host key", async () => {
    writeFileSync(join(folder, "known_hosts"), `[127.0.0.1]:${door.port} ${operator.public}\n`);
    expect(await ssh("true")).toMatchObject({
      code: 255,
      stderr: expect.stringContaining("Host key verification failed"),
    });
    writeFileSync(join(folder, "known_hosts"), `[127.0.0.1]:${door.port} ${firstHostKey.public}\n`);
  });

  it.each([
    ["sftp", []],
    ["scp", ["-O"]],
  ])("copy files and folders both ways by %s", async (_protocol, protocol) => {
    const tree = join(folder, `tree${protocol.length}`);
    mkdirSync(join(tree, "inner"), { recursive: true });
    writeFileSync(join(tree, "inner", "file"), "content\n");
    chmodSync(join(tree, "inner", "file"), 0o640);
    const port = ["-P", String(door.port)];
    expect(await run("scp", [...protocol, "-r", "-p", ...port, tree, "ubuntu@127.0.0.1:/tmp/"])).toMatchObject({
      code: 0,
    });
    expect(await ssh(`stat -c '%a' /tmp/tree${protocol.length}/inner/file`)).toMatchObject({ stdout: "640\n" });
    const back = join(folder, `back${protocol.length}`);
    expect(
      await run("scp", [...protocol, "-r", ...port, `ubuntu@127.0.0.1:/tmp/tree${protocol.length}`, back]),
    ).toMatchObject({ code: 0 });
    expect(readFileSync(join(back, "inner", "file"), "utf8")).toBe("content\n");
    expect(
      (await run("scp", [...protocol, ...port, join(tree, "inner", "file"), "ubuntu@127.0.0.1:/etc/"])).stderr,
    ).toMatch(/Permission denied/);
  });

  it("carry bytes that are no text", async () => {
    const bytes = Buffer.from([0, 255, 128, 10, 0, 200]).toString("base64");
    const result = await ssh(
      `echo ${bytes} | base64 -d > /tmp/bytes; cat /tmp/bytes | tee /tmp/again | wc -c; base64 /tmp/again`,
    );
    expect(result.stdout).toBe(`6\n${bytes}\n`);
  });
});
