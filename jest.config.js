// Three projects: `fast` needs no Terraform and less than a minute; `integration` runs the real tools against the simulator, `metal` real guests.
const transform = {
  "^.+\\.(t|j|mj)s$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }],
};
const common = { transform, testEnvironment: "node", transformIgnorePatterns: ["node_modules/(?!(execa|just-bash)/)"] };

module.exports = {
  // Files of the fast project share nothing; the default leaves one core idle.
  maxWorkers: "100%",
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
