#!/usr/bin/env node
// `npx cdktf …` in this folder (npx prefers the bin of the package it stands in): cdktf itself, called so that each command
// means what its words say. cdktf 0.21 refuses `deploy vpc` because vpc depends on a stack that is not named, and with
// --ignore-missing-stack-dependencies it no longer waits for any stack; it has no `diff` of several stacks.
const { spawnSync } = require("node:child_process");
const { planCalls } = require("./plan-calls");

const CLI = require.resolve("cdktf-cli/bundle/bin/cdktf");

for (const { args, env } of planCalls(process.argv.slice(2))) {
  const { status, signal } = spawnSync(process.execPath, [CLI, ...args], {
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  if (signal) process.kill(process.pid, signal);
  if (status !== 0) process.exit(status ?? 1);
}
