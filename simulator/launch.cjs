// Starts main.ts from one bundled file; `node --import tsx simulator/main.ts` does the same, slower.
const { join } = require("node:path");
const { bundle } = require("../toolchain/bundle/bundle");

bundle({ root: join(__dirname, ".."), entry: "simulator/main.ts", name: "simulator" }).then((file) => {
  process.argv[1] = file;
  require(file);
});
