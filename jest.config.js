// Three projects: `fast` needs no Terraform and less than a minute; `integration` runs the real tools against the simulator, `metal` real guests.
const { availableParallelism } = require("node:os");

const transform = {
  "^.+\\.(t|j|mj)s$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }],
};
const common = {
  transform,
  testEnvironment: "node",
  transformIgnorePatterns: ["node_modules/(?!(execa|just-bash)/)"],
  // zod's messages in fifty languages, which each test file would load.
  moduleNameMapper: { "^\\.\\./locales/index\\.cjs$": "zod/v4/locales/en.cjs" },
};

module.exports = {
  // Files of the fast project share nothing, and some wait for programs that they start; the default leaves one core idle.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  testSequencer: "<rootDir>/test/helpers/longest-first.js",
  projects: [
    {
      ...common,
      displayName: "fast",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "/test/integration/", "/test/metal/"],
    },
    { ...common, displayName: "integration", testMatch: ["<rootDir>/test/integration/**/*.test.ts"] },
    // QEMU guests: a test of its own, since it takes as long as all others together.
    { ...common, displayName: "metal", testMatch: ["<rootDir>/test/metal/**/*.test.ts"] },
  ],
};
