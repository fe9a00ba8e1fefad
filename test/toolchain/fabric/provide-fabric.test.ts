import fs from "node:fs";
import path from "node:path";
import { provideFabric } from "../../../toolchain/fabric/provide-fabric";
import { emptyCheckout, fakeProgram, withPath } from "../fake-program";

let places = emptyCheckout();
beforeEach(() => {
  places = emptyCheckout();
});
afterEach(() => fs.rmSync(places.repository, { recursive: true }));

test("the fabric is built once, from this repository's own module", async () => {
  const go = fakeProgram(
    places.repository,
    "go",
    `pwd > "$(dirname "$0")/place"; while [ "$1" != -o ]; do shift; done; echo built > "$2"`,
  );
  const bin = path.join(places.repository, "bin");
  for (const _ of [1, 2])
    expect(await withPath(bin, () => provideFabric(places, () => {}))).toBe(path.join(places.cache, "bin", "fabric"));
  expect(go.calls()).toHaveLength(1);
  const module = fs.readFileSync(path.join(bin, "place"), "utf8").trim();
  expect(fs.readFileSync(path.join(module, "main.go"), "utf8")).toMatch(/^package main$/m);
  expect(fs.readFileSync(places.fabric, "utf8")).toBe("built\n");
});
