import { randomBytes } from "node:crypto";
import { reasonOf } from "../disk/file-error";
import { command, failed, pathOf } from "./command";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** mktemp(1): a file of mode 0600, or with -d a folder of mode 0700. */
export const mktemp = command("mktemp", (call) => {
  let template: string | undefined;
  let folder = false;
  let dry = false;
  let base: string | undefined;
  let suffix = "";
  const rest = [...call.args];
  while (rest.length > 0) {
    const word = rest.shift()!;
    if (word === "-p") base = rest.shift() ?? "/tmp";
    else if (word.startsWith("--tmpdir")) base = word.includes("=") ? word.slice(9) : (call.env.TMPDIR ?? "/tmp");
    else if (word.startsWith("--suffix=")) suffix = word.slice(9);
    else if (word === "--directory") folder = true;
    else if (/^-[dtuq]+$/.test(word)) {
      folder ||= word.includes("d");
      dry ||= word.includes("u");
      if (word.includes("t")) base ??= call.env.TMPDIR ?? "/tmp";
    } else if (word.startsWith("-")) return failed(call, `invalid option -- '${word}'`);
    else template = word;
  }
  if (template === undefined) base ??= call.env.TMPDIR ?? "/tmp";
  const match = /^(.*?)(X{3,})([^X]*)$/s.exec(template ?? "tmp.XXXXXXXXXX");
  if (!match) return failed(call, `too few X's in template '${template}'`);
  const chosen = [...randomBytes(match[2]!.length)].map((byte) => LETTERS[byte % LETTERS.length]).join("");
  const name = `${match[1]}${chosen}${match[3]}${suffix}`;
  const shown = base === undefined ? name : `${base}/${name}`;
  if (dry) return { stdout: `${shown}\n` };
  try {
    const path = pathOf(call, shown);
    if (folder) call.files.makeFolder(path, { mode: 0o700 });
    else call.files.write(path, Buffer.alloc(0), { mode: 0o600 });
    return { stdout: `${shown}\n` };
  } catch (error) {
    return failed(
      call,
      `failed to create ${folder ? "directory" : "file"} via template '${template ?? shown}': ${reasonOf(error)}`,
    );
  }
});
