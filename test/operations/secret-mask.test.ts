import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { secretMask } from "../../operations/secret-mask";

const PASSWORD = "a{{b{%c\"d'e#f\\g";
let inventory: string;

beforeEach(() => {
  inventory = mkdtempSync(join(tmpdir(), "on-mask-"));
  mkdirSync(join(inventory, "secrets"));
  writeFileSync(join(inventory, "secrets/one_password"), PASSWORD);
  writeFileSync(join(inventory, "secrets/empty"), "");
});

afterEach(() => rmSync(inventory, { recursive: true }));

test.each([
  ["as it is", PASSWORD],
  ["in JSON", JSON.stringify({ content: PASSWORD })],
  ["in JSON inside JSON", JSON.stringify(JSON.stringify({ content: PASSWORD }))],
])("hides a secret %s", (_, line) => {
  const shown = secretMask(inventory)(`ok: ${line} end`);
  expect(shown).toContain("********");
  expect(shown).not.toMatch(/a\{\{b|f\\+g/);
});

test("leaves every other line alone, with an empty secret too", () => {
  expect(secretMask(inventory)("PLAY [all] ****")).toBe("PLAY [all] ****");
});

test("works on an inventory without secrets", () => {
  rmSync(join(inventory, "secrets"), { recursive: true });
  expect(secretMask(inventory)("x")).toBe("x");
});
