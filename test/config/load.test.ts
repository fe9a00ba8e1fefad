import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadChosenDeployment, loadDeploymentConfig } from "../../config/load";
import { DeploymentFileError } from "../../config/problems";
import { REQUIRED } from "./deployment-text";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "deployments-"));
  mkdirSync(join(root, "deployments"));
});

afterEach(() => rmSync(root, { recursive: true }));

function write(name: string, content: string | Uint8Array): void {
  writeFileSync(join(root, "deployments", name), content);
}

function problemsOf(work: () => unknown): DeploymentFileError["problems"] {
  try {
    work();
  } catch (error) {
    if (error instanceof DeploymentFileError) {
      return error.problems;
    }
    throw error;
  }
  return [];
}

test("a file with the required fields alone is a deployment with every default", () => {
  write("prod.yaml", REQUIRED);

  expect(loadDeploymentConfig("prod", root)).toEqual({
    name: "prod",
    project: "cloud",
    region: "fr-par",
    zone: "fr-par-2",
    bucketName: "cloud-tfstates",
    network: { privateCidr: "10.16.0.0/20", vmToVmCidr: "10.17.0.0/20" },
    servers: {
      offer: "EM-A610R-NVME",
      os: { name: "Ubuntu", version: "24.04 LTS (Noble Numbat)" },
      subscription: "hourly",
      hosts: [
        { name: "fe", serverName: "opennebula-web", role: "front-end", allowReinstall: false },
        { name: "host01", serverName: "opennebula-worker-0", role: "worker", allowReinstall: false },
      ],
      retire: [],
    },
    ssh: { user: "ubuntu", publicKeyFile: undefined },
    flexibleIps: {
      gateway: "62.210.0.1",
      dns: ["1.1.1.1"],
      permissionSets: ["ElasticMetalFullAccess"],
      keyGeneration: 1,
    },
    opennebula: { version: "7.0" },
    disposable: false,
  });
});

test("a missing file is told with the deployments that stand", () => {
  write("prod.yaml", REQUIRED);
  write("demo.template.yaml", REQUIRED);

  expect(problemsOf(() => loadDeploymentConfig("staging", root))).toEqual([
    {
      file: "deployments/staging.yaml",
      field: "",
      expected: "a deployment file",
      found: "no such file",
      fix: "copy deployments/example.yaml to deployments/staging.yaml and adapt it, or set DEPLOYMENT to one that stands: prod",
    },
  ]);
  expect(problemsOf(() => loadDeploymentConfig("demo", root))[0]?.fix).toContain("make demo");
});

test("a missing deployments folder is a missing file", () => {
  rmSync(join(root, "deployments"), { recursive: true });

  expect(problemsOf(() => loadDeploymentConfig("prod", root))[0]?.found).toBe("no such file");
});

test("what cannot be read as a file, as UTF-8 or at once is refused as a whole", () => {
  mkdirSync(join(root, "deployments/folder.yaml"));
  write("latin.yaml", Uint8Array.of(0x70, 0xe9, 0x0a));
  write("huge.yaml", `${REQUIRED}#${"x".repeat(65 * 1024)}\n`);

  expect(problemsOf(() => loadDeploymentConfig("folder", root))[0]?.found).toBe("an error: EISDIR");
  expect(problemsOf(() => loadDeploymentConfig("latin", root))[0]?.found).toBe("bytes that are not UTF-8");
  expect(problemsOf(() => loadDeploymentConfig("huge", root))[0]?.expected).toBe("at most 65536 bytes");
});

test("a file that only its owner may read is read by its owner", () => {
  write("prod.yaml", REQUIRED);
  chmodSync(join(root, "deployments/prod.yaml"), 0o600);

  expect(loadDeploymentConfig("prod", root).name).toBe("prod");
});

test.each(["../prod", "Prod", "", "a/b", "x".repeat(32)])("the name %j does not reach the disk", (name) => {
  expect(problemsOf(() => loadDeploymentConfig(name, root))).toEqual([
    expect.objectContaining({ file: "environment", field: "DEPLOYMENT" }),
  ]);
});

test("DEPLOYMENT chooses the file, demo without it", () => {
  write("prod.yaml", REQUIRED);
  write("demo.yaml", REQUIRED);

  expect(loadChosenDeployment(root, { DEPLOYMENT: "prod" }).name).toBe("prod");
  expect(loadChosenDeployment(root, { DEPLOYMENT: "" }).name).toBe("demo");
});

test("the output folder of another deployment is refused after the file's own mistakes", () => {
  write("prod.yaml", REQUIRED);
  write("broken.yaml", "region: fr-par\n");
  const environment = { CDKTF_OUTDIR: "/checkout/cdktf.out/demo" };

  expect(problemsOf(() => loadChosenDeployment(root, { ...environment, DEPLOYMENT: "prod" }))).toEqual([
    expect.objectContaining({ field: "CDKTF_OUTDIR", found: "/checkout/cdktf.out/demo" }),
  ]);
  const both = problemsOf(() => loadChosenDeployment(root, { ...environment, DEPLOYMENT: "broken" }));
  expect(both.map(({ field }) => field)).toEqual(["project", "zone", "CDKTF_OUTDIR"]);
});
