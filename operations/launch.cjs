// Starts main.ts from one bundled file; `node --import tsx operations/main.ts` does the same, slower.
const { join } = require("node:path");
const { bundle } = require("../toolchain/bundle/bundle");

bundle({ root: join(__dirname, ".."), entry: "operations/main.ts", name: "operations" }).then((file) => {
  process.argv[1] = file;
  require(file);
});
