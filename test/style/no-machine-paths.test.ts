import { textOf, trackedFiles } from "./tracked-files";

/** Written in parts, since this file is scanned as well. Ann is invented, and ubuntu lives on servers. */
const HOMES = new RegExp(
  `(?<![\\w.~-])/(?:${["wo" + "rk", "ro" + "ot", "(?:home|Users)/(?!ann\\b|ubuntu\\b)\\w+"].join("|")})/`,
);
const TEMPORARY = new RegExp(`(?<![\\w.~-])/${"tm" + "p"}/`);
const REGISTRIES = new RegExp(
  [
    "proxy.gol" + "ang.org",
    "sum.gol" + "ang.org",
    "registry.npm" + "js.org",
    "pythonho" + "sted.org",
    "deb.deb" + "ian.org",
  ]
    .map((host) => host.replaceAll(".", "\\."))
    .join("|"),
);

/** Where such a path belongs to another machine. */
const OTHER_MACHINES: Readonly<Record<string, string>> = {
  "simulator/servers/": "the disk of a simulated server",
  "test/simulator/servers/": "the disk of a simulated server",
};

const isAboutAnotherMachine = (file: string) => Object.keys(OTHER_MACHINES).some((place) => file.startsWith(place));

const files = trackedFiles().map((file) => [file, textOf(file)] as const);

function linesWith(pattern: RegExp, skip: (file: string) => boolean = () => false): string[] {
  return files.flatMap(([file, text]) =>
    skip(file)
      ? []
      : text
          .split("\n")
          .flatMap((line, place) => (pattern.test(line) ? [`${file}:${place + 1}: ${line.trim().slice(0, 120)}`] : [])),
  );
}

test("no committed file names a folder of the machine it was written on", () => {
  expect(linesWith(HOMES, isAboutAnotherMachine)).toEqual([]);
  expect(HOMES.test(`see /${"wo" + "rk"}/main`)).toBe(true);
});

test("temporary folders are asked for, never written down", () => {
  expect(linesWith(TEMPORARY, isAboutAnotherMachine)).toEqual([]);
});

test("no package registry is named: the operator's own settings say where packages come from", () => {
  expect(linesWith(REGISTRIES)).toEqual([]);
});

test("package-lock.json names versions and checksums, no place to download from", () => {
  const { packages } = JSON.parse(textOf("package-lock.json")) as { packages: Record<string, { resolved?: string }> };
  expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});
