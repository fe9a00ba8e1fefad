import { SimulatedClock } from "../../../simulator/clock/simulated-clock";
import { MemoryStore } from "../../../simulator/store/memory-store";

const BEGIN = Date.parse("2026-01-01T00:00:00.000Z");

function clockAt(store = new MemoryStore()) {
  const real = { now: BEGIN };
  return { clock: new SimulatedClock(store, () => real.now), real, store };
}

it("is instant at first: what takes five minutes is over at once", () => {
  const { clock } = clockAt();
  expect(clock.isDue(clock.due(300))).toBe(true);
  expect(clock.now()).toBe("2026-01-01T00:00:00.000Z");
});

it("stands still when stepped, whatever time it is outside, until it is advanced", () => {
  const { clock, real } = clockAt();
  clock.set("stepped");
  const moment = clock.due(300);
  real.now += 3_600_000;
  expect(clock.now()).toBe("2026-01-01T00:00:00.000Z");
  clock.advance(299);
  expect(clock.isDue(moment)).toBe(false);
  clock.advance(1);
  expect(clock.isDue(moment)).toBe(true);
  expect(clock.now()).toBe("2026-01-01T00:05:00.000Z");
});

it("runs faster when scaled", () => {
  const { clock, real } = clockAt();
  clock.set("scaled", 60);
  const moment = clock.due(300);
  real.now += 4_999;
  expect(clock.isDue(moment)).toBe(false);
  real.now += 1;
  expect(clock.isDue(moment)).toBe(true);
});

it("never goes back when its kind changes", () => {
  const { clock, real } = clockAt();
  clock.set("scaled", 100);
  real.now += 1_000;
  clock.set("instant");
  expect(clock.now()).toBe("2026-01-01T00:01:40.000Z");
  real.now += 1_000;
  expect(clock.now()).toBe("2026-01-01T00:01:41.000Z");
});

it("goes on where it was after a restart", () => {
  const { clock, store } = clockAt();
  clock.set("stepped");
  clock.advance(60);
  expect(clockAt(store).clock.now()).toBe("2026-01-01T00:01:00.000Z");
});

it.each([0, -1, Number.NaN])("refuses the factor %p", (factor) => {
  expect(() => clockAt().clock.set("scaled", factor)).toThrow("the factor must be above 0");
});

it("refuses to be moved back", () => {
  expect(() => clockAt().clock.advance(-1)).toThrow("time goes forward only");
});
