import { SeededIds } from "../../../simulator/clock/seeded-ids";
import { SimulatedClock } from "../../../simulator/clock/simulated-clock";
import { bootstrap, bootstrapCredentials } from "../../../simulator/services/bootstrap";
import { MemoryStore } from "../../../simulator/store/memory-store";

function newAccount(seed: string) {
  const store = new MemoryStore();
  bootstrap(store, new SeededIds(store, seed), new SimulatedClock(store));
  return store;
}

test("the owner's key has the form that the provider demands before it starts", () => {
  const { accessKey, secretKey, organizationId, defaultProjectId } = bootstrapCredentials(newAccount("one"));
  expect(accessKey).toMatch(/^SCW[A-Z0-9]{17}$/);
  expect(secretKey).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(defaultProjectId).toBe(organizationId);
});

test("one seed gives one account, another seed another", () => {
  expect(bootstrapCredentials(newAccount("one"))).toEqual(bootstrapCredentials(newAccount("one")));
  expect(bootstrapCredentials(newAccount("one"))).not.toEqual(bootstrapCredentials(newAccount("two")));
});

test("an account that stands is left alone", () => {
  const store = newAccount("one");
  const before = bootstrapCredentials(store);
  bootstrap(store, new SeededIds(store, "one"), new SimulatedClock(store));
  expect(bootstrapCredentials(store)).toEqual(before);
  expect(store.table("account.projects").list()).toHaveLength(1);
});

test("without an account the way out is named", () => {
  expect(() => bootstrapCredentials(new MemoryStore())).toThrow("reset the simulator");
});
