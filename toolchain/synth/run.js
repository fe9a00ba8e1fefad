// What cdktf runs to synthesize (`app` in cdktf.json): main.ts from one bundled file, cdktf and all, since loading a bundle takes
// less than half the time of `require("cdktf")`. `npx tsx main.ts` writes the same bytes, slower.
const path = require("node:path");
const { runBundled } = require("../bundle/bundle");
const { fasterCdktf } = require("./faster-cdktf");

runBundled({
  root: path.join(__dirname, "../.."),
  entry: "main.ts",
  name: "synth",
  withPackages: true,
  plugins: [fasterCdktf],
  makers: ["toolchain/synth/faster-cdktf.js"],
});
