import { checkSecrets, SECRETS_GUARD, secretVariables } from "../../config/secrets";

const UUID = "11111111-2222-3333-4444-abcdefABCDEF";
const USABLE = {
  SCW_ACCESS_KEY: "SCW0123456789ABCDEFG",
  SCW_SECRET_KEY: UUID,
  SCW_DEFAULT_ORGANIZATION_ID: UUID,
  ONE_PASSWORD: "correct-horse",
};

test("usable secrets pass", () => {
  expect(checkSecrets(USABLE)).toEqual([]);
});

test("every missing secret is named", () => {
  const problems = checkSecrets({});

  expect(problems.map(({ field, found }) => [field, found])).toEqual([
    ["SCW_ACCESS_KEY", "nothing"],
    ["SCW_SECRET_KEY", "nothing"],
    ["SCW_DEFAULT_ORGANIZATION_ID", "nothing"],
    ["ONE_PASSWORD", "nothing"],
  ]);
  expect(problems[0]?.fix).toBe("set SCW_ACCESS_KEY in .secret and run: source .secret");
});

const UNUSABLE: readonly [name: keyof typeof USABLE, value: string, found: string][] = [
  ["SCW_ACCESS_KEY", "SCW0123456789ABCDEF", "a value of another form"],
  ["SCW_ACCESS_KEY", "SCW0123456789abcdefg", "a value of another form"],
  ["SCW_ACCESS_KEY", "SCW0123456789ABCDEFG\n", "a value with a line break"],
  ["SCW_SECRET_KEY", "planted-1111-2222", "a value of another form"],
  ["SCW_SECRET_KEY", ` ${UUID}`, "a value with blanks"],
  ["SCW_DEFAULT_ORGANIZATION_ID", UUID.replaceAll("-", ""), "a value of another form"],
  ["ONE_PASSWORD", "planted password", "a value with blanks"],
  ["ONE_PASSWORD", "planted\tpassword", "a value with blanks"],
  ["ONE_PASSWORD", "planted\n", "a value with a line break"],
  ["ONE_PASSWORD", "planted\rpassword", "a value with a line break"],
  ["ONE_PASSWORD", "planté", "a value of another form"],
  ["ONE_PASSWORD", "planted\u0007", "a value of another form"],
  ["ONE_PASSWORD", "password", "a value of another form"],
  ["ONE_PASSWORD", "opennebula", "a value of another form"],
  ["ONE_PASSWORD", "x".repeat(257), "a value of another form"],
];

test.each(UNUSABLE)("%s = %j is refused, and its value is not shown", (name, value, found) => {
  const problems = checkSecrets({ ...USABLE, [name]: value });

  expect(problems).toEqual([expect.objectContaining({ field: name, found })]);
  expect(JSON.stringify(problems)).not.toContain("planted");
});

test.each([`a{{b{%c"d'e#f\\g`, "a:b", "$(y)`z`", "opennebula1", "!"])("the oneadmin password %s is usable", (value) => {
  expect(checkSecrets({ ...USABLE, ONE_PASSWORD: value })).toEqual([]);
});

/** Reads the condition as Terraform would: patterns without quotes or backslashes mean the same there and here. */
function evaluate(condition: string, value: string): boolean {
  return condition.split(" && ").every((part) => {
    const pattern = /^can\(regex\("([^"\\]+)", var\.\w+\)\)$/.exec(part)?.[1];
    const refused = /^var\.\w+ != "([^"\\]+)"$/.exec(part)?.[1];
    return pattern === undefined ? value !== refused : new RegExp(pattern).test(value);
  });
}

test("Terraform's conditions and the check before it judge alike", () => {
  for (const [name, value] of [...UNUSABLE, ...Object.entries(USABLE)] as [keyof typeof USABLE, string][]) {
    const variable = secretVariables.find(({ environmentName }) => environmentName === name)!;
    const usable = checkSecrets({ ...USABLE, [name]: value }).length === 0;
    expect([name, value, evaluate(variable.condition, value)]).toEqual([name, value, usable]);
    expect(evaluate(variable.condition, "")).toBe(false);
  }
});

test("each condition judges its own variable, through the guard, and its message names the variable to set", () => {
  for (const { name, environmentName, condition, guardCondition, errorMessage } of secretVariables) {
    expect(condition).toContain(`var.${name})`);
    expect(guardCondition).toBe(`var.${SECRETS_GUARD.name} && ${condition}`);
    expect(errorMessage).toMatch(new RegExp(`^${environmentName} is missing or unusable: expected .+\\.$`));
  }
});
