// Starts main.ts from one bundled file; `node --import tsx simulator/main.ts` does the same, slower.
const { join } = require("node:path");
const { startBundled } = require("../toolchain/bundle/bundle");

startBundled({ root: join(__dirname, ".."), entry: "simulator/main.ts", name: "simulator" });
