import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkSecretFiles } from "../../../operations/checks/secret-files";

let checkout: string;
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), "secret-files-"));
  mkdirSync(join(checkout, ".state/house"), { recursive: true, mode: 0o700 });
  writeFileSync(join(checkout, ".state/house/s3-credentials"), "", { mode: 0o600 });
  writeFileSync(join(checkout, ".secret"), "", { mode: 0o600 });
});
afterEach(() => rmSync(checkout, { recursive: true }));

const look = () =>
  checkSecretFiles(
    {
      stateFolder: join(checkout, ".state/house"),
      inventoryFolder: join(checkout, "ansible/inventory/house"),
    } as never,
    checkout,
  );

test("files that are the operator's alone are well, an inventory that is not there included", () => {
  expect(look()).toMatchObject({ status: "ok", what: "3 files and folders, yours alone" });
});

test.each([[".secret"], [".state/house/s3-credentials"], [".state/house"]])(
  "%s that the group may read is named with its cure",
  (path) => {
    chmodSync(join(checkout, path), 0o740);
    expect(look()).toMatchObject({ status: "fail", what: `others may read ${path}`, remedy: `chmod go= '${path}'` });
  },
);
