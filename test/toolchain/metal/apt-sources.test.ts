import { guestAptSettings, guestSources } from "../../../toolchain/metal/apt-sources";

const DEB822 = `Types: deb
URIs: http://mirror.test/debian
Suites: trixie trixie-updates
Components: main
Signed-By: /usr/share/keyrings/debian.gpg

Types: deb
URIs: http://mirror.test/debian-security/
Suites: trixie-security
Components: main
`;

test("takes Debian from the mirror of this machine, whatever release that one runs", () => {
  expect(guestSources([DEB822], "bookworm")).toEqual([
    "deb [signed-by=/usr/share/keyrings/debian.gpg] http://mirror.test/debian bookworm main",
    "deb [signed-by=/usr/share/keyrings/debian.gpg] http://mirror.test/debian bookworm-updates main",
    "deb http://mirror.test/debian-security/ bookworm-security main",
  ]);
});

test("reads the older format, its options and its comments", () => {
  const text =
    "# deb http://old.test/debian bookworm main\ndeb [arch=amd64 signed-by=/k.gpg] https://m.test/debian stable main\n";
  expect(guestSources([text], "bookworm")).toEqual([
    "deb [signed-by=/k.gpg] https://m.test/debian bookworm main",
    "deb [signed-by=/k.gpg] https://m.test/debian bookworm-updates main",
  ]);
});

test.each([
  ["other archives", "deb https://vendor.test/docker bookworm main\n"],
  ["sources only", "Types: deb-src\nURIs: http://m.test/debian\nSuites: bookworm\n"],
  ["what is switched off", "Enabled: no\nTypes: deb\nURIs: http://m.test/debian\nSuites: bookworm\n"],
  ["Ubuntu", "deb http://archive.test/ubuntu noble main\n"],
])("takes nothing from %s", (_name, text) => {
  expect(guestSources([text], "bookworm")).toEqual([]);
});

test("a keyring written into the stanza itself is no file to name", () => {
  const text = "Types: deb\nURIs: http://m.test/debian-security\nSigned-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n";
  expect(guestSources([text], "bookworm")).toEqual(["deb http://m.test/debian-security bookworm-security main"]);
});

test("the same mirror named twice is used once", () => {
  const text = "deb http://m.test/debian-security a main\ndeb http://m.test/debian-security b main\n";
  expect(guestSources([text], "bookworm")).toHaveLength(1);
});

test("takes over how packages are reached and how old they may be, and nothing else", () => {
  const dump = `Acquire "";
Acquire::http "";
Acquire::http::Proxy "http://proxy.test:3128";
Acquire::Check-Valid-Until "false";
Acquire::Languages "none";
DPkg::Post-Invoke:: "rm";
`;
  expect(guestAptSettings(dump)).toEqual([
    'Acquire::http::Proxy "http://proxy.test:3128";',
    'Acquire::Check-Valid-Until "false";',
  ]);
});
