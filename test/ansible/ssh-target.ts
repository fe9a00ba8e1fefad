// An SSH server on loopback that lets everyone in and answers every command with success: enough to see whom Ansible trusts. It says what
// a test wants it to say, or, given an environment, really runs the commands there.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Connection, Server } from "ssh2";

export interface SshTarget {
  readonly port: number;
  /** `ssh-ed25519 AAAA…`, the key it answers with. */
  readonly publicKey: string;
  /** Commands that clients have run. */
  readonly commands: readonly string[];
  stop(): Promise<void>;
}

/** @param answer standard output of each command, or the environment in which they are run. @default success without a word */
export async function startSshTarget(
  answer: NodeJS.ProcessEnv | ((command: string) => string) = () => "",
): Promise<SshTarget> {
  const key = newHostKey();
  const commands: string[] = [];
  const clients: Connection[] = [];
  const server = new Server({ hostKeys: [key.privateKey] }, (client) => {
    clients.push(client);
    client.on("error", () => {});
    client.on("authentication", (attempt) => attempt.accept());
    client.on("session", (accept) => {
      const session = accept();
      session.on("pty", (acceptPty) => acceptPty());
      session.on("exec", (acceptCommand, _reject, { command }) => {
        commands.push(command);
        const channel = acceptCommand();
        if (typeof answer === "function") {
          // A module comes on standard input, which nobody reads here.
          channel.resume();
          channel.write(answer(command));
          channel.exit(0);
          channel.end();
          return;
        }
        const child = spawn("/bin/sh", ["-c", command], { env: answer });
        channel.pipe(child.stdin);
        child.stdin.on("error", () => {});
        child.stdout.pipe(channel, { end: false });
        child.stderr.pipe(channel.stderr, { end: false });
        child.on("close", (status) => {
          channel.exit(status ?? 1);
          channel.end();
        });
      });
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    port: (server.address() as AddressInfo).port,
    publicKey: key.publicKey,
    commands,
    stop: () => {
      // Ansible keeps connections for a minute.
      for (const client of clients) client.end();
      return new Promise((stopped) => server.close(() => stopped()));
    },
  };
}

/** An ED25519 pair as ssh-keygen writes it. */
export function newHostKey(): { readonly privateKey: string; readonly publicKey: string } {
  const folder = mkdtempSync(join(tmpdir(), "on-key-"));
  try {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", join(folder, "key")]);
    return {
      privateKey: readFileSync(join(folder, "key"), "utf8"),
      publicKey: readFileSync(join(folder, "key.pub"), "utf8").trim(),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
