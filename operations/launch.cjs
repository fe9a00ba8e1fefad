// Starts main.ts from one bundled file; `node --import tsx operations/main.ts` does the same, slower.
const { join } = require("node:path");
const { startBundled } = require("../toolchain/bundle/bundle");

startBundled({ root: join(__dirname, ".."), entry: "operations/main.ts", name: "operations" });
