import { spawnSync } from "node:child_process";
import { join } from "node:path";

const TERRAFORM_PROCESS = join(__dirname, "../../toolchain/cdktf/terraform-process.js");

/** Reads a program as cdktf does, through the library that stands for a terminal there, and slowly. */
function readBy(script: string): { exitCode: number; text: string } {
  const reader = `
    const { createRequire } = require("node:module");
    const terminal = createRequire(require.resolve("cdktf-cli/package.json"))("@cdktf/node-pty-prebuilt-multiarch");
    const program = terminal.spawn("bash", ["-c", ${JSON.stringify(script)}], { cwd: "/", env: process.env });
    let text = "";
    program.onData((part) => {
      text += part;
      for (const end = Date.now() + 20; Date.now() < end; );
      if (part.includes("yes or no")) program.write("yes\\n");
      if (part.includes("for ever")) program.write("\\x03");
    });
    program.onExit(({ exitCode }) => console.log(JSON.stringify({ exitCode, text: text.slice(-200) })));`;
  const { stdout } = spawnSync(process.execPath, ["--require", TERRAFORM_PROCESS, "-e", reader], {
    cwd: join(__dirname, "../.."),
    encoding: "utf8",
  });
  return JSON.parse(stdout);
}

test("the last line of a long output arrives, however slow its reader", () => {
  const { exitCode, text } = readBy("seq 1 60000; echo the reason >&2; exit 3");
  expect(exitCode).toBe(3);
  expect(text).toContain("60000\n");
  expect(text).toContain("the reason\n");
});

test("a question is answered, and Ctrl-C interrupts", () => {
  expect(readBy('echo "yes or no?"; read answer; echo "got $answer"').text).toContain("got yes");
  expect(readBy("trap 'echo interrupted; exit 5' INT; echo for ever; while :; do sleep 0.05; done")).toMatchObject({
    exitCode: 5,
    text: expect.stringContaining("interrupted"),
  });
});
