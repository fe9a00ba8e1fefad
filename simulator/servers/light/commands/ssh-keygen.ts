import { createHash } from "node:crypto";
import { reasonOf } from "../disk/file-error";
import { HOST_KEY_TYPES, type HostKeyType, makeHostKey, makeKeyPair, publicKeyOf } from "../image/host-keys";
import { ssh2 } from "../ssh/ssh2";
import { type Call, command, failed, notSimulated, type Outcome, pathOf } from "./command";

/** ssh-keygen: fingerprints (-l), public half (-y), host keys that are missing (-A), a new key without passphrase (-t -f -N ''). */
export const sshKeygen = command("ssh-keygen", (call) => {
  const given = new Map<string, string>();
  const rest = [...call.args];
  while (rest.length > 0) {
    const word = rest.shift()!;
    const match = /^-([lyAqvBe]*)([fFtNCEbPRmO])?(.*)$/s.exec(word);
    if (!match) return failed(call, `unexpected argument ${word}`, 255);
    for (const letter of match[1]!) given.set(letter, "");
    if (match[2]) given.set(match[2], match[3] || (rest.shift() ?? ""));
    else if (match[3]) return failed(call, `unknown option -- ${match[3]}`, 255);
  }
  if (given.has("A")) {
    if (call.files.account.uid !== 0) return failed(call, "cannot write host keys: Permission denied", 255);
    const host = (call.machine.disk.text("/etc/hostname") ?? "").trim();
    const made = HOST_KEY_TYPES.filter((type) => makeHostKey(call.machine.disk, type, `root@${host}`));
    return { stdout: `ssh-keygen: generating new host keys: ${made.map((type) => type.toUpperCase()).join(" ")}\n` };
  }
  if (given.has("l")) return fingerprint(call, given.get("f"), given.get("E"));
  if (given.has("y")) return publicHalf(call, given.get("f") ?? "");
  if (given.has("t") || given.has("N")) return create(call, given);
  return notSimulated(call, call.args.join(" "), 255);
});

function fingerprint(call: Call, name: string | undefined, hash = "sha256"): Outcome {
  if (name === undefined) return failed(call, "no key file given; add -f", 255);
  if (hash.toLowerCase() !== "sha256") return notSimulated(call, `-E ${hash}`, 255);
  try {
    const content = name === "-" || name === "/dev/stdin" ? call.stdin() : call.files.read(pathOf(call, name));
    const lines = content.toString("utf8").includes("PRIVATE KEY")
      ? [publicKeyOf(content.toString("utf8")) ?? ""]
      : content.toString("utf8").split("\n");
    const keys = lines.map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
    const stdout = keys.map(describe).filter((line) => line !== undefined);
    return stdout.length > 0
      ? { stdout: stdout.map((line) => `${line}\n`).join("") }
      : { stderr: `${name} is not a public key file.\n`, exitCode: 255 };
  } catch (error) {
    return { stderr: `ssh-keygen: ${name}: ${reasonOf(error)}\n`, exitCode: 255 };
  }
}

function describe(line: string): string | undefined {
  const parsed = ssh2().utils.parseKey(line);
  if (parsed instanceof Error) return undefined;
  const key = Array.isArray(parsed) ? parsed[0]! : parsed;
  const digest = createHash("sha256").update(key.getPublicSSH()).digest("base64").replace(/=+$/, "");
  const type = key.type
    .replace(/^ssh-/, "")
    .replace(/-sha2-nistp\d+$/, "")
    .toUpperCase();
  const bits = type === "ED25519" || type === "ECDSA" ? 256 : (key.getPublicSSH().length - 24) * 8;
  return `${type === "RSA" ? Math.round(bits / 1024) * 1024 : bits} SHA256:${digest} ${key.comment || "no comment"} (${type})`;
}

function publicHalf(call: Call, name: string): Outcome {
  try {
    const path = pathOf(call, name);
    if (call.files.stat(path).mode & 0o077) {
      return {
        stderr: `Permissions 0${call.files.stat(path).mode.toString(8)} for '${name}' are too open.\nThis private key will be ignored.\nLoad key "${name}": bad permissions\n`,
        exitCode: 255,
      };
    }
    const line = publicKeyOf(call.files.read(path).toString("utf8"));
    return line ? { stdout: line } : { stderr: `Load key "${name}": invalid format\n`, exitCode: 255 };
  } catch (error) {
    return { stderr: `${name}: ${reasonOf(error)}\n`, exitCode: 255 };
  }
}

function create(call: Call, given: ReadonlyMap<string, string>): Outcome {
  const type = given.get("t") ?? "ed25519";
  const name = given.get("f");
  if (!(HOST_KEY_TYPES as readonly string[]).includes(type)) return failed(call, `unknown key type ${type}`, 255);
  if (name === undefined || given.get("N") !== "")
    return notSimulated(call, "a key without -f or with a passphrase", 255);
  const path = pathOf(call, name);
  if (call.files.exists(path)) return { stdout: `${name} already exists.\nOverwrite (y/n)? `, exitCode: 1 };
  const pair = makeKeyPair(
    type as HostKeyType,
    given.get("C") ?? `${call.files.account.name}@${(call.machine.disk.text("/etc/hostname") ?? "").trim()}`,
  );
  try {
    call.files.write(path, Buffer.from(pair.private), { mode: 0o600 });
    call.files.write(`${path}.pub`, Buffer.from(`${pair.public}\n`), { mode: 0o644 });
    return {};
  } catch (error) {
    return { stderr: `Saving key "${name}" failed: ${reasonOf(error)}\n`, exitCode: 1 };
  }
}
