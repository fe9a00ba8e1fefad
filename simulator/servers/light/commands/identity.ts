import { findAccount } from "../disk/accounts";
import { command, failed } from "./command";

export const id = command("id", (call) => {
  const letters = call.args
    .filter((word) => word.startsWith("-"))
    .join("")
    .replace(/-/g, "");
  const name = call.args.find((word) => !word.startsWith("-"));
  const account = name === undefined ? call.files.account : findAccount(call.machine.disk, name);
  if (!account) return failed(call, `'${name}': no such user`);
  const named = letters.includes("n");
  const groups = account.groups.map((group) => (named ? group.name : String(group.gid)));
  if (letters.includes("u")) return { stdout: `${named ? account.name : account.uid}\n` };
  if (letters.includes("G")) return { stdout: `${groups.join(" ")}\n` };
  if (letters.includes("g")) return { stdout: `${groups[0] ?? account.gid}\n` };
  const list = account.groups.map((group) => `${group.gid}(${group.name})`).join(",");
  const own = account.groups[0]?.name ?? account.name;
  return { stdout: `uid=${account.uid}(${account.name}) gid=${account.gid}(${own}) groups=${list}\n` };
});

export const whoami = command(["whoami", "logname"], (call) => ({ stdout: `${call.files.account.name}\n` }));

/** getent for the two databases that scripts ask: passwd and group. */
export const getent = command("getent", (call) => {
  const [database, key] = call.args;
  if (database !== "passwd" && database !== "group") return failed(call, `Unknown database: ${database ?? ""}`, 1);
  const lines = (call.machine.disk.text(`/etc/${database}`) ?? "").split("\n").filter(Boolean);
  const found =
    key === undefined ? lines : lines.filter((line) => line.split(":")[0] === key || line.split(":")[2] === key);
  return { stdout: found.map((line) => `${line}\n`).join(""), exitCode: found.length > 0 ? 0 : 2 };
});
