import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { CHECKOUT } from "../../../operations/deployment";
import { deploymentFile } from "../../helpers/synthesize";

const SOURCES = [
  ...["main.ts", "config", "constructs", "stacks", ".gen", "package.json", "tsconfig.json"],
  ...["toolchain/bundle", "toolchain/synth"],
];
const APP = JSON.parse(readFileSync(join(CHECKOUT, "cdktf.json"), "utf8")).app as string;

/** A copy of the product's sources in a folder of its own, as a second checkout would have it. */
function secondCheckout(name: string): string {
  const checkout = join(mkdtempSync(join(tmpdir(), "checkout-")), name);
  mkdirSync(join(checkout, "deployments"), { recursive: true });
  mkdirSync(join(checkout, "cdktf.out"));
  for (const source of SOURCES) cpSync(join(CHECKOUT, source), join(checkout, source), { recursive: true });
  symlinkSync(join(CHECKOUT, "node_modules"), join(checkout, "node_modules"));
  writeFileSync(
    join(checkout, "deployments/prod.yaml"),
    deploymentFile("servers: {workers: [host01, host02, gpu-a], retire: [gpu-a], allowReinstall: [host01]}\n"),
  );
  return checkout;
}

function synthesizeIn(checkout: string, app = APP): Record<string, string> {
  const [program = "", ...args] = app.split(" ");
  execFileSync(program, args, {
    cwd: checkout,
    env: { PATH: process.env.PATH, HOME: checkout, DEPLOYMENT: "prod", SCW_SECRET_KEY: checkout },
  });
  const files = filesBelow(join(checkout, "cdktf.out"));
  return Object.fromEntries(files.map((file) => [relative(checkout, file), readFileSync(file, "utf8")]));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

test("two checkouts in two folders synthesize the same bytes, as main.ts itself does, and no path of theirs", () => {
  const [one, other] = [secondCheckout("one"), secondCheckout("the other")];
  try {
    const synthesized = synthesizeIn(one);
    expect(Object.keys(synthesized).filter((file) => file.endsWith("cdk.tf.json"))).toHaveLength(5);
    expect(synthesizeIn(other)).toEqual(synthesized);
    expect(synthesizeIn(one, "node --import tsx main.ts")).toEqual(synthesized);
    expect(JSON.stringify(synthesized)).not.toContain(one);
  } finally {
    for (const checkout of [one, other]) rmSync(join(checkout, ".."), { recursive: true });
  }
});
