// Recognisable secrets go in; what synth, plan, deploy and the simulator write is searched for them.

import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { platform } from "node:os";
import { join } from "node:path";
import { EXIT_CODES } from "../../../config/exit-codes";
import { Checkout, must, words } from "../../helpers/checkout";
import { CloudProcess } from "../../helpers/cloud-process";
import { ArgumentWatch, filesBeneath, filesWithSecrets, type Secret, secretsIn } from "./traces";

jest.setTimeout(300_000);

const PASSWORD = `a{{b{%c"d'e#f\\g`;
/** Files that hold a secret because somebody must read it there. */
const MAY_HOLD = [
  /^\.state\/house\/(state\.tfstate(\.backup)?|s3-credentials)$/,
  /^ansible\/inventory\/house\/(id_ed25519|secrets\/\w+)$/,
  /^cdktf\.out\/house\/stacks\/\w+\/(plan|saved\.plan)$/,
];
const REPOSITORY = join(__dirname, "..", "..", "..");

let cloud: CloudProcess;
let checkout: Checkout;
let secrets: Secret[];
let said = "";
let processes: ArgumentWatch | undefined;

beforeAll(async () => {
  cloud = await CloudProcess.start();
  checkout = new Checkout(cloud, { environment: { ONE_PASSWORD: PASSWORD } });
  checkout.configure("servers: {workers: 0}\n");
  processes = platform() === "linux" ? new ArgumentWatch() : undefined;
  said += must(await checkout.operations("infra")).output;
  for (const stack of ["state", "network", "inventories"] as const) {
    said += must(await checkout.terraform(stack, "plan", "-out=saved.plan")).output;
    said += must(await checkout.terraform(stack, "show", "saved.plan")).output;
    said += must(await checkout.terraform(stack, "output")).output;
  }
  secrets = [...givenSecrets(), ...(await generatedSecrets())];
});
afterAll(async () => {
  processes?.end();
  checkout.remove();
  await cloud.stop();
});

function givenSecrets(): Secret[] {
  const { accessKey, secretKey, organizationId } = cloud.credentials;
  return [
    { name: "SCW_ACCESS_KEY", value: accessKey },
    { name: "SCW_SECRET_KEY", value: secretKey },
    { name: "SCW_DEFAULT_ORGANIZATION_ID", value: organizationId },
    { name: "ONE_PASSWORD", value: PASSWORD },
  ];
}

/** What Terraform has made: private keys in every form, the secret key of the API key, the database's password. */
async function generatedSecrets(): Promise<Secret[]> {
  const found: Secret[] = [];
  for (const stack of ["instances", "network", "inventories"] as const) {
    const state = JSON.parse(must(await checkout.terraform(stack, "state", "pull")).output);
    for (const { type, name, instances } of state.resources) {
      for (const { attributes } of instances) {
        for (const field of ["private_key_openssh", "private_key_pem", "private_key_pem_pkcs8", "secret_key"]) {
          if (attributes[field]) found.push({ name: `${stack} ${type}.${name} ${field}`, value: attributes[field] });
        }
      }
    }
  }
  found.push({ name: "db_password", value: checkout.read("ansible/inventory/house/secrets/db_password") });
  return found;
}

/** The organization is named in every request for a list of projects; it is a secret of the shell, not of the account itself. */
const notInJournal = (secret: Secret) => !["SCW_DEFAULT_ORGANIZATION_ID", "SCW_ACCESS_KEY"].includes(secret.name);

test("there is something to look for", () => {
  const names = secrets.map(({ name }) => name).join("\n");
  expect(names).toMatch(/tls_private_key\.\S*ssh-key-pair/);
  expect(names).toMatch(/tls_private_key\.\S*first-host-key/);
  expect(names).toMatch(/tls_private_key\.\S*host-key/);
  expect(names).toMatch(/scaleway_iam_api_key\.\S+ secret_key/);
  expect(secrets.length).toBeGreaterThan(10);
});

test("nothing that is shown holds a secret: progress, plans, outputs, logs", () => {
  expect(said).toContain("inventory_file");
  expect(secretsIn(said, secrets)).toEqual([]);
  expect([...filesWithSecrets(checkout.file("logs"), secrets).keys()]).toEqual([]);
  expect(filesBeneath(checkout.file("logs")).length).toBeGreaterThan(0);
});

test("only the files that must hold a secret do, and nobody else may read them", () => {
  const found = filesWithSecrets(checkout.path, secrets);
  expect([...found.keys()].filter((file) => !MAY_HOLD.some((pattern) => pattern.test(file)))).toEqual([]);
  expect(new Set([...found.values()].map(({ mode }) => mode))).toEqual(new Set(["600"]));
  for (const file of [
    ".state/house/state.tfstate",
    ".state/house/s3-credentials",
    "cdktf.out/house/stacks/inventories/saved.plan",
  ]) {
    expect([...found.keys()]).toContain(file);
  }
});

test("the inventory's folder is its owner's alone", () => {
  const folder = checkout.file("ansible/inventory/house");
  const modes = filesBeneath(folder).map((file) => statSync(file).mode & 0o777);
  expect(new Set(modes)).toEqual(new Set([0o600]));
  for (const each of [folder, join(folder, "secrets"), join(folder, "group_vars"), checkout.file(".state/house")]) {
    expect(statSync(each).mode & 0o777).toBe(0o700);
  }
});

test("the simulator's journal and log hold none, and the snapshots of the stacks neither", () => {
  const journal = secrets.filter(notInJournal);
  expect(secretsIn(cloud.journalText(), journal)).toEqual([]);
  expect(filesWithSecrets(join(REPOSITORY, "test/stacks/__snapshots__"), secrets).size).toBe(0);
});

test("no process was given a secret as an argument", () => {
  if (!processes) return console.warn("skipped: the arguments of processes are read from /proc, which is Linux");
  const commandLines = processes.end();
  expect(commandLines).toContain("terraform");
  expect(secretsIn(commandLines, secrets)).toEqual([]);
});

test("a leak planted on purpose is found, whatever it wears", () => {
  const folder = checkout.file("logs", "planted");
  mkdirSync(folder);
  for (const { name, value } of secrets)
    writeFileSync(join(folder, `${name.replaceAll(/\W/g, "_")}.log`), `x${value}x`);
  writeFileSync(join(folder, "escaped.json"), JSON.stringify({ PASSWORD }));
  writeFileSync(join(folder, "encoded.txt"), Buffer.from(PASSWORD).toString("base64"));
  const found = filesWithSecrets(checkout.file("logs"), secrets);
  rmSync(folder, { recursive: true });
  expect(found.size).toBe(secrets.length + 2);
  expect([...new Set([...found.values()].flatMap(({ names }) => names))].sort()).toEqual(
    secrets.map(({ name }) => name).sort(),
  );
});

test("the password of oneadmin arrives byte for byte", () => {
  expect(checkout.read("ansible/inventory/house/secrets/one_password")).toBe(PASSWORD);
});

/** Each of another form than expected, and recognisable. */
const UNUSABLE = {
  SCW_ACCESS_KEY: "SCWplantedaccesskey",
  SCW_SECRET_KEY: "planted-secret-key",
  SCW_DEFAULT_ORGANIZATION_ID: undefined,
  ONE_PASSWORD: "planted pass\nword",
};

test("missing and unusable secrets are refused at plan by name, their values unsaid", async () => {
  const deployed = checkout.run(["npx", "cdktf", "deploy", "state", "--auto-approve"], UNUSABLE);
  const { code, output } = await deployed;
  expect(code).toBe(1);
  expect(output).not.toContain("planted");
  for (const name of ["SCW_ACCESS_KEY", "SCW_SECRET_KEY", "SCW_DEFAULT_ORGANIZATION_ID"]) {
    expect(words(output)).toContain(`${name} is missing or unusable`);
  }
  const planned = await checkout.run(["terraform", "-chdir=cdktf.out/house/stacks/inventories", "plan", "-no-color"], {
    ONE_PASSWORD: UNUSABLE.ONE_PASSWORD,
  });
  expect(planned.code).toBe(1);
  expect(planned.output).not.toContain("planted");
  expect(words(planned.output)).toContain(
    "ONE_PASSWORD is missing or unusable: expected 1 to 256 visible ASCII characters",
  );
});

test("make infra names all four before anything is called", async () => {
  const calls = (await cloud.control.journal()).length;
  const { code, output } = await checkout.run(["node", "operations/launch.cjs", "infra"], UNUSABLE);
  expect(code).toBe(EXIT_CODES.usage);
  for (const name of Object.keys(UNUSABLE)) expect(output).toContain(name);
  expect(output).not.toContain("planted");
  expect(output).not.toMatch(/^\s+at /m);
  expect(await cloud.control.journal()).toHaveLength(calls);
});
