import { findAccount, findGroup } from "../disk/accounts";
import type { Entry } from "../disk/disk";
import { reasonOf } from "../disk/file-error";
import { type Call, command, failed, pathOf } from "./command";
import { permissionString } from "./stat";

interface Item {
  readonly name: string;
  readonly entry: Entry;
}

/** ls with real owners and modes: -a -A -l -n -1 -d -R -t -r -h -F -i are taken, columns are not made. */
export const ls = command("ls", (call) => {
  const letters = call.args
    .filter((word) => /^-[^-]/.test(word))
    .join("")
    .replace(/-/g, "");
  const unknown = [...letters].find((letter) => !"aAln1dRtrhFiSpX".includes(letter));
  if (unknown) return failed(call, `invalid option -- '${unknown}'`, 2);
  const long = letters.includes("l") || letters.includes("n");
  const targets = call.args.filter((word) => !/^-./.test(word));
  const files: Item[] = [];
  const folders: string[] = [];
  let stderr = "";
  for (const target of targets.length > 0 ? targets : ["."]) {
    try {
      const path = pathOf(call, target);
      const entry = long || letters.includes("d") ? call.files.lstat(path) : call.files.stat(path);
      if (entry.kind === "directory" && !letters.includes("d")) folders.push(target);
      else files.push({ name: target, entry });
    } catch (error) {
      stderr += `ls: cannot access '${target}': ${reasonOf(error)}\n`;
    }
  }
  const blocks = files.length > 0 ? [render(call, sorted(files, letters), letters, long, false)] : [];
  while (folders.length > 0) {
    const folder = folders.shift()!;
    try {
      const items = itemsOf(call, pathOf(call, folder), letters);
      const header = targets.length > 1 || letters.includes("R") ? `${folder}:\n` : "";
      blocks.push(header + render(call, sorted(items, letters), letters, long, true));
      const inner = items.filter((item) => item.entry.kind === "directory" && item.name !== "." && item.name !== "..");
      if (letters.includes("R")) folders.unshift(...inner.map((item) => `${folder}/${item.name}`));
    } catch (error) {
      stderr += `ls: cannot open directory '${folder}': ${reasonOf(error)}\n`;
    }
  }
  return { stdout: blocks.join("\n"), stderr, exitCode: stderr ? 2 : 0 };
});

function itemsOf(call: Call, path: string, letters: string): Item[] {
  const names = call.files.list(path).filter((name) => /[aA]/.test(letters) || !name.startsWith("."));
  const dots = letters.includes("a") ? [".", ".."] : [];
  return [...dots, ...names].map((name) => ({ name, entry: call.files.lstat(pathOf({ ...call, cwd: path }, name)) }));
}

function sorted(items: readonly Item[], letters: string): Item[] {
  const result = [...items];
  if (letters.includes("t")) result.sort((a, b) => b.entry.mtime - a.entry.mtime);
  return letters.includes("r") ? result.reverse() : result;
}

function render(call: Call, items: readonly Item[], letters: string, long: boolean, total: boolean): string {
  const lines = items.map(({ name, entry }) => {
    const mark = letters.includes("F") && entry.kind === "directory" ? "/" : "";
    if (!long) return `${name}${mark}`;
    const user = letters.includes("n") ? entry.uid : (findAccount(call.machine.disk, entry.uid)?.name ?? entry.uid);
    const group = letters.includes("n") ? entry.gid : (findGroup(call.machine.disk, entry.gid)?.name ?? entry.gid);
    const moment = new Date(entry.mtime).toISOString().slice(0, 16).replace("T", " ");
    const target = entry.kind === "symlink" ? ` -> ${entry.target}` : "";
    return `${permissionString(entry)} 1 ${user} ${group} ${String(sizeOf(entry)).padStart(6)} ${moment} ${name}${mark}${target}`;
  });
  const kilobytes = items.reduce((sum, item) => sum + Math.ceil(sizeOf(item.entry) / 4096) * 4, 0);
  return [...(long && total ? [`total ${kilobytes}`] : []), ...lines].map((line) => `${line}\n`).join("");
}

function sizeOf(entry: Entry): number {
  return entry.kind === "file" ? entry.content.length : entry.kind === "directory" ? 4096 : entry.target.length;
}
