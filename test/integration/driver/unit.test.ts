// The Python of the driver by itself: its unit tests on each Python that is here, of the versions that servers have.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROLE } from "../../ansible/driver/broker-process";

/** Debian 12 has 3.11, Ubuntu 24.04 has 3.12; written for 3.9 and newer. */
const found = ["/usr/bin/python3", "python3.9", "python3.11", "python3.12"].filter(
  (python) => spawnSync(python, ["-c", "import sys; sys.exit(sys.version_info < (3, 9))"]).status === 0,
);

test("there is a Python to test with", () => expect(found.length).toBeGreaterThan(0));

test.each(found)("the unit tests pass on %s", (python) => {
  const { status, stderr } = spawnSync(
    python,
    ["-B", "-W", "error", "-m", "unittest", "discover", "-s", join(__dirname, "../../ansible/driver/unit")],
    { encoding: "utf8", env: { ...process.env, PYTHONPATH: `${join(ROLE, "files/broker")}:${join(ROLE, "files")}` } },
  );
  expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.stringMatching(/Ran \d\d tests/) });
});

const analyze = (...args: string[]) =>
  spawnSync("systemd-analyze", [...args, join(ROLE, "files/one-flexible-ip-broker.service")], { encoding: "utf8" });
const hasSystemd = analyze("--version").status === 0;

(hasSystemd ? test : test.skip)(
  "systemd understands the broker's unit, and finds it hardened (needs systemd-analyze)",
  () => {
    const { stderr } = analyze("verify");
    expect(stderr.split("\n").filter((line) => line.includes("one-flexible-ip-broker"))).toEqual([]);
    const exposure = /exposure level .*: ([\d.]+)/.exec(analyze("security", "--offline=true").stdout)![1];
    expect(Number(exposure)).toBeLessThan(2);
  },
);
