// A guest with a Flexible IP reaches out and is reached: what its contextualization makes of our network, and our start script on top,
// in namespaces that stand for the guest, the gateway outside its subnet and the internet.

import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { startScript } from "../../../constructs/opennebula/start-script";
import { virtualNetworks } from "../../../constructs/opennebula/virtual-networks";
import { type InterfaceContext, interfacesFile, netplanDocument, networkdUnit } from "./guests";

jest.setTimeout(60_000);

const GATEWAY = "62.210.0.1";
const { template } = virtualNetworks(GATEWAY, ["1.1.1.1"]).pubridge as { template: Record<string, string> };
/** What OpenNebula tells the guest of its interface on that network. */
const told: InterfaceContext = {
  address: "51.159.200.7",
  mask: template.NETWORK_MASK!,
  gateway: template.GATEWAY,
};
const SCRIPT = Buffer.from(template.FLEXIBLE_IP_START_SCRIPT!, "base64").toString();

const isRoot = process.getuid?.() === 0;
const namespaces = isRoot ? ["-n", "-m"] : ["-r", "-n", "-m"];
const canMakeNamespaces = spawnSync("unshare", [...namespaces, "true"]).status === 0;
const onNamespaces = canMakeNamespaces ? test : test.skip;
const hasNetworkd =
  isRoot && existsSync("/lib/systemd/systemd-networkd") && spawnSync("dbus-daemon", ["--version"]).status === 0;
const onNetworkd = hasNetworkd ? onNamespaces : test.skip;

type Guest = "debian" | "alpine" | "ubuntu" | "networkd";

/** What is found in such a world, and the first line of what went wrong, if something did. */
async function world(guest: Guest, configuration: string, script = SCRIPT): Promise<string[]> {
  const words = [join(__dirname, "world.sh"), guest, configuration, script, process.execPath];
  const { stdout, failed } = await promisify(execFile)("unshare", [...namespaces, "bash", ...words], {
    timeout: 60_000,
  }).then(
    ({ stdout }) => ({ stdout, failed: [] }),
    ({ stdout, code, stderr }) => ({ stdout, failed: [`ended with ${code}: ${stderr.split("\n")[0]}`] }),
  );
  return [...stdout.trimEnd().split("\n"), ...failed];
}

const WORKS = [
  "before out: no",
  "before in: no",
  `script: flexible-ip-route: eth0 reaches everything by ${GATEWAY}`,
  "after out: yes",
  "after in: yes",
  "second run: nothing changed",
  "again out: yes",
  "again in: yes",
];

test("Ubuntu is told an address and no route: netplan and systemd-networkd have nothing to wait for", () => {
  expect(stringify(netplanDocument(told))).toBe(
    "network:\n  version: 2\n  renderer: networkd\n  ethernets:\n    eth0:\n      addresses:\n        - 51.159.200.7/32\n",
  );
  expect(networkdUnit(told)).toBe(
    "[Match]\nName=eth0\n\n[Network]\nLinkLocalAddressing=ipv6\nAddress=51.159.200.7/32\n",
  );
});

test("Debian and Alpine are told an address and no gateway: ifup has nothing to fail on", () => {
  const lines = interfacesFile(told).split("\n");
  expect(lines).toContain("  address 51.159.200.7");
  expect(lines.filter((line) => line.includes("gateway"))).toEqual([]);
});

describe("in namespaces", () => {
  const withGateway = { ...told, gateway: GATEWAY };
  const nothing = "#!/bin/sh\n";
  let found: Record<string, string[]>;
  // All worlds at once: most of their time is waiting for answers that do not come.
  beforeAll(async () => {
    const worlds: Record<string, Promise<string[]>> = canMakeNamespaces
      ? {
          debian: world("debian", interfacesFile(told)),
          alpine: world("alpine", interfacesFile(told)),
          ubuntu: world("ubuntu", networkdUnit(told)),
          ...(hasNetworkd && { networkd: world("networkd", networkdUnit(told)) }),
          noScript: world("alpine", interfacesFile(told), nothing),
          alpineWithGateway: world("alpine", interfacesFile(withGateway)),
          debianWithGateway: world("debian", interfacesFile(withGateway), nothing),
        }
      : {};
    found = Object.fromEntries(
      await Promise.all(Object.entries(worlds).map(async ([name, lines]) => [name, await lines] as const)),
    );
  });

  onNamespaces.each([
    ["Debian's ifupdown", "debian"],
    ["Alpine's ifupdown-ng", "alpine"],
    ["Ubuntu's netplan, networkd stood in for", "ubuntu"],
  ])("on %s the script makes a way out and in, once, and the interface keeps it (needs namespaces)", (_, name) => {
    expect(found[name]).toEqual(WORKS);
  });

  onNetworkd("on the real systemd-networkd too (needs root and dbus-daemon)", () => {
    expect(found.networkd).toEqual(WORKS);
  });

  onNamespaces("without the script there is no way, a control", () => {
    expect(found.noScript!.filter((line) => line.includes("yes"))).toEqual([]);
  });

  onNamespaces("a network that still tells the gateway works as well; of its own accord only on Debian", () => {
    expect(found.alpineWithGateway).toEqual(WORKS);
    expect(found.debianWithGateway!.filter((line) => line.endsWith("no"))).toEqual([]);
  });
});

test("a machine without a Flexible IP is left alone", () => {
  const { stderr, status } = spawnSync("sh", ["-c", Buffer.from(startScript(GATEWAY), "base64").toString()], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, ETH0_MAC: "02:00:0a:01:02:64", ETH0_MASK: "255.255.255.0" },
  });
  expect({ stderr, status }).toEqual({
    stderr: "flexible-ip-route: no interface has a Flexible IP; nothing to do\n",
    status: 0,
  });
});
