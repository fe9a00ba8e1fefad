import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { providePythonEnvironment } from "../../operations/python-environment";
import { makeStubProject, writePython } from "./ansible-stubs";

const PATH = process.env.PATH;
let project: ReturnType<typeof makeStubProject>;

beforeEach(() => {
  project = makeStubProject();
  process.env.PATH = `${project.bin}:/bin:/usr/bin`;
});

afterEach(() => {
  process.env.PATH = PATH;
  rmSync(project.folder, { recursive: true });
});

const provide = (said: string[] = []) =>
  providePythonEnvironment(project.ansibleFolder, "deployment", (line) => said.push(line));
const pipCalls = () => readFileSync(join(project.bin, "pip-calls"), "utf8").trim().split("\n");

test("an environment is made from its pinned file, once", () => {
  writePython(project.bin, "3.12");
  const said: string[] = [];
  expect(provide(said)).toBe(join(project.ansibleFolder, ".venv-deployment/bin"));
  provide(said);
  expect(pipCalls()).toEqual([expect.stringContaining(join(project.ansibleFolder, "requirements/deployment.txt"))]);
  expect(said).toEqual([expect.stringContaining("ansible/requirements/deployment.txt (Python 3.12)")]);
});

test.each([
  [
    "the pinned file",
    () => appendFileSync(join(project.ansibleFolder, "requirements/deployment.txt"), "six==1.17.0\n"),
  ],
  ["Python", () => writePython(project.bin, "3.11")],
])("it is made afresh when %s changes", (_, change) => {
  writePython(project.bin, "3.12");
  provide();
  change();
  provide();
  expect(pipCalls()).toHaveLength(2);
});

test("an environment that pip left half-made is made afresh by the next run", () => {
  writePython(project.bin, "3.12", 1);
  expect(() => provide()).toThrow(
    /could not be made:\n {4}No route to the index\n.*PyPI[\s\S]*running the same command again is safe/,
  );
  writePython(project.bin, "3.12");
  provide();
  expect(pipCalls()).toHaveLength(2);
});

test("a Python that ansible-core 2.16 does not run on is refused before anything is made", () => {
  writePython(project.bin, "3.13");
  process.env.PATH = project.bin;
  expect(() => provide()).toThrow(/Python 3\.12 or 3\.11; python3 is 3\.13/);
  expect(existsSync(join(project.ansibleFolder, ".venv-deployment"))).toBe(false);
});
