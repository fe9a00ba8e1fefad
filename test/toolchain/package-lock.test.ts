import fs from "node:fs";
import path from "node:path";

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** npm writes such a lock without a word when a registry lacks one platform's package, and `npm ci` then refuses it. */
test("package-lock.json holds the binaries of every platform, so that npm ci works on each", () => {
  const file = path.join(__dirname, "..", "..", "package-lock.json");
  const { packages } = JSON.parse(fs.readFileSync(file, "utf8")) as { packages: Record<string, LockedPackage> };
  const missing = Object.entries(packages).flatMap(([place, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {})
      .filter((name) => !packages[`node_modules/${name}`] && !packages[`${place}/node_modules/${name}`])
      .map((name) => `${place} needs ${name}`),
  );
  expect(missing).toEqual([]);
});
