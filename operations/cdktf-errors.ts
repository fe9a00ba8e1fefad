const BEGINS = /\bError: /;
/** What follows an error in cdktf's output and is none of it. */
const ENDS = /\bWarning: |Stacks? (?:deploying|done|waiting)|Invoking Terraform CLI failed/;
/** Terraform's quotation of the synthesized JSON, which nobody wrote by hand. */
const QUOTATION = /^on cdk\.tf\.json line |^\d+: |^[│╷╵]/;
const NOISE = /npm warn|^\s*at /;

/** What a server said to a provisioner: `address (path) (remote-exec): words`. */
const SAID = /(\S+) \(.+?\) \(remote-exec\): (.*)$/;
/** The object that an error is about. */
const ABOUT = /^with (\S+) \(/;
/** Lines that are told of what a server said last. */
const LAST_SAID = 8;

/** Lines that a failure is told in when no error is marked as one. */
const LAST_LINES = 15;

/** Terraform's own words out of what cdktf printed: each error once, without frames and without quoted JSON. */
export function errorsIn(lines: readonly string[]): readonly string[] {
  const errors: string[][] = [];
  let current: string[] | undefined;
  let quoting = false;
  for (const raw of lines) {
    // Boxed or not, and with the stack's name before the first line.
    const line = raw.replace(/^\s*(?:[a-z]+\s{2,})?[│╷╵]? ?/, "").trim();
    if (BEGINS.test(line)) {
      current = [];
      errors.push(current);
    } else if (ENDS.test(line)) current = undefined;
    // Below the quotation stand the values that it refers to, up to an empty line.
    quoting = line.startsWith("├") || (quoting && line !== "");
    if (current && !quoting && !QUOTATION.test(line) && !NOISE.test(raw)) {
      current.push(line);
      if (current[0]?.includes("remote-exec")) current.push(...saidBefore(lines, ABOUT.exec(line)?.[1]));
    }
  }
  const told = [
    ...new Set(
      errors.map((error) =>
        error
          .join("\n")
          .replaceAll(/\n{3,}/g, "\n\n")
          .trim(),
      ),
    ),
  ];
  if (told.length > 0)
    return told.flatMap((error, place) => [...(place > 0 ? [""] : []), ...indented(error.split("\n"))]);
  const said = lines.filter((line) => line.trim() !== "" && !NOISE.test(line) && !ENDS.test(line));
  return indented(said.slice(-LAST_LINES));
}

/** Terraform's error has the exit code alone; why, the server said before. */
function saidBefore(lines: readonly string[], address: string | undefined): readonly string[] {
  if (address === undefined) return [];
  const said = lines.flatMap((line) => {
    const [, whose, words] = SAID.exec(line) ?? [];
    return whose === address && words!.trim() !== "" ? [words!.trim()] : [];
  });
  const own = said.slice(said.lastIndexOf("Connected!") + 1).slice(-LAST_SAID);
  return own.length === 0 ? [] : ["", "the server said:", ...own.map((words) => `| ${words}`)];
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? "" : `  ${line}`));
}
