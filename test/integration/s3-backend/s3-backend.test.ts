// Terraform's own S3 backend against the simulated object storage: what a stack's state and its lock live on.
import { randomBytes } from "node:crypto";
import { Account, inProject, OTHER_PROJECT, OWNER, texts } from "../../simulator/s3/account";
import { Front } from "./front";
import { terraformIsThere, Workspace } from "./workspace";

jest.setTimeout(120_000);
const MEMORY = `resource "terraform_data" "memory" { input = "one" }\noutput "memory" { value = terraform_data.memory.output }\n`;
const STATE = "test.tfstate";
const LOCK = "test.tfstate.tflock";

let account: Account;
let front: Front;
let endpoint: string;
let workspaces: Workspace[];

beforeEach(async () => {
  account = new Account();
  await account.createBucket("states", "Enabled");
  front = new Front(account);
  endpoint = await front.start();
  workspaces = [];
});

afterEach(async () => {
  for (const workspace of workspaces) workspace.remove();
  await front.stop();
});

async function initialized(configuration = MEMORY, credentials = OWNER): Promise<Workspace> {
  const workspace = new Workspace(endpoint, credentials, configuration);
  workspaces.push(workspace);
  const { code, output } = await workspace.run("init");
  if (code !== 0) throw new Error(output);
  return workspace;
}

const apply = ["apply", "-auto-approve", "-input=false"] as const;
const state = async () => JSON.parse((await account.get("states", STATE)).text);
const withTerraform = terraformIsThere ? test : test.skip;
const reason = terraformIsThere ? "" : " (skipped: no terraform on PATH)";

withTerraform(`a state is written, read again and locked meanwhile${reason}`, async () => {
  const workspace = await initialized();
  expect(await workspace.run(...apply)).toMatchObject({ code: 0 });
  expect(await workspace.run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
  expect((await workspace.run("output", "-raw", "memory")).output).toBe("one");
  expect((await state()).resources).toHaveLength(1);
  const locks = front.seen.filter(({ key }) => key === LOCK).map(({ operation }) => operation);
  expect(locks).toEqual([
    "s3.PutObject",
    "s3.GetObject",
    "s3.DeleteObject",
    "s3.PutObject",
    "s3.GetObject",
    "s3.DeleteObject",
  ]);
  expect(front.seen.filter(({ status }) => status >= 400 && status !== 404)).toEqual([]);
  expect(front.seen.every(({ userAgent }) => userAgent.includes("Terraform/"))).toBe(true);
});

withTerraform(`who comes second is refused by the lock, and the first one's state stands${reason}`, async () => {
  const first = await initialized();
  const second = await initialized(MEMORY.replace("one", "two"));
  const writing = front.hold(({ method, path }) => method === "PUT" && path.endsWith(`/${STATE}`));
  const running = first.begin(...apply);
  await writing.arrived;
  const refused = await second.run(...apply);
  expect(refused.code).toBe(1);
  expect(refused.output).toContain("Error acquiring the state lock");
  expect(refused.output).toContain("StatusCode: 412");
  expect(refused.output).toContain("OperationTypeApply");
  writing.release();
  expect(await running.outcome).toMatchObject({ code: 0 });
  expect((await state()).outputs.memory.value).toBe("one");
  expect(await second.run(...apply)).toMatchObject({ code: 0 });
});

withTerraform(`the lock of a killed run stays until it is removed by its id${reason}`, async () => {
  const workspace = await initialized();
  const writing = front.hold(({ method, path }) => method === "PUT" && path.endsWith(`/${STATE}`));
  const running = workspace.begin(...apply);
  await writing.arrived;
  running.process.kill("SIGKILL");
  await running.outcome;
  const { ID } = JSON.parse((await account.get("states", LOCK)).text);
  const refused = await workspace.run("plan");
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.output).toContain(ID);
  expect((await workspace.run("force-unlock", "-force", "00000000-0000-0000-0000-000000000000")).code).toBe(1);
  expect((await account.get("states", LOCK)).status).toBe(200);
  expect(await workspace.run("force-unlock", "-force", ID)).toMatchObject({ code: 0 });
  expect((await account.get("states", LOCK)).status).toBe(404);
  writing.release();
  expect(await workspace.run("plan")).toMatchObject({ code: 0 });
});

withTerraform(`a state above 5 MiB goes up in parts and comes back in ranges${reason}`, async () => {
  const workspace = await initialized(`resource "terraform_data" "large" { triggers_replace = file("large.txt") }\n`);
  workspace.write("large.txt", randomBytes(6 * 1024 * 1024).toString("base64"));
  expect(await workspace.run(...apply)).toMatchObject({ code: 0 });
  expect(await workspace.run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
  const operations = front.seen
    .filter(({ key }) => key === STATE)
    .map(({ operation, status }) => `${operation} ${status}`);
  expect(operations).toContain("s3.CompleteMultipartUpload 200");
  expect(operations.filter((operation) => operation === "s3.UploadPart 200")).toHaveLength(2);
  expect(operations.filter((operation) => operation === "s3.GetObject 206")).toHaveLength(2);
});

withTerraform(`a state in another project needs the project in the access key${reason}`, async () => {
  await account.send({ method: "DELETE", bucket: "states" });
  await account.send({ method: "PUT", bucket: "states" }, inProject(OTHER_PROJECT));
  const plain = new Workspace(endpoint, OWNER, MEMORY);
  workspaces.push(plain);
  const refused = await plain.run("init");
  expect(refused.code).toBe(1);
  expect(refused.output).toContain("StatusCode: 403");
  const workspace = await initialized(MEMORY, inProject(OTHER_PROJECT));
  expect(await workspace.run(...apply)).toMatchObject({ code: 0 });
});

withTerraform(`workspaces are found by their prefix and go when they are deleted${reason}`, async () => {
  const workspace = await initialized();
  expect(await workspace.run("workspace", "new", "other")).toMatchObject({ code: 0 });
  expect((await workspace.run("workspace", "list")).output).toContain("* other");
  expect((await account.get("states", `env:/other/${STATE}`)).status).toBe(200);
  expect(await workspace.run("workspace", "select", "default")).toMatchObject({ code: 0 });
  expect(await workspace.run("workspace", "delete", "other")).toMatchObject({ code: 0 });
  const { text } = await account.send({ method: "GET", bucket: "states", query: { "list-type": "2" } });
  expect(texts(text, "Key")).toEqual([]);
});

withTerraform(`a bucket that is not there is named${reason}`, async () => {
  await account.send({ method: "DELETE", bucket: "states" });
  const workspace = new Workspace(endpoint, OWNER, MEMORY);
  workspaces.push(workspace);
  const { code, output } = await workspace.run("init");
  expect(code).toBe(1);
  expect(output).toContain('S3 bucket "states" does not exist');
});
