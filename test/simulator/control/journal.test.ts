import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeChanges, Journal, type JournalEntry } from "../../../simulator/control/journal";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
  path = join(folder, "journal.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function entry(over: Partial<JournalEntry> = {}): Omit<JournalEntry, "number"> {
  return {
    at: "2026-01-01T00:00:00.000Z",
    durationMs: 1,
    kind: "api",
    operation: "vpc.CreateVPC",
    method: "POST",
    host: "api.scaleway.com",
    path: "/vpc/v2/regions/fr-par/vpcs",
    status: 200,
    userAgent: null,
    accessKey: null,
    changes: [],
    ...over,
  };
}

it("numbers its entries over restarts", () => {
  const first = new Journal(path);
  first.write(entry());
  first.write(entry());
  first.close();
  const second = new Journal(path);
  second.write(entry());
  expect(second.read().map((one) => one.number)).toEqual([1, 2, 3]);
});

it("goes on behind the last whole entry when a killed process left half of one", () => {
  const first = new Journal(path);
  first.write(entry());
  first.close();
  appendFileSync(path, '{"number":2,"at":"20');
  const second = new Journal(path);
  second.write(entry({ operation: "vpc.DeleteVPC" }));
  expect(second.read().map((one) => [one.number, one.operation])).toEqual([
    [1, "vpc.CreateVPC"],
    [2, "vpc.DeleteVPC"],
  ]);
});

it("finds its place behind an entry that is longer than what it looks at first", () => {
  const first = new Journal(path);
  first.write(entry());
  first.write(entry({ note: "x".repeat(200_000) }));
  first.close();
  expect(new Journal(path).write(entry()).number).toBe(3);
});

it("is found by operation, kind, status, number and moment", () => {
  const journal = new Journal(path);
  journal.write(entry({ at: "2026-01-01T00:00:01.000Z" }));
  journal.write(entry({ at: "2026-01-01T00:00:02.000Z", operation: "vpc.DeleteVPC", status: 404 }));
  journal.write(entry({ at: "2026-01-01T00:00:03.000Z", operation: null, kind: "refused", status: 403 }));
  const numbers = (filter: Parameters<Journal["read"]>[0]) => journal.read(filter).map((one) => one.number);
  expect(numbers({ operation: "vpc.DeleteVPC" })).toEqual([2]);
  expect(numbers({ kind: "refused" })).toEqual([3]);
  expect(numbers({ status: 404 })).toEqual([2]);
  expect(numbers({ since: "1" })).toEqual([2, 3]);
  expect(numbers({ since: "2026-01-01T00:00:02.000Z" })).toEqual([2, 3]);
  expect(numbers({ since: "1", kind: "api" })).toEqual([2]);
});

it("is readable by its owner only", () => {
  new Journal(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it("names changed fields, and shows the values of harmless ones only", () => {
  const before = { id: "a", name: "fe", status: "ready", secret_key: "one", user_data: "x", tags: ["t"] };
  const after = { id: "a", name: "fe", status: "deleting", secret_key: "two", user_data: "y", tags: [] };
  const [change] = describeChanges([{ table: "baremetal.servers", id: "a", before, after }]);
  expect(change).toEqual({
    table: "baremetal.servers",
    id: "a",
    change: "updated",
    fields: { status: ["ready", "deleting"], secret_key: null, user_data: null, tags: null },
  });
});

it("tells creation from deletion and leaves the simulator's own rows out", () => {
  const row = { id: "a" };
  const changes = describeChanges([
    { table: "vpc.vpcs", id: "a", after: row },
    { table: "vpc.vpcs", id: "a", before: row },
    { table: "control.ids", id: "ids", before: row, after: { id: "ids" } },
  ]);
  expect(changes.map((one) => one.change)).toEqual(["created", "deleted"]);
});

it("writes an entry as one line", () => {
  const journal = new Journal(path);
  journal.write(entry({ note: "two\nlines" }));
  expect(readFileSync(path, "utf8").split("\n")).toHaveLength(2);
});
