import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { writeEnvironment } from "../../toolchain/environment";
import { emptyCheckout } from "./fake-program";

const REPOSITORY = path.join(__dirname, "..", "..");
const SECRETS = {
  SCW_ACCESS_KEY: "SCWXXXXXXXXXXXXXXXXX",
  SCW_SECRET_KEY: "s3cret",
  ONE_PASSWORD: `a{{b{%c"d'e#f\\g $HOME`,
};
/** What would beat the credentials file, or break the provider. */
const HOSTILE = {
  AWS_ACCESS_KEY_ID: "x",
  AWS_PROFILE: "x",
  AWS_WEB_IDENTITY_TOKEN_FILE: "/x",
  AWS_CA_BUNDLE: "/x",
  TF_VAR_scw_secret_key: "stale",
};

const places = emptyCheckout();
const hasZsh = spawnSync("zsh", ["--version"]).status === 0;

beforeAll(() => {
  for (const file of ["env.sh", ".secret.example"])
    fs.copyFileSync(path.join(REPOSITORY, file), path.join(places.repository, file));
  writeEnvironment(places, { TF_CLI_CONFIG_FILE: places.cliConfig, TERRAFORM_BINARY_NAME: "tofu" });
});
afterAll(() => fs.rmSync(places.repository, { recursive: true }));

/** The environment after a script, run in another folder than the checkout. */
function sourced(shell: string, script: string, given: NodeJS.ProcessEnv = {}) {
  const run = spawnSync(shell, ["-c", `${script}\nprintf '%s\\n' "umask=$(umask)"; env -0`], {
    cwd: "/",
    env: { PATH: process.env.PATH, HOME: places.repository, CHECKOUT: places.repository, ...given },
    encoding: "utf8",
  });
  const [umask = "", ...variables] = run.stdout.split(/\n|\0/).filter(Boolean);
  const pairs = variables.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)] as const);
  return { status: run.status, stderr: run.stderr, umask, env: Object.fromEntries(pairs) };
}

const shells = hasZsh ? ["bash", "zsh"] : ["bash"];
if (!hasZsh) test.skip("zsh (not installed on this machine)", () => {});

describe.each(shells)("sourced by %s", (shell) => {
  test("derives what cdktf, Terraform and the S3 backend read, for the chosen deployment", () => {
    const { env, umask, stderr } = sourced(shell, '. "$CHECKOUT/env.sh"', { DEPLOYMENT: "prod", ...HOSTILE });
    expect(stderr).toBe("");
    expect(env).toMatchObject({
      DEPLOYMENT: "prod",
      CDKTF_OUTPUT: "cdktf.out/prod",
      CHECKPOINT_DISABLE: "1",
      AWS_SHARED_CREDENTIALS_FILE: path.join(places.repository, ".state/prod/s3-credentials"),
      TF_CLI_CONFIG_FILE: places.cliConfig,
      TERRAFORM_BINARY_NAME: "tofu",
    });
    // With it, cdktf would not wait for a stack that another one reads from.
    expect(env).not.toHaveProperty("CDKTF_IGNORE_MISSING_STACK_DEPENDENCIES");
    for (const name of Object.keys(HOSTILE)) expect(env).not.toHaveProperty(name);
    expect(umask).toMatch(/^umask=0*77$/);
    expect(Object.keys(env).filter((name) => name.startsWith("_") && name !== "_")).toEqual([]);
  });

  test("hands the secrets on byte for byte, and only those that are there", () => {
    const { env } = sourced(shell, '. "$CHECKOUT/env.sh"', SECRETS);
    expect(env).toMatchObject({
      DEPLOYMENT: "demo",
      TF_VAR_scw_access_key: SECRETS.SCW_ACCESS_KEY,
      TF_VAR_scw_secret_key: SECRETS.SCW_SECRET_KEY,
      TF_VAR_one_password: SECRETS.ONE_PASSWORD,
    });
    expect(env).not.toHaveProperty("TF_VAR_scw_organization_id");
  });

  test("sourced again, follows the deployment and forgets a secret that is gone", () => {
    const script = '. "$CHECKOUT/env.sh"; DEPLOYMENT=other; unset SCW_SECRET_KEY; . "$CHECKOUT/env.sh"';
    const { env } = sourced(shell, script, SECRETS);
    expect(env.CDKTF_OUTPUT).toBe("cdktf.out/other");
    expect(env).not.toHaveProperty("TF_VAR_scw_secret_key");
  });

  test("works in a shell that is strict, and from the example of .secret", () => {
    const { env, status, stderr } = sourced(shell, 'set -eu; cd "$CHECKOUT/.cache"; . ../.secret.example');
    expect([status, stderr, env.DEPLOYMENT]).toEqual([0, "", "prod"]);
    expect(env.AWS_SHARED_CREDENTIALS_FILE).toBe(path.join(places.repository, ".state/prod/s3-credentials"));
    expect(Object.keys(env).filter((name) => name.startsWith("TF_VAR_"))).toEqual([]);
  });

  test("says what to run where the toolchain has not run yet", () => {
    fs.renameSync(places.environment, `${places.environment}.aside`);
    const { stderr, status } = sourced(shell, 'set -e; . "$CHECKOUT/env.sh"');
    fs.renameSync(`${places.environment}.aside`, places.environment);
    expect([status, stderr]).toEqual([0, "env.sh: run 'make toolchain' once, then source this again\n"]);
  });
});
