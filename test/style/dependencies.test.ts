import { findCycle, type Import, relativeImports } from "./imports";
import { textOf, trackedFiles } from "./tracked-files";

/** Who may import whom; a room that is not named here is no product code (tests, benchmarks). */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "main.ts": ["config", "stacks"],
  stacks: ["config", "constructs/opennebula", "constructs/scaleway", "constructs/net", "stacks/base.ts"],
  "stacks/base.ts": ["config", ".gen"],
  "constructs/opennebula": ["config", "constructs/opennebula", "constructs/scaleway", "constructs/net"],
  "constructs/scaleway": ["constructs/scaleway", "constructs/net", ".gen"],
  "constructs/net": ["constructs/net"],
  config: ["config", "constructs/net"],
  operations: ["operations", "config", "constructs/net", "toolchain", "toolchain/bundle"],
  toolchain: ["toolchain", "toolchain/bundle", "config"],
  // Starts TypeScript programs, whichever.
  "toolchain/bundle": [],
  simulator: ["simulator", "toolchain/bundle"],
};

const ours = trackedFiles("*.ts", "*.js", "*.cjs").filter((file) => !file.startsWith(".gen/"));
const imports = relativeImports(ours);

function roomOf(file: string): string {
  const rooms = [...Object.keys(MAY_IMPORT), ".gen"].filter((room) => file === room || file.startsWith(`${room}/`));
  return rooms.sort((one, other) => other.length - one.length)[0] ?? file.split("/")[0]!;
}

function isAllowed({ from, to }: Import): boolean {
  const allowed = MAY_IMPORT[roomOf(from)];
  return allowed === undefined || allowed.includes(roomOf(to));
}

test("imports are found at all", () => {
  for (const room of ["main.ts", "stacks", "stacks/base.ts", "constructs/opennebula", "operations", "simulator"])
    expect(imports.map(({ from }) => roomOf(from))).toContain(room);
});

test("imports only go down: main, stacks, constructs of OpenNebula, constructs of Scaleway, the binding", () => {
  expect(imports.filter((each) => !isAllowed(each))).toEqual([]);
});

test("the simulator and the product never import each other", () => {
  const crossing = imports.filter(({ from, to }) => {
    const rooms = [roomOf(from), roomOf(to)];
    const product = rooms.filter((room) => MAY_IMPORT[room] && room !== "simulator" && room !== "toolchain/bundle");
    return rooms.includes("simulator") && product.length > 0;
  });
  expect(crossing).toEqual([]);
});

test("nothing imports itself by way of others", () => {
  expect(findCycle(imports)).toBeUndefined();
  expect(findCycle([...imports, { from: "config/schema.ts", to: "main.ts" }])).toContain("main.ts");
});

test("no default export, and no file that only hands on what others export", () => {
  const code = ours.map((file) => [file, textOf(file)] as const);
  expect(code.filter(([, text]) => /^export default\b/m.test(text)).map(([file]) => file)).toEqual([]);
  const barrel = (text: string) =>
    /^export \*/m.test(text) || /^(?:\s*export \{[^}]*\} from "[^"]+";?)+\s*$/.test(text);
  expect(code.filter(([, text]) => barrel(text)).map(([file]) => file)).toEqual([]);
});
