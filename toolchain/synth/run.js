// What cdktf runs to synthesize (`app` in cdktf.json): main.ts from one bundled file, cdktf and all, since loading a bundle takes
// less than half the time of `require("cdktf")`. `npx tsx main.ts` writes the same bytes, slower.
const path = require("node:path");
const { runBundled } = require("../bundle/bundle");

/** Each of cdktf's tokens records where it was made, for the text of an error that a wrong token would bring: half of a synth. */
const withoutTokenTraces = {
  name: "without-token-traces",
  setup(build) {
    build.onLoad({ filter: /cdktf[\\/]lib[\\/]tokens[\\/]private[\\/]stack-trace\.js$/ }, () => ({
      contents: "exports.captureStackTrace = () => [];",
    }));
  },
};

runBundled({
  root: path.join(__dirname, "../.."),
  entry: "main.ts",
  name: "synth",
  withPackages: true,
  plugins: [withoutTokenTraces],
});
