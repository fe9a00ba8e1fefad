#!/usr/bin/env node
// `npx cdktf …` in this folder (npx prefers the bin of the package it stands in): cdktf itself, called so that each command
// means what its words say. cdktf 0.21 refuses `deploy vpc` because vpc depends on a stack that is not named, and with
// --ignore-missing-stack-dependencies it no longer waits for any stack; it has no `diff` of several stacks.
const { spawnSync } = require("node:child_process");
const { join } = require("node:path");
const { planCalls } = require("./plan-calls");
const { isProjectRenamed } = require("./renamed-project");

const CLI = require.resolve("cdktf-cli/bundle/bin/cdktf");
const PRELOADED = ["./terraform-process", "./quick-start"].flatMap((file) => ["--require", require.resolve(file)]);

const [command, ...words] = process.argv.slice(2);
const calls = planCalls([command, ...words]);
if (command === "deploy" && renamed()) {
  // The stack that knows the project speaks first, in the guard's words.
  const options = words.filter((word) => word.startsWith("--"));
  calls.unshift(...planCalls(["deploy", "state", ...options]));
}

for (const { args, env } of calls) {
  const { status, signal } = spawnSync(process.execPath, [...PRELOADED, CLI, ...args], {
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  if (signal) process.kill(process.pid, signal);
  if (status !== 0) process.exit(status ?? 1);
}

/** An unreadable file is no rename: main.ts reports it, with every mistake in it. */
function renamed() {
  try {
    return isProjectRenamed(join(__dirname, "../.."), process.env.DEPLOYMENT ?? "demo");
  } catch {
    return false;
  }
}
