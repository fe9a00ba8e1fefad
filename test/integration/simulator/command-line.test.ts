// The simulator as an operator meets it: a command, a process in the background, a directory.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ControlClient } from "../../../simulator/control/client";
import { runningProcess } from "../../../simulator/process-record";
import { CloudDirectory } from "../../../simulator/store/cloud-directory";

const LAUNCHER = join(__dirname, "..", "..", "..", "simulator", "launch.cjs");

/** Every step is a process of its own, and the machine may be busy. */
jest.setTimeout(60_000);

let directory: CloudDirectory;

beforeEach(() => {
  directory = new CloudDirectory(join(mkdtempSync(join(tmpdir(), "command-line-")), "cloud"));
});
afterEach(async () => {
  await simulate("stop");
  rmSync(join(directory.path, ".."), { recursive: true, force: true });
});

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function simulate(command: string, ...words: string[]): Promise<Outcome> {
  const [first, ...rest] = command.split(" ");
  const sub = first === "fault" || first === "clock" ? rest.splice(0, 1) : [];
  const line = [LAUNCHER, first!, ...sub, "--cloud", directory.path, ...rest, ...words];
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, line, { timeout: 60_000 });
    return { code: 0, stdout: stdout.trim(), stderr: stderr.trim() };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout: stdout.trim(), stderr: stderr.trim() };
  }
}

const CREATE_PROJECT =
  'curl -sS --fail-with-body -H "X-Auth-Token: $SCW_SECRET_KEY" https://api.scaleway.com/account/v3/projects ' +
  '-d "{\\"name\\":\\"$1\\",\\"organization_id\\":\\"$SCW_DEFAULT_ORGANIZATION_ID\\",\\"description\\":\\"\\"}"';
const createProject = (name: string) => simulate("run", "--", "sh", "-c", CREATE_PROJECT, "sh", name);

it("starts in the background, says where, and stops", async () => {
  const started = await simulate("start");
  expect(started.stdout).toMatch(/^listens on 127\.0\.0\.1:\d+, process \d+, in .* \(\d+ ms\)$/);
  expect((await simulate("start")).stdout).toMatch(/^runs already on/);
  expect((await simulate("status")).stdout).toContain("clock: instant");
  expect((await simulate("stop")).stdout).toMatch(/^stopped process \d+$/);
  expect((await simulate("stop")).stdout).toBe("was not running");
  expect(existsSync(join(directory.path, "lock"))).toBe(false);
});

it("loses nothing when it is killed: what was answered is there after the next start, at the same port", async () => {
  expect((await createProject("survivor")).code).toBe(0);
  const before = await simulate("store", "--json");
  const killed = runningProcess(directory)!;
  process.kill(killed.pid, "SIGKILL");
  while (runningProcess(directory) !== undefined) await new Promise((resolve) => setImmediate(resolve));
  expect((await simulate("start")).code).toBe(0);
  expect(runningProcess(directory)).toMatchObject({ port: killed.port });
  const after = await simulate("store", "--json");
  expect(after.stdout).toBe(before.stdout);
  expect(after.stdout).toContain("survivor");
  expect((await simulate("journal", "--operation", "account.CreateProject", "--json")).stdout).toContain("curl/");
});

it("runs a command that meets no other Scaleway, and ends with its exit code", async () => {
  const { stdout, code } = await simulate("run", "--", "sh", "-c", 'echo "$HTTPS_PROXY"; exit 7');
  expect(stdout).toBe(`http://127.0.0.1:${runningProcess(directory)!.port}`);
  expect(code).toBe(7);
});

it("says which program it cannot run", async () => {
  const { stderr, code } = await simulate("run", "--", "no-such-program");
  expect(stderr).toContain("cannot run no-such-program");
  expect(code).toBe(1);
});

it("points a shell at it by the lines of env", async () => {
  await simulate("start");
  const { stdout } = await simulate("env");
  const script = `${stdout}\ncurl -sS -H "X-Auth-Token: $SCW_SECRET_KEY" https://api.scaleway.com/account/v3/projects`;
  const shell = await promisify(execFile)("sh", ["-c", script], {
    env: { PATH: process.env.PATH, AWS_CA_BUNDLE: "/x" },
  });
  expect(JSON.parse(shell.stdout).total_count).toBe(1);
  // For programs: the whole environment.
  expect(JSON.parse((await simulate("env", "--json")).stdout)).toMatchObject({
    PATH: process.env.PATH,
    HTTPS_PROXY: expect.stringMatching(/^http:\/\/127\.0\.0\.1:/),
    ANSIBLE_SSH_EXTRA_ARGS: expect.stringContaining("ProxyCommand="),
  });
});

it("exits 1 from the empty check and lists what is left, until it is gone", async () => {
  const { id } = JSON.parse((await createProject("left")).stdout);
  expect(await simulate("store", "--empty-check")).toMatchObject({ code: 1, stdout: `account.projects ${id} left` });
  await simulate("reset");
  expect(await simulate("store", "--empty-check")).toMatchObject({ code: 0, stdout: "empty" });
});

it("keeps and restores snapshots by name", async () => {
  await createProject("first");
  await simulate("snapshot", "one");
  await createProject("second");
  expect((await simulate("snapshot")).stdout).toBe("one");
  await simulate("restore", "one");
  const { stdout } = await simulate("store");
  expect(stdout).toContain("first");
  expect(stdout).not.toContain("second");
});

it("adds, lists and clears faults", async () => {
  await simulate("start");
  const added = await simulate("fault add", "account.ListProjects", "--first", "2", "--status", "503");
  const { stdout } = await simulate("fault list");
  expect(stdout).toBe(`${added.stdout}  account.ListProjects: answer 503, 2 of 2 to come`);
  expect((await simulate("fault clear")).stdout).toBe("1 removed");
  const wrong = await simulate("fault add", "account.Nothing", "--drop");
  expect(wrong).toMatchObject({ code: 1 });
  expect(wrong.stderr).toContain("There are: account.CreateProject");
});

it("moves the clock", async () => {
  await simulate("start", "--clock", "stepped");
  const { stdout } = await simulate("clock advance", "3600");
  expect(stdout).toMatch(/^stepped, now /);
});

it("keeps two clouds apart", async () => {
  await createProject("mine");
  const first = directory;
  directory = new CloudDirectory(join(directory.path, "..", "other"));
  await simulate("start");
  const other = runningProcess(directory)!;
  expect(other.port).not.toBe(runningProcess(first)!.port);
  expect((await simulate("store")).stdout).not.toContain("mine");
  const { secretKey } = await new ControlClient(directory, other.port).credentials();
  const stranger = `curl -sS -H "X-Auth-Token: ${secretKey}" https://api.scaleway.com/account/v3/projects`;
  await simulate("stop");
  directory = first;
  expect((await simulate("run", "--", "sh", "-c", stranger)).stdout).toContain("denied_authentication");
});

it("notes a client that was not told of the cloud's CA, and what it should trust", async () => {
  await simulate("start");
  const distrustful = "unset CURL_CA_BUNDLE SSL_CERT_FILE; curl -sS https://api.scaleway.com/";
  const { code, stderr } = await simulate("run", "--", "sh", "-c", distrustful);
  expect(code).toBe(60);
  expect(stderr).toContain("certificate");
  const { stdout } = await simulate("journal", "--kind", "refused");
  expect(stdout).toContain(`does the client trust ${directory.caCertificate}?`);
});

it("says how to start it when nothing runs", async () => {
  const { code, stderr } = await simulate("store");
  expect(code).toBe(1);
  expect(stderr).toContain("Start it with: npm run simulate -- start --cloud");
});

it("says why it does not start", async () => {
  await simulate("start");
  await simulate("stop");
  const { writeFileSync } = await import("node:fs");
  writeFileSync(directory.store, "something else\n");
  const { code, stderr } = await simulate("start");
  expect(code).toBe(1);
  expect(stderr).toContain("is not a store of schema 1");
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(readFileSync(directory.store, "utf8")).toBe("something else\n");
});
