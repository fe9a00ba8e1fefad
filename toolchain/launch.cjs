// Starts main.ts from one bundled file; `node --import tsx toolchain/main.ts` does the same, slower. Every make target begins with it.
const { join } = require("node:path");
const { bundle } = require("./bundle/bundle");

bundle({ root: join(__dirname, ".."), entry: "toolchain/main.ts", name: "toolchain" }).then((file) => {
  process.argv[1] = file;
  require(file);
});
