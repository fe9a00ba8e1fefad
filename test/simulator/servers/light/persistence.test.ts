import { exec, execLastCommand, firstHostKey, LightCloud, orderFor } from "./light-cloud";

let cloud: LightCloud;
afterEach(() => cloud.close());

describe("a restart of the simulator", () => {
  it("finds files, host keys and authorised keys as they were", async () => {
    cloud = new LightCloud(orderFor({ userData: "" }));
    const before = await cloud.run(
      "echo kept > ~/kept; chmod 600 ~/kept; sudo rm /etc/fstab; cat /etc/machine-id /etc/ssh/*.pub",
    );
    cloud.restart();
    const after = await cloud.run("cat /etc/machine-id /etc/ssh/*.pub");
    expect(after).toEqual(before);
    expect(await cloud.run("stat -c '%a %U' ~/kept; cat ~/kept; ls /etc/fstab /tmp")).toMatchObject({
      stdout: "600 ubuntu\nkept\n/tmp:\n",
    });
  });

  it("finds the network as it is, not as the documents say", async () => {
    cloud = new LightCloud();
    await cloud.run(
      "sudo sh -c 'echo \"network: {ethernets: {enp5s0: {dhcp4: true}}, vlans: {v: {id: 7, link: enp5s0}}}\" > /etc/netplan/90.yaml'",
    );
    cloud.restart();
    expect(await cloud.run("ip -br link show v || ls /sys/class/net")).toMatchObject({ stdout: "enp5s0\nlo\n" });
    await cloud.run("sudo netplan apply");
    cloud.restart();
    expect(await cloud.run("ls /sys/class/net")).toMatchObject({ stdout: "enp5s0\nlo\nv\n" });
  });

  it("serves the host keys that sshd had loaded, whatever lies on the disk since", async () => {
    cloud = new LightCloud();
    await cloud.run(
      "sudo ssh-keygen -q -t ed25519 -N '' -f /root/new && sudo mv /root/new /etc/ssh/ssh_host_ed25519_key",
    );
    cloud.restart();
    await cloud.login({ hostKey: firstHostKey.public });
    await cloud.run("sudo systemctl restart sshd");
    cloud.restart();
    await expect(cloud.login({ hostKey: firstHostKey.public })).rejects.toThrow("Host denied");
  });

  it("finds a server that was switched off still off, and a lost network still lost", async () => {
    cloud = new LightCloud();
    await cloud.run("true");
    cloud.backend.setPower(cloud.order.serverId, "off");
    cloud.restart();
    expect(cloud.answers()).toBe(false);
    cloud.backend.setPower(cloud.order.serverId, "on");
    const client = await cloud.login();
    const lost = new Promise<void>((resolve) => client.once("close", () => resolve()));
    client.on("error", () => {});
    execLastCommand(client, "sudo rm /etc/netplan/*.yaml; sudo netplan apply");
    await lost;
    cloud.restart();
    expect(cloud.answers()).toBe(false);
  });

  it("loses nothing of what a client was told is done", async () => {
    cloud = new LightCloud();
    const client = await cloud.login();
    const done = new Promise<string>((resolve, reject) => {
      client.exec("echo one > ~/a", (error, channel) => {
        if (error) return reject(error);
        channel.on("exit", () => resolve(JSON.stringify(cloud.store.table("servers.light_disks").list())));
        channel.end();
      });
    });
    expect(await done).toContain('"/home/ubuntu/a"');
  });
});

describe("an install", () => {
  it("wipes what was there and takes a new order's keys", async () => {
    cloud = new LightCloud();
    await cloud.run("echo old > ~/old");
    cloud.backend.install(orderFor({ hostname: "fresh" }));
    expect(await cloud.run("hostname; ls ~")).toMatchObject({ stdout: "fresh\n" });
  });

  it("can be removed, and leaves no row", async () => {
    cloud = new LightCloud();
    await cloud.run("true");
    cloud.backend.remove(cloud.order.serverId);
    expect(cloud.answers()).toBe(false);
    expect(cloud.backend.installOutcome(cloud.order.serverId)).toBeUndefined();
    for (const table of ["servers.light", "servers.light_disks"]) expect(cloud.store.table(table).list()).toEqual([]);
  });

  it("does not come back by a command that outlives it", async () => {
    cloud = new LightCloud();
    const client = await cloud.login();
    client.on("error", () => {});
    const restarts = () => cloud.events.filter((event) => event.event === "host-keys-loaded").length;
    void exec(client, "echo changed > ~/changed; sudo systemctl restart ssh; sleep 60").catch(() => {});
    while (restarts() < 2) await new Promise(setImmediate);
    cloud.backend.remove(cloud.order.serverId);
    const ended = () => cloud.events.some((event) => event.event === "ssh-command" && event.command.includes("sleep"));
    while (!ended()) await new Promise(setImmediate);
    expect(cloud.store.table("servers.light").list()).toEqual([]);
    expect(cloud.store.table("servers.light_disks").list()).toEqual([]);
  });

  it("answers only at its own address, and only at the port of SSH", () => {
    cloud = new LightCloud();
    expect(cloud.answers(22)).toBe(true);
    expect(cloud.answers(80)).toBe(false);
    cloud.backend.install(
      orderFor({ serverId: "b", publicNetwork: { ...cloud.order.publicNetwork, address: "51.159.100.9" } }),
    );
    cloud.backend.remove("b");
    expect(cloud.answers(22)).toBe(true);
  });

  it("of three hundred servers is a matter of rows; only those somebody looks at boot", async () => {
    cloud = new LightCloud();
    const { publicNetwork } = cloud.order;
    for (let n = 0; n < 300; n += 1) {
      const address = `10.${Math.floor(n / 200)}.${n % 200}.2`;
      cloud.backend.install(
        orderFor({ serverId: `server-${n}`, hostname: `host${n}`, publicNetwork: { ...publicNetwork, address } }),
      );
    }
    expect(cloud.events).toEqual([]);
    expect(cloud.store.table("servers.light_disks").list()).toEqual([]);
    await cloud.run("true");
    expect(cloud.events.filter((event) => event.event === "booted")).toHaveLength(1);
  });
});
