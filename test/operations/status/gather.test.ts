import { readAnswer } from "../../../operations/status/gather";

const facts = { version: 1, services: { found: {} }, network: { problem: "no ip" } };

test.each([
  ["facts", { changed: false, rc: 0, stdout: JSON.stringify(facts) }, { kind: "answered", facts }],
  [
    "no way there",
    { unreachable: true, msg: "Failed to connect:\n  no route" },
    { kind: "unreachable", why: "Failed to connect: no route" },
  ],
  [
    "a program that broke",
    { failed: true, rc: 1, stdout: "", stderr: "Traceback" },
    { kind: "silent", why: "Traceback" },
  ],
  ["a module that failed", { failed: true, msg: "MODULE FAILURE" }, { kind: "silent", why: "MODULE FAILURE" }],
  ["facts of another version", { stdout: '{"version": 2}' }, { kind: "silent", why: "it told nothing" }],
])("%s", (_, result, answer) => expect(readAnswer(JSON.stringify(result))).toEqual(answer));

test("half a file is no answer", () =>
  expect(readAnswer('{"stdout": ')).toEqual({ kind: "silent", why: "it told nothing" }));
