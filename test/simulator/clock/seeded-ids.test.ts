import { SeededIds } from "../../../simulator/clock/seeded-ids";
import { MemoryStore } from "../../../simulator/store/memory-store";

const drawAll = (ids: SeededIds) => [ids.uuid(), ids.integer(4096), ids.alphanumeric(17), ids.uuid()];

it("gives the same ids for the same seed, and others for another", () => {
  const [first, second, other] = ["a", "a", "b"].map((seed) => drawAll(new SeededIds(new MemoryStore(), seed)));
  expect(second).toEqual(first);
  expect(other).not.toEqual(first);
});

it("draws UUIDs of version 4 that do not repeat", () => {
  const ids = new SeededIds(new MemoryStore(), "a");
  const drawn = Array.from({ length: 500 }, () => ids.uuid());
  for (const id of drawn) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(drawn).size).toBe(500);
});

it("draws access keys' letters and integers within their bounds", () => {
  const ids = new SeededIds(new MemoryStore(), "a");
  expect(ids.alphanumeric(17)).toMatch(/^[A-Z0-9]{17}$/);
  const drawn = Array.from({ length: 200 }, () => ids.integer(3));
  expect(new Set(drawn)).toEqual(new Set([0, 1, 2]));
});

it("goes on after a restart where it was, whatever seed is offered", () => {
  const whole = new SeededIds(new MemoryStore(), "a");
  const wanted = [whole.uuid(), whole.uuid()];
  const store = new MemoryStore();
  expect([new SeededIds(store, "a").uuid(), new SeededIds(store, "b").uuid()]).toEqual(wanted);
});

it("refuses to draw below 1", () => {
  expect(() => new SeededIds(new MemoryStore(), "a").integer(0)).toThrow("below 0");
});
