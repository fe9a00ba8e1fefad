import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { readEnvironment, writeEnvironment } from "../../toolchain/environment";
import { emptyCheckout } from "./fake-program";

const AWKWARD = { PLAIN: "/a/b", QUOTED: '/it\'s/a b/$HOME`x`"y"', EMPTY: "" };

test("a shell and this program read the same values, whatever characters they hold", () => {
  const places = emptyCheckout();
  writeEnvironment(places, AWKWARD);
  expect(readEnvironment(places)).toEqual(AWKWARD);
  const printed = execFileSync("bash", [
    "-c",
    '. "$1"; printf "%s|%s|%s" "$PLAIN" "$QUOTED" "$EMPTY"',
    "_",
    places.environment,
  ]);
  expect(printed.toString()).toBe(`${AWKWARD.PLAIN}|${AWKWARD.QUOTED}|`);
  fs.rmSync(places.repository, { recursive: true });
});

test("is undefined where the toolchain has not run", () => {
  const places = emptyCheckout();
  expect(readEnvironment(places)).toBeUndefined();
  fs.rmSync(places.repository, { recursive: true });
});
