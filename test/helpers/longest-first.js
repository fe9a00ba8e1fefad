// The order of the test files where jest has no times of its own yet, as in CI: whoever starts last decides when all are done.
const Sequencer = require("@jest/test-sequencer").default;

/** Longest first; files that are not here are short. */
const LONG = [
  "driver/role",
  "ansible/inventory-contract",
  "demo/demo",
  "operations/operator",
  "scale/scale",
  "guards/guards",
  "review/review",
  "secrets/secrets",
  "lifecycle/stacks",
  "identity/identity",
  "escape/clients",
];

class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => LONG.findIndex((part) => path.endsWith(`test/integration/${part}.test.ts`)) >>> 0;
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
}

module.exports = Object.assign(LongestFirst, { LONG });
