import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BUNDLE = join(__dirname, "../../../toolchain/bundle/bundle.js");
const RUN = `require(${JSON.stringify(BUNDLE)}).runBundled({ root: process.cwd(), entry: "main.ts", name: "program" })`;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "bundled-"));
  mkdirSync(join(root, "part"));
  write("main.ts", 'import { part } from "./part/part";\nexport const main = () => console.log(part());\n');
  write("part/part.ts", "export const part = (): string => __dirname;\n");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  writeFileSync(join(root, file), text);
}

function run(): { readonly said: string; readonly errors: string } {
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", RUN], { cwd: root, encoding: "utf8" });
  return { said: stdout.trim(), errors: stderr };
}

function bundles(): string[] {
  const [folder = ""] = readdirSync(join(root, ".cache/program"));
  return readdirSync(join(root, ".cache/program", folder)).filter((name) => name.endsWith(".cjs"));
}

test("__dirname is the folder of the source, with and without the code kept from the last run", () => {
  expect([run().said, run().said]).toEqual([join(root, "part"), join(root, "part")]);
  expect(bundles()).toHaveLength(1);
});

test("a changed source is seen at once, also one of the same size", () => {
  write("part/part.ts", 'export const part = (): string => "1";\n');
  expect(run().said).toBe("1");
  write("part/part.ts", 'export const part = (): string => "2";\n');
  utimesSync(join(root, "part/part.ts"), 1, 1);
  expect(run().said).toBe("2");
});

test("an error names the line of the source", () => {
  write("part/part.ts", '\n\nexport const part = (): string => {\n  throw new Error("broken");\n};\n');
  for (const { errors } of [run(), run()]) expect(errors).toContain(`${join(root, "part/part.ts")}:4:9`);
});

test("bundles of checkouts that are gone do not stay in a shared cache", () => {
  const orphan = join(root, ".cache/program/0a1b2c3d");
  mkdirSync(orphan, { recursive: true });
  writeFileSync(join(orphan, "sources.json"), JSON.stringify({ root: join(root, "gone"), sources: [] }));
  run();
  expect(existsSync(orphan)).toBe(false);
});
