// Loaded into cdktf before it starts (cdktf.js): the process in which cdktf runs Terraform. cdktf reads Terraform through a pseudo
// terminal and takes its end for the end of the output: what the kernel still holds then is lost (node-pty gives it 200 ms, Linux
// not even that). After a long plan that is the error, which says what is wrong. Pipes keep every byte.
const { spawn } = require("node:child_process");
const { createRequire } = require("node:module");
const { initOnce } = require("./init-once");
const { oneByOne } = require("./one-by-one");

const INTERRUPT = "\x03";

const terminal = createRequire(require.resolve("cdktf-cli/package.json"))("@cdktf/node-pty-prebuilt-multiarch");

/** The part of a pseudo terminal that cdktf uses. */
terminal.spawn = (file, args, { cwd, env }) => {
  const init = initOnce(file, args, cwd, env);
  // A session of its own, as in a terminal of its own: Ctrl-C reaches it through cdktf, and once.
  const child = spawn(file, init?.isDone ? ["version"] : args, {
    cwd,
    env: { ...env, ...oneByOne(cwd, env) },
    stdio: "pipe",
    detached: true,
  });
  child.stdin.on("error", () => undefined);
  if (init && !init.isDone) child.once("close", (code) => code === 0 && init.note());
  return {
    pid: child.pid,
    write: (text) => (text === INTERRUPT ? child.kill("SIGINT") : child.stdin.write(text)),
    kill: (signal) => child.kill(signal),
    onData: (listener) => {
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", listener);
    },
    onExit: (listener) => {
      child.once("error", (error) => listener({ exitCode: error.code === "ENOENT" ? 127 : 126 }));
      child.once("close", (code, signal) => listener({ exitCode: code ?? 1, signal }));
    },
  };
};
