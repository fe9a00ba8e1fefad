// Starts main.ts from one bundled file; `node --import tsx toolchain/main.ts` does the same, slower. Every make target begins with it.
const { join } = require("node:path");
const { startBundled } = require("./bundle/bundle");

startBundled({ root: join(__dirname, ".."), entry: "toolchain/main.ts", name: "toolchain" });
