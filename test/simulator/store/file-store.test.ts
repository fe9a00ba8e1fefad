import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FileStore } from "../../../simulator/store/file-store";
import type { Row } from "../../../simulator/store/store";

interface Thing extends Row {
  readonly name: string;
  readonly tags?: readonly string[];
}

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "store-"));
  path = join(folder, "store.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const things = (store: FileStore) => store.table<Thing>("things");

/** What another process would find: the file as it is now, opened anew while the first store still has it open. */
function reopened(): FileStore {
  const copy = join(folder, "copy.jsonl");
  writeFileSync(copy, readFileSync(path));
  return new FileStore(copy);
}

it("has a row on disk when put returns", () => {
  const store = new FileStore(path);
  things(store).put({ id: "a", name: "one", tags: ["x"] });
  expect(things(reopened()).get("a")).toEqual({ id: "a", name: "one", tags: ["x"] });
});

it("has a deletion on disk when delete returns", () => {
  const store = new FileStore(path);
  things(store).put({ id: "a", name: "one" });
  things(store).delete("a");
  expect(things(reopened()).list()).toEqual([]);
});

it("keeps the order of first insertion over changes and a restart", () => {
  const store = new FileStore(path);
  for (const id of ["c", "a", "b"]) things(store).put({ id, name: id });
  things(store).put({ id: "a", name: "changed" });
  const ids = (of: FileStore) =>
    things(of)
      .list()
      .map((row) => row.id);
  expect(ids(store)).toEqual(["c", "a", "b"]);
  expect(ids(reopened())).toEqual(["c", "a", "b"]);
});

it("writes a transaction as a whole or not at all", () => {
  const store = new FileStore(path);
  things(store).put({ id: "a", name: "before" });
  const failing = () =>
    store.transaction(() => {
      things(store).put({ id: "a", name: "after" });
      things(store).put({ id: "b", name: "new" });
      things(store).delete("a");
      throw new Error("handler broke");
    });
  expect(failing).toThrow("handler broke");
  expect(things(store).list()).toEqual([{ id: "a", name: "before" }]);
  expect(things(reopened()).list()).toEqual([{ id: "a", name: "before" }]);
});

it("tells what a transaction has changed", () => {
  const store = new FileStore(path);
  const old = things(store).put({ id: "a", name: "before" });
  const { changes } = store.transaction(() => things(store).put({ id: "a", name: "after" }));
  expect(changes).toEqual([{ table: "things", id: "a", before: old, after: { id: "a", name: "after" } }]);
});

it("drops a last line that a killed process did not finish, and nothing else", () => {
  const store = new FileStore(path);
  things(store).put({ id: "a", name: "one" });
  store.close();
  appendFileSync(path, '[["put","things",{"id":"b","na');
  const again = new FileStore(path);
  expect(things(again).list()).toEqual([{ id: "a", name: "one" }]);
  things(again).put({ id: "c", name: "three" });
  expect(
    things(reopened())
      .list()
      .map((row) => row.id),
  ).toEqual(["a", "c"]);
});

it.each([
  ["a file of something else", "hello\n", /first line is "hello"/],
  ["a store of another schema", '{"kind":"simulated-scaleway-store","schema":99}\n', /not a store of schema 1/],
  ["a damaged line in the middle", "GOOD{oops\nGOOD", /line 3, cannot be read/],
  ["a line that is no change", 'GOOD[["put","things",{"name":"no id"}]]\n', /line 3, cannot be read/],
])("refuses %s with the reason, and leaves it as it is", (_, content, reason) => {
  new FileStore(path).close();
  const header = readFileSync(path, "utf8");
  const good = '[["put","things",{"id":"a","name":"one"}]]\n';
  const text = content.includes("GOOD") ? header + content.replaceAll("GOOD", good) : content;
  writeFileSync(path, text);
  expect(() => new FileStore(path)).toThrow(reason);
  expect(readFileSync(path, "utf8")).toBe(text);
});

it("shrinks the log to what is alive when it is opened", () => {
  const store = new FileStore(path);
  for (let turn = 0; turn < 500; turn++) things(store).put({ id: "a", name: `turn ${turn}` });
  const before = statSync(path).size;
  store.close();
  new FileStore(path).close();
  expect(statSync(path).size).toBeLessThan(before / 50);
});

it("writes no line for a row that is put again unchanged", () => {
  const store = new FileStore(path);
  things(store).put({ id: "a", name: "one" });
  const before = statSync(path).size;
  things(store).put({ id: "a", name: "one" });
  expect(statSync(path).size).toBe(before);
});

it("is readable by its owner only", () => {
  new FileStore(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it("does not rewrite what is there to change one row among a thousand", () => {
  const store = new FileStore(path);
  for (let number = 0; number < 1000; number++) things(store).put({ id: `row${number}`, name: "x".repeat(500) });
  const before = statSync(path).size;
  things(store).put({ id: "row500", name: "changed" });
  expect(statSync(path).size - before).toBeLessThan(200);
});
