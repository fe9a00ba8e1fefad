import type { Client } from "ssh2";
import { exec, execLastCommand, LightCloud, orderFor } from "./light-cloud";

let cloud: LightCloud;
let client: Client;
beforeEach(async () => {
  cloud = new LightCloud();
  client = await cloud.login();
});
afterEach(() => cloud.close());

const GOOD = `network:
  version: 2
  ethernets:
    enp5s0: {dhcp4: false, dhcp6: false, accept-ra: false, link-local: []}
  bridges:
    br0:
      interfaces: [enp5s0]
      macaddress: 3c:ec:ef:00:12:34
      addresses: [51.159.100.7/24]
      routes: [{to: default, via: 51.159.100.1}]
      parameters: {stp: false, forward-delay: 0}
  vlans:
    hosttohost: {id: 1234, link: enp5s0, addresses: [10.16.0.2/20], link-local: [], optional: true}
    vmtovm: {id: 1235, link: enp5s0, addresses: [10.17.0.2/20], link-local: [], optional: true}
`;
const place = (text: string, from: Client = client) =>
  exec(from, "sudo rm -f /etc/netplan/*.yaml && sudo install -m 600 /dev/stdin /etc/netplan/60-opennebula.yaml", text);

interface Shown {
  readonly ifname: string;
  readonly master?: string;
  readonly link?: string;
  readonly address: string;
  readonly operstate: string;
  readonly linkinfo?: { readonly info_data?: { readonly id?: number } };
  readonly addr_info: readonly { readonly local: string; readonly prefixlen: number; readonly dynamic?: boolean }[];
}
const interfaces = async (from: Client = client): Promise<Shown[]> =>
  JSON.parse((await exec(from, "ip -j -d addr show")).stdout);
const named = (all: readonly Shown[], name: string): Shown | undefined => all.find((one) => one.ifname === name);

describe("netplan apply", () => {
  it("changes the interfaces that ip shows, and SSH goes on", async () => {
    expect(named(await interfaces(), "enp5s0")?.addr_info).toEqual([
      expect.objectContaining({ local: "51.159.100.7", prefixlen: 24, dynamic: true }),
    ]);
    await place(GOOD);
    expect(await exec(client, "sudo netplan apply")).toEqual({ stdout: "", stderr: "", code: 0 });
    const shown = await interfaces();
    expect(shown.map((one) => one.ifname)).toEqual(["lo", "enp5s0", "br0", "hosttohost", "vmtovm"]);
    expect(named(shown, "enp5s0")).toMatchObject({ master: "br0", addr_info: [] });
    expect(named(shown, "br0")).toMatchObject({
      address: "3c:ec:ef:00:12:34",
      addr_info: [{ local: "51.159.100.7", prefixlen: 24 }],
    });
    expect(named(shown, "hosttohost")).toMatchObject({
      link: "enp5s0",
      linkinfo: { info_data: { id: 1234 } },
      addr_info: [{ local: "10.16.0.2" }],
    });
    const routes = JSON.parse((await exec(client, "ip -j route")).stdout);
    expect(routes).toContainEqual(
      expect.objectContaining({ dst: "default", gateway: "51.159.100.1", dev: "br0", protocol: "static" }),
    );
    expect(routes).toContainEqual(
      expect.objectContaining({ dst: "10.16.0.0/20", dev: "hosttohost", prefsrc: "10.16.0.2" }),
    );
    expect((await exec(client, "ip -br link show type vlan")).stdout).toMatch(/^hosttohost@enp5s0 .*\nvmtovm@enp5s0 /);
    expect(
      await cloud.run("cat /sys/class/net/br0/address; test -d /sys/class/net/br0/bridge && echo bridge"),
    ).toMatchObject({ stdout: "3c:ec:ef:00:12:34\nbridge\n" });
  });

  it("refuses an invalid document with netplan's words and changes nothing", async () => {
    await place(GOOD.replace("macaddress", "macadress"));
    const refused = {
      stderr: expect.stringContaining(
        "/etc/netplan/60-opennebula.yaml:8:7: Error in network definition: unknown key 'macadress'\n",
      ),
    };
    expect(await exec(client, "sudo netplan generate")).toMatchObject({ ...refused, code: 1 });
    expect(await exec(client, "sudo netplan apply")).toMatchObject({ ...refused, code: 78 });
    expect(named(await interfaces(), "br0")).toBeUndefined();
    expect(cloud.answers()).toBe(true);
  });

  it("warns of documents that others may read", async () => {
    await place(GOOD);
    await exec(client, "sudo chmod 644 /etc/netplan/60-opennebula.yaml");
    expect(await exec(client, "sudo netplan apply")).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("Permissions for /etc/netplan/60-opennebula.yaml are too open"),
    });
  });

  it("checks a document in a root folder of its own without touching the server's", async () => {
    await exec(
      client,
      "mkdir -p /tmp/root/etc/netplan; cat > /tmp/root/etc/netplan/a.yaml; chmod 600 /tmp/root/etc/netplan/a.yaml",
      GOOD,
    );
    expect(await exec(client, "sudo netplan generate --root-dir /tmp/root && echo fine")).toMatchObject({
      stdout: "fine\n",
      stderr: "",
    });
    expect(await exec(client, "ls /tmp/root/run/systemd/network")).toMatchObject({ code: 0 });
    expect(await exec(client, "sudo networkctl reload; ip -br link show br0")).toMatchObject({ code: 1 });
    expect((await exec(client, "sudo netplan get --root-dir /tmp/root bridges.br0.macaddress")).stdout).toBe(
      "3c:ec:ef:00:12:34\n",
    );
  });

  it.each([
    [
      "the address is another",
      (text: string) => text.replace("51.159.100.7/24", "51.159.100.8/24"),
      "no interface has the address",
    ],
    ["the route is missing", (text: string) => text.replace(/ {6}routes.*\n/, ""), "no default route"],
    [
      "the bridge has a MAC of its own",
      (text: string) => text.replace(/ {6}macaddress.*\n/, ""),
      "the provider's switch carries",
    ],
    ["the card has another name", (text: string) => text.replaceAll("enp5s0", "eno1"), "does not lead untagged"],
  ])("loses SSH when %s, and a reboot does not help", async (_case, change, reason) => {
    await place(change(GOOD));
    const lost = new Promise<void>((resolve) => client.once("close", () => resolve()));
    client.on("error", () => {});
    execLastCommand(client, "sudo netplan apply");
    await lost;
    expect(cloud.answers()).toBe(false);
    expect(cloud.events).toContainEqual(
      expect.objectContaining({ event: "network-changed", reachable: false, reason: expect.stringContaining(reason) }),
    );
    cloud.backend.reboot(cloud.order.serverId);
    expect(cloud.answers()).toBe(false);
  });

  it("lets the command go on that cut its own connection", async () => {
    await place(GOOD.replace("51.159.100.7/24", "51.159.100.8/24"));
    client.on("error", () => {});
    execLastCommand(
      client,
      "sudo netplan apply; sudo rm /etc/netplan/60-opennebula.yaml; sudo sh -c 'printf \"network: {ethernets: {enp5s0: {dhcp4: true}}}\" > /etc/netplan/a.yaml'; sudo netplan apply",
    );
    await new Promise<void>((resolve) => client.once("close", () => resolve()));
    while (!cloud.answers()) await new Promise(setImmediate);
    expect(named(await interfaces(await cloud.login()), "br0")).toMatchObject({ operstate: "DOWN", addr_info: [] });
  });

  it("leaves devices of the old document until they are deleted", async () => {
    await place(GOOD);
    await exec(client, "sudo netplan apply");
    await place("network: {ethernets: {enp5s0: {dhcp4: true}}}");
    await exec(
      client,
      "sudo netplan generate && sudo networkctl reload && sudo ip link del hosttohost && sudo ip link delete br0",
    );
    expect((await interfaces()).map((one) => one.ifname)).toEqual(["lo", "enp5s0", "vmtovm"]);
    expect(cloud.answers()).toBe(true);
  });
});

describe("ip", () => {
  it.each([
    [
      "ip -o -4 addr show scope global",
      "2: enp5s0    inet 51.159.100.7/24 metric 100 brd 51.159.100.255 scope global dynamic enp5s0\\       valid_lft 86400sec preferred_lft 86400sec\n",
    ],
    [
      "ip -br -4 addr",
      "lo               UNKNOWN        127.0.0.1/8 \nenp5s0           UP             51.159.100.7/24 \n",
    ],
    ["ip route show default", "default via 51.159.100.1 dev enp5s0 proto dhcp src 51.159.100.7 metric 100 \n"],
    ["ip -6 route", ""],
    ["ip -br link show dev lo", "lo               UNKNOWN        00:00:00:00:00:00 \n"],
    [
      "ip addr show enp5s0 | head -2",
      "2: enp5s0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000\n    link/ether 3c:ec:ef:00:12:34 brd ff:ff:ff:ff:ff:ff\n",
    ],
  ])("prints as iproute2 does: %s", async (command, stdout) => {
    expect(await exec(client, command)).toEqual({ stdout, stderr: "", code: 0 });
  });

  it.each([
    ["ip addr show eth0", 1, 'Device "eth0" does not exist.'],
    ["ip link del enp5s0", 2, "Operation not permitted"],
    ["sudo ip rule add from 10.0.0.1", 255, "not simulated"],
    ["ip -frobnicate addr", 255, 'Option "-frobnicate" is unknown'],
  ])("refuses: %s", async (command, code, stderr) => {
    expect(await exec(client, command)).toMatchObject({ code, stderr: expect.stringContaining(stderr) });
  });

  it("takes the card down, and SSH with it", async () => {
    client.on("error", () => {});
    execLastCommand(client, "sudo ip link set dev enp5s0 down");
    await new Promise<void>((resolve) => client.once("close", () => resolve()));
    expect(cloud.answers()).toBe(false);
  });

  it("agrees with /sys about bridges and their ports", async () => {
    await place(GOOD);
    await exec(client, "sudo netplan apply");
    const looks =
      "cd /sys/class/net; ls br0/brif; test -e enp5s0/device && echo card; test -d enp5s0/brport && echo port; readlink enp5s0/master";
    expect(await exec(client, looks)).toMatchObject({ stdout: "enp5s0\ncard\nport\n../br0\n" });
  });
});

describe("the power", () => {
  it("off ends every session and every answer; on brings the server back from its disk", async () => {
    await exec(client, "echo kept > ~/kept; echo lost > /tmp/lost");
    cloud.backend.setPower(cloud.order.serverId, "off");
    expect(cloud.answers()).toBe(false);
    await expect(exec(client, "true")).rejects.toThrow();
    cloud.backend.setPower(cloud.order.serverId, "on");
    expect(await cloud.run("cat ~/kept; ls /tmp")).toMatchObject({ stdout: "kept\n" });
  });

  it("is what reboot takes away for a moment: /tmp and /run are empty, networks come from the documents", async () => {
    await place(GOOD);
    const boot = (await exec(client, "cat /proc/sys/kernel/random/boot_id; touch /tmp/x /run/x")).stdout;
    expect(await exec(client, "sudo reboot")).toMatchObject({ code: 0 });
    const again = await cloud.run(
      "cat /proc/sys/kernel/random/boot_id; ls /tmp; ls /run | grep x; ip -br addr show br0",
    );
    expect(again.stdout).toMatch(/^[0-9a-f-]{36}\nbr0 +UP +51\.159\.100\.7\/24 \n$/);
    expect(again.stdout).not.toContain(boot);
  });

  it("off by the server's own wish lasts", async () => {
    expect(await exec(client, "sudo systemctl poweroff")).toMatchObject({ code: 0 });
    await new Promise(setImmediate);
    expect(cloud.answers()).toBe(false);
  });
});

describe("other hardware", () => {
  it("names its cards otherwise; the document of the install follows", async () => {
    cloud.close();
    cloud = new LightCloud(orderFor(), undefined, { cardsOf: () => ["eno1np0", "eno2np1"] });
    const shown = await interfaces(await cloud.login());
    expect(named(shown, "eno1np0")).toMatchObject({
      address: "3c:ec:ef:00:12:34",
      addr_info: [{ local: "51.159.100.7" }],
    });
    expect(named(shown, "eno2np1")).toMatchObject({ address: "3c:ec:ef:00:12:35", addr_info: [] });
  });
});
