import { MemoryStore } from "../../../simulator/store/memory-store";
import type { Row } from "../../../simulator/store/store";

interface Thing extends Row {
  readonly nested: { count: number };
  readonly left?: undefined;
}

it("freezes what it keeps, so that a handler cannot change a row behind the store's back", () => {
  const kept = new MemoryStore().table<Thing>("things").put({ id: "a", nested: { count: 1 } });
  expect(() => {
    kept.nested.count = 2;
  }).toThrow(TypeError);
});

it("keeps a copy: the caller's own object stays its own", () => {
  const table = new MemoryStore().table<Thing>("things");
  const own = { id: "a", nested: { count: 1 } };
  table.put(own);
  own.nested.count = 2;
  expect(table.get("a")?.nested.count).toBe(1);
});

it("keeps a row as JSON would: a field that is undefined is no field", () => {
  const table = new MemoryStore().table<Thing>("things");
  table.put({ id: "a", nested: { count: 1 }, left: undefined });
  expect(Object.keys(table.get("a") ?? {})).toEqual(["id", "nested"]);
});

it("refuses a row without an id", () => {
  expect(() => new MemoryStore().table("things").put({ id: "" })).toThrow("a row of things has no id");
});

it("says whether there was something to delete", () => {
  const table = new MemoryStore().table("things");
  table.put({ id: "a" });
  expect([table.delete("a"), table.delete("a")]).toEqual([true, false]);
});

it("gives every caller the same table", () => {
  const store = new MemoryStore();
  store.table("things").put({ id: "a" });
  expect(store.table("things").get("a")).toEqual({ id: "a" });
  expect(store.table("others").list()).toEqual([]);
});
