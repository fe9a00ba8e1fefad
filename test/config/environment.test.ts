import { checkOutputFolder, deploymentNameFromEnvironment, outputFolder } from "../../config/environment";

const OWN_FOLDERS = ["cdktf.out/prod", "/checkout/cdktf.out/prod", "/checkout/cdktf.out/prod/", "./cdktf.out//prod"];

test.each(OWN_FOLDERS)("%s is the folder of prod", (folder) => {
  expect(checkOutputFolder("prod", { CDKTF_OUTDIR: folder })).toEqual([]);
  expect(checkOutputFolder("prod", { CDKTF_OUTPUT: folder })).toEqual([]);
});

const OTHER_FOLDERS = [
  "cdktf.out",
  "cdktf.out/demo",
  "/checkout/cdktf.out/prod2",
  "/elsewhere/prod",
  "/cdktf.out/prod/..",
  "/",
];

test.each(OTHER_FOLDERS)("%s is not the folder of prod", (folder) => {
  const [problem] = checkOutputFolder("prod", { CDKTF_OUTDIR: folder });

  expect(problem).toMatchObject({
    field: "CDKTF_OUTDIR",
    expected: "a folder that ends in cdktf.out/prod, because DEPLOYMENT is prod",
    found: folder,
    fix: expect.stringContaining("source env.sh"),
  });
});

test("what cdktf hands over counts, not what it was made from", () => {
  expect(checkOutputFolder("prod", { CDKTF_OUTDIR: "cdktf.out/prod", CDKTF_OUTPUT: "cdktf.out/demo" })).toEqual([]);
});

test("without cdktf there is nothing to check, and the deployment has its own folder all the same", () => {
  expect(checkOutputFolder("prod", {})).toEqual([]);
  expect(outputFolder("prod", {})).toBe("cdktf.out/prod");
  expect(outputFolder("prod", { CDKTF_OUTDIR: "/checkout/cdktf.out/prod" })).toBe("/checkout/cdktf.out/prod");
});

test("a deployment's name cannot lead out of its folder", () => {
  expect(() => deploymentNameFromEnvironment({ DEPLOYMENT: "../prod" })).toThrow(/found {5}\.\.\/prod/);
  expect(deploymentNameFromEnvironment({ DEPLOYMENT: "eu-2" })).toBe("eu-2");
  expect(deploymentNameFromEnvironment({})).toBe("demo");
});
