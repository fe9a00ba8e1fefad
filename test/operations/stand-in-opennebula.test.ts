import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { layDownOpenNebula } from "../../operations/stand-in-opennebula";

const INVENTORY = join(__dirname, "../ansible/fixtures/inventory");

interface Order {
  readonly host: string;
  readonly command: string;
  readonly input: string;
}

/** Lays down on servers that answer with these words; the front-end is asked first. */
async function layDown(answer: { status: number; output: string }): Promise<Order[]> {
  const orders: Order[] = [];
  await layDownOpenNebula(INVENTORY, (host, command, input) => {
    orders.push({ host, command, input });
    return answer;
  });
  return orders;
}

/** What the script would find beside it. */
function filesIn({ input }: Order): string {
  const show = input.replace(/^sh lay-down\.sh .*$/m, 'for file in *; do echo "== $file"; cat "$file"; done');
  expect(show).not.toBe(input);
  return execFileSync("sh", ["-s"], { input: show, encoding: "utf8" });
}

test("the front-end gets OpenNebula's commands and everybody's keys, and every server the front-end's key", async () => {
  const orders = await layDown({ status: 0, output: "a warning\nssh-ed25519 AAAA oneadmin" });
  expect(orders.map(({ host, input }) => `${host}: ${/^sh lay-down\.sh (\S+)/m.exec(input)?.[1]}`)).toEqual([
    "fe: front-end",
    "fe: node",
    "host01: node",
  ]);
  expect(new Set(orders.map(({ command }) => command))).toEqual(new Set(["sudo sh -s"]));
  const [frontEnd, , node] = orders.map(filesIn) as [string, string, string];
  expect(frontEnd).toContain("== hosts\n10.16.0.3\n10.16.0.2\n");
  for (const name of ["lay-down.sh", "onehost", "onevnet", "opennebula.service", "oned.conf", "known_hosts"])
    expect(frontEnd).toContain(`== ${name}\n`);
  expect(node).toContain("== public-key\nssh-ed25519 AAAA oneadmin\n");
  expect(node).not.toContain("== onevnet");
});

test("a front-end with OpenNebula itself says nothing, and no server is touched", async () => {
  expect(await layDown({ status: 0, output: "" })).toHaveLength(1);
});

test("a server that refuses is named, with what it said", async () => {
  await expect(layDown({ status: 1, output: "useradd: no space left" })).rejects.toThrow(
    /put onto fe:\nuseradd: no space left\n/,
  );
});
