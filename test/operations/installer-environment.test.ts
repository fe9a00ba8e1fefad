import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { providePythonEnvironment } from "../../operations/python-environment";
import { enterRehearsedCloud } from "../../operations/rehearsed-clouds";
import { makeStubProject, writePython } from "./ansible-stubs";

test("what has to be installed for a rehearsal does not pass through its proxy, which answers for Scaleway alone", () => {
  const project = makeStubProject();
  writePython(project.bin, "3.12");
  process.env.PATH = `${project.bin}:/bin:/usr/bin`;
  delete process.env.HTTPS_PROXY;
  enterRehearsedCloud("rehearsal", {
    props: { name: "rehearsal", servers: "metal" },
    environment: () => ({ ...process.env, HTTPS_PROXY: "http://127.0.0.1:9" }),
  });
  providePythonEnvironment(project.ansibleFolder, "deployment", () => {});
  expect(process.env.HTTPS_PROXY).toBe("http://127.0.0.1:9");
  expect(readFileSync(join(project.bin, "pip-calls"), "utf8").trim()).toMatch(/ proxy=$/);
  rmSync(project.folder, { recursive: true });
});
