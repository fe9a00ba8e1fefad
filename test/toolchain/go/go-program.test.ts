import fs from "node:fs";
import path from "node:path";
import { buildGoProgram, isBuilt } from "../../../toolchain/go/go-program";
import { emptyCheckout, fakeProgram, withPath } from "../fake-program";

const WRITES_ITS_OUTPUT = `while [ "$1" != -o ]; do shift; done; echo built > "$2"`;

let places = emptyCheckout();
const bin = () => path.join(places.repository, "bin");
const program = () => ({
  label: "thing 1.0",
  module: path.join(places.repository, "thing"),
  package: "example.org/thing",
  linkerFlags: "-X main.version=1.0",
  output: path.join(places.cache, "deep", "thing_v1.0"),
});
const build = () => withPath(bin(), () => buildGoProgram(program(), places.stamps, () => {}));

beforeEach(() => {
  places = emptyCheckout();
  fs.mkdirSync(program().module);
  for (const file of ["go.mod", "go.sum"]) fs.writeFileSync(path.join(program().module, file), file);
});
afterEach(() => fs.rmSync(places.repository, { recursive: true }));

test("builds once, in the folder that pins the module", async () => {
  const go = fakeProgram(places.repository, "go", `pwd > "$(dirname "$0")/place"; ${WRITES_ITS_OUTPUT}`);
  await build();
  await build();
  expect(go.calls()).toHaveLength(1);
  expect(go.calls()[0]).toMatch(/^build -trimpath -ldflags -s -w -X main.version=1.0 -o \S+ example.org\/thing$/);
  expect(fs.readFileSync(path.join(bin(), "place"), "utf8").trim()).toBe(program().module);
  expect(fs.readFileSync(program().output, "utf8")).toBe("built\n");
});

test("builds again when what pins it has changed, or the binary is gone", async () => {
  const go = fakeProgram(places.repository, "go", WRITES_ITS_OUTPUT);
  await build();
  fs.appendFileSync(path.join(program().module, "go.sum"), "another hash");
  expect(isBuilt(program(), places.stamps)).toBe(false);
  await build();
  fs.rmSync(program().output);
  await build();
  expect(go.calls()).toHaveLength(3);
});

test("builds again when a source of our own has changed, come or gone, but not for a test", async () => {
  const go = fakeProgram(places.repository, "go", WRITES_ITS_OUTPUT);
  const source = path.join(program().module, "internal", "deep.go");
  await build();
  fs.mkdirSync(path.dirname(source));
  fs.writeFileSync(source, "package internal");
  await build();
  fs.appendFileSync(source, " // changed");
  await build();
  expect(go.calls()).toHaveLength(3);
  fs.writeFileSync(source.replace(".go", "_test.go"), "package internal");
  await build();
  expect(go.calls()).toHaveLength(3);
  fs.rmSync(source);
  await build();
  expect(go.calls()).toHaveLength(4);
});

test("is not led astray by the user's own Go settings", async () => {
  fakeProgram(places.repository, "go", `env > "$(dirname "$0")/env"; ${WRITES_ITS_OUTPUT}`);
  process.env.GOFLAGS = "-mod=vendor";
  process.env.GOWORK = "/elsewhere/go.work";
  await build();
  delete process.env.GOFLAGS;
  delete process.env.GOWORK;
  const seen = fs.readFileSync(path.join(bin(), "env"), "utf8");
  expect(seen).toMatch(/^GOFLAGS=-mod=readonly -buildvcs=false$/m);
  expect(seen).toMatch(/^GOWORK=off$/m);
});

test("tells the end of a failed build and leaves no binary behind", async () => {
  fakeProgram(places.repository, "go", "echo first >&2; echo 'main.go:1: no such module' >&2; exit 1");
  await expect(build()).rejects.toThrow(
    /thing 1.0 could not be built[\s\S]*no such module[\s\S]*running again is safe/,
  );
  expect(fs.existsSync(program().output)).toBe(false);
  expect(isBuilt(program(), places.stamps)).toBe(false);
});

test("says what to install where there is no Go", async () => {
  await expect(build()).rejects.toThrow(/there is no go on PATH[\s\S]*Install Go/);
});
