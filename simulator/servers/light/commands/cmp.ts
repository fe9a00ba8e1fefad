import { reasonOf } from "../disk/file-error";
import { command, failed, pathOf } from "./command";

/** cmp(1): 0 for equal bytes, 1 for a difference, 2 for trouble. */
export const cmp = command("cmp", (call) => {
  const quiet = call.args.some((word) => ["-s", "--quiet", "--silent"].includes(word));
  const names = call.args.filter((word) => word === "-" || !word.startsWith("-"));
  const unknown = call.args.find(
    (word) => word.startsWith("-") && !["-", "--", "-s", "--quiet", "--silent"].includes(word),
  );
  if (unknown) return failed(call, `invalid option -- '${unknown}'`, 2);
  if (names.length === 0) return failed(call, "missing operand after 'cmp'", 2);
  const contents: Buffer[] = [];
  for (const name of [names[0]!, names[1] ?? "-"]) {
    try {
      contents.push(name === "-" || name === "/dev/stdin" ? call.stdin() : call.files.read(pathOf(call, name)));
    } catch (error) {
      return quiet ? { exitCode: 2 } : failed(call, `${name}: ${reasonOf(error)}`, 2);
    }
  }
  const [first, second] = contents as [Buffer, Buffer];
  if (first.equals(second)) return {};
  if (quiet) return { exitCode: 1 };
  const length = Math.min(first.length, second.length);
  let at = 0;
  while (at < length && first[at] === second[at]) at += 1;
  if (at === length) {
    const shorter = first.length < second.length ? names[0] : (names[1] ?? "-");
    return { stderr: `cmp: EOF on ${shorter} after byte ${length}\n`, exitCode: 1 };
  }
  const line = first.subarray(0, at).toString("latin1").split("\n").length;
  return { stdout: `${names[0]} ${names[1] ?? "-"} differ: byte ${at + 1}, line ${line}\n`, exitCode: 1 };
});
