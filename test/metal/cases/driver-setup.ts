import { readFileSync } from "node:fs";
import { layDownOpenNebula } from "../../../operations/stand-in-opennebula";
import { playOn } from "../ansible-runs";
import type { MetalCloud } from "../metal-cloud";
import { row } from "../table";

const PORT = 2640;
const UNIT = "one-flexible-ip-broker.service";

/** `make specifics` on real servers; OpenNebula alone is stood in for. Leaves the driver set up. */
export function driverSetupCases(metal: () => MetalCloud): void {
  test("OpenNebula's user, folders and commands are stood in for on every server", async () => {
    const lay = () =>
      layDownOpenNebula(metal().inventoryFolder, (host, command, input) => metal().run(host, command, input));
    await row("stand-in for OpenNebula", "operator", "all hosts", async () => {
      await lay();
      return "laid down";
    });
    await lay();
    expect(await metal().must("fe", "sudo -u oneadmin onevnet list && systemctl is-active opennebula")).toBe("active");
  });

  test("before the first run, --check --diff names what would come, and nothing has come", async () => {
    await row("make specifics, --check --diff, before", "Ansible", "all hosts", async () => {
      const { output, changed } = await playOn(metal(), "specifics", "--check", "--diff");
      expect(output).toContain('+INHERIT_VNET_ATTR = "SCW_FLEXIBLE_IP"');
      for (const host of metal().hosts) expect({ host, changes: changed[host]! > 0 }).toEqual({ host, changes: true });
      expect(output).not.toContain(secretKey(metal()));
      return `would change ${total(changed)}`;
    });
    for (const host of metal().hosts)
      await metal().must(host, "! ls /etc/one-flexible-ip /etc/one-flexible-ip-broker /var/tmp/one 2>/dev/null");
    expect(await metal().must("fe", "sudo cat /etc/one/oned.conf")).not.toContain("SCW_FLEXIBLE_IP");
  });

  test("make specifics sets the driver up", async () => {
    await row("make specifics", "Ansible", "all hosts", async () => {
      const { changed, output } = await playOn(metal(), "specifics");
      expect(output).not.toContain(secretKey(metal()));
      return `changed ${total(changed)}`;
    });
    // What oned knows is what stood in its settings when it was started last.
    expect(await metal().must("fe", "sudo cat /var/lib/one/stand-in/oned.conf.read")).toContain(
      'INHERIT_VNET_ATTR = "SCW_FLEXIBLE_IP"',
    );
    for (const { flexibleIp } of Object.values(metal().servers))
      expect(await metal().must("fe", "sudo -u oneadmin onevnet show -x pubridge")).toContain(flexibleIp.macAddress);
  });

  test.each([
    ["--check --diff names nothing any more", ["--check", "--diff"]],
    ["a second run changes nothing", []],
  ])("%s", async (claim, words) => {
    await row(`make specifics: ${claim}`, "Ansible", "all hosts", async () => {
      const { changed } = await playOn(metal(), "specifics", ...words);
      expect(changed).toEqual(Object.fromEntries(metal().hosts.map((host) => [host, 0])));
      return "changed 0";
    });
  });

  test("the broker is a unit of its own user, and answers on the private network only", async () => {
    const { publicAddress, privateAddress } = metal().server("fe");
    const ask = (host: string, address: string) =>
      metal().run(host, `curl -sk -m 20 -o /dev/null -w '%{http_code} ' https://${address}:${PORT}/; echo $?`);
    await row("broker, private address", "host01", "fe", async () => {
      expect(await metal().must("fe", `systemctl is-active ${UNIT} && systemctl is-enabled ${UNIT}`)).toBe(
        "active\nenabled",
      );
      const process = await metal().must(
        "fe",
        `ps -o user= -o args= -p $(systemctl show -P MainPID ${UNIT}) && ss -Htln 'sport = :${PORT}'`,
      );
      expect(process).not.toMatch(/^root /);
      expect(process.match(/:2640\b/g)).toHaveLength(1);
      // Without a credential.
      expect((await ask("host01", privateAddress)).output).toBe("401 0");
      return "answered 401";
    });
    await row("broker, public address", "host01, internet", "fe", async () => {
      // 7: nobody listens there.
      expect((await ask("host01", publicAddress)).output).toBe("000 7");
      expect(await metal().connects(publicAddress, PORT)).toBe(false);
      expect(await metal().connects(publicAddress, 22)).toBe(true);
      return "refused";
    });
  });

  test("the API key is in no file of a node and in one of the front-end", async () => {
    const filesWith = (host: string) =>
      metal().run(host, "sudo grep -rlsFf - /etc /home /opt /root /run /srv /tmp /usr/local /var", secretKey(metal()));
    await row("API key", "looked for", "files of all hosts", async () => {
      for (const host of metal().hosts.filter((each) => each !== "fe"))
        expect(await filesWith(host)).toEqual({ status: 1, output: "" });
      const found = (await filesWith("fe")).output.split("\n").filter((file) => !file.startsWith("/run/credentials/"));
      expect(found).toEqual(["/etc/one-flexible-ip-broker/secret-keys"]);
      return "on the front-end only";
    });
  });
}

export function secretKey(metal: MetalCloud): string {
  return readFileSync(`${metal.inventoryFolder}/secrets/flexible_ip_secret_key`, "utf8").trim();
}

function total(changed: Readonly<Record<string, number>>): number {
  return Object.values(changed).reduce((sum, each) => sum + each, 0);
}
