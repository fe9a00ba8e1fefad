import { hostsOf, workerNames } from "../../config/hosts";

test("a number of workers gives host01 upwards, the front-end first", () => {
  expect(hostsOf(2, ["host02"])).toEqual([
    { name: "fe", serverName: "opennebula-web", role: "front-end", allowReinstall: false },
    { name: "host01", serverName: "opennebula-worker-0", role: "worker", allowReinstall: false },
    { name: "host02", serverName: "opennebula-worker-1", role: "worker", allowReinstall: true },
  ]);
});

test("listed workers keep the file's order and their own servers", () => {
  expect(hostsOf(["host05", "gpu"], []).map(({ serverName }) => serverName)).toEqual([
    "opennebula-web",
    "opennebula-worker-4",
    "opennebula-worker-gpu",
  ]);
});

test("a number and the list of the same names are the same workers", () => {
  expect(hostsOf(workerNames(120), [])).toEqual(hostsOf(120, []));
  expect(workerNames(120)[119]).toBe("host120");
  expect(workerNames(0)).toEqual([]);
});
