import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FileBlobStore } from "../../../simulator/store/blobs";

let folder: string;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "blobs-")), "blobs");
});
afterEach(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

it("gives back what was put, under its SHA-256", () => {
  const blobs = new FileBlobStore(folder);
  const body = Buffer.from([0, 1, 255]);
  const name = blobs.put(body);
  expect(name).toBe(createHash("sha256").update(body).digest("hex"));
  expect(new FileBlobStore(folder).get(name)).toEqual(body);
});

it("stores equal bodies once, for its owner's eyes only", () => {
  const blobs = new FileBlobStore(folder);
  const name = blobs.put(Buffer.from("state"));
  blobs.put(Buffer.from("state"));
  expect(readdirSync(folder)).toEqual([name]);
  expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
});

it("collects what nobody names any more", () => {
  const blobs = new FileBlobStore(folder);
  const [kept, gone] = [blobs.put(Buffer.from("kept")), blobs.put(Buffer.from("gone"))];
  expect(blobs.collect(new Set([kept]))).toBe(1);
  expect(blobs.get(kept).toString()).toBe("kept");
  expect(() => blobs.get(gone)).toThrow("the cloud directory is damaged");
});

it("takes no name that is not a SHA-256", () => {
  expect(() => new FileBlobStore(folder).get("../store.jsonl")).toThrow("is not a SHA-256");
});
