// An SSH server on loopback that lets everyone in and answers every command with success: enough to see whom Ansible trusts.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server } from "ssh2";

export interface SshTarget {
  readonly port: number;
  /** `ssh-ed25519 AAAA…`, the key it answers with. */
  readonly publicKey: string;
  /** Commands that clients have run. */
  readonly commands: readonly string[];
  stop(): Promise<void>;
}

export async function startSshTarget(): Promise<SshTarget> {
  const key = newHostKey();
  const commands: string[] = [];
  const server = new Server({ hostKeys: [key.privateKey] }, (client) => {
    client.on("error", () => {});
    client.on("authentication", (attempt) => attempt.accept());
    client.on("session", (accept) => {
      const session = accept();
      session.on("pty", (acceptPty) => acceptPty());
      session.on("exec", (acceptCommand, _reject, { command }) => {
        commands.push(command);
        const channel = acceptCommand();
        channel.exit(0);
        channel.end();
      });
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    port: (server.address() as AddressInfo).port,
    publicKey: key.publicKey,
    commands,
    stop: () => new Promise((stopped) => server.close(() => stopped())),
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
