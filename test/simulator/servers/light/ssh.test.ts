import { createHash } from "node:crypto";
import type { Client } from "ssh2";
import { makeKeyPair } from "../../../../simulator/servers/light/image/host-keys";
import { exec, firstHostKey, LightCloud, operator, orderFor, userDataWith } from "./light-cloud";

const stranger = makeKeyPair("ed25519", "stranger");
let cloud: LightCloud;
afterEach(() => cloud.close());

describe("a login", () => {
  it("is by public key, from the pinned host, and told to the journal with the client's version", async () => {
    cloud = new LightCloud();
    const client = await cloud.login({ hostKey: firstHostKey.public });
    expect(await exec(client, "whoami")).toEqual({ stdout: "ubuntu\n", stderr: "", code: 0 });
    const connected = cloud.events.find((event) => event.event === "ssh-connected");
    expect(connected).toMatchObject({
      name: "opennebula-fe",
      address: "51.159.100.7",
      client: expect.stringMatching(/^SSH-2\.0-ssh2js/),
    });
    const blob = Buffer.from(operator.public.split(" ")[1] ?? "", "base64");
    const key = `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
    expect(cloud.events).toContainEqual(expect.objectContaining({ event: "ssh-login", user: "ubuntu", key }));
  });

  it("is broken off by the client when the host key is another", async () => {
    cloud = new LightCloud();
    await expect(cloud.login({ hostKey: stranger.public })).rejects.toThrow("Host denied");
  });

  it.each([
    ["another key", { privateKey: stranger.private }, "the key is not in authorized_keys"],
    ["an unknown user", { user: "admin" }, "no such user"],
    ["root", { user: "root" }, "/root/.ssh does not exist"],
  ])("is refused to %s", async (_case, login, reason) => {
    cloud = new LightCloud();
    await expect(cloud.login(login)).rejects.toThrow("All configured authentication methods failed");
    expect(cloud.events).toContainEqual(expect.objectContaining({ event: "ssh-refused", reason }));
  });

  it("is refused when authorized_keys may be written by others", async () => {
    cloud = new LightCloud();
    await cloud.run("chmod 666 ~/.ssh/authorized_keys");
    await expect(cloud.login()).rejects.toThrow("All configured authentication methods failed");
  });

  it("takes a key from authorized_keys at once", async () => {
    cloud = new LightCloud();
    await cloud.run(`echo '${stranger.public}' >> ~/.ssh/authorized_keys`);
    expect(await cloud.run("echo in", "", { privateKey: stranger.private })).toMatchObject({ stdout: "in\n" });
  });

  it("runs the forced command of its key", async () => {
    cloud = new LightCloud();
    await cloud.run(
      `echo 'no-pty,command="echo forced $SSH_ORIGINAL_COMMAND" ${stranger.public}' >> ~/.ssh/authorized_keys`,
    );
    expect(await cloud.run("whoami", "", { privateKey: stranger.private })).toMatchObject({
      stdout: "forced whoami\n",
    });
  });

  it("works with an RSA key", async () => {
    const rsa = makeKeyPair("rsa", "rsa");
    cloud = new LightCloud(orderFor({ authorizedKeys: [rsa.public] }));
    expect(await cloud.run("echo in", "", { privateKey: rsa.private })).toMatchObject({ stdout: "in\n" });
  });
});

describe("a client that hangs up", () => {
  it("in the middle of anything leaves the server to others", async () => {
    cloud = new LightCloud();
    for (const start of ["cat > ~/half", "scp -t /tmp", "sleep 0.05; echo late > ~/late"]) {
      const client = await cloud.login();
      client.on("error", () => {});
      await new Promise<void>((resolve, reject) => {
        client.exec(start, (error, channel) => {
          if (error) return reject(error);
          channel.on("error", () => {});
          channel.write("C0644 100 file\n");
          setImmediate(() => {
            client.destroy();
            resolve();
          });
        });
      });
    }
    const terminal = await cloud.login();
    terminal.on("error", () => {});
    await new Promise<void>((resolve) => {
      terminal.shell(() => {
        terminal.destroy();
        resolve();
      });
    });
    expect(await cloud.run("sleep 0.2; cat ~/late; echo alive")).toMatchObject({ stdout: "late\nalive\n" });
    expect(cloud.store.table("servers.unknown_commands").list()).toEqual([]);
  });
});

describe("cloud-init", () => {
  it("adds users, their keys and rights, and root where it is allowed", async () => {
    const more = `disable_root: false
users:
  - default
  - {name: deploy, ssh_authorized_keys: ['${stranger.public}'], sudo: 'ALL=(ALL) NOPASSWD:ALL'}
  - {name: guest, ssh_authorized_keys: ['${stranger.public}']}
`;
    cloud = new LightCloud(orderFor({ userData: userDataWith(firstHostKey.private, more) }));
    const deploy = { user: "deploy", privateKey: stranger.private };
    expect(await cloud.run("sudo whoami", "", deploy)).toMatchObject({ stdout: "root\n", code: 0 });
    expect(await cloud.run("sudo whoami", "", { ...deploy, user: "guest" })).toMatchObject({
      stderr: "sudo: a password is required\n",
      code: 1,
    });
    expect(await cloud.run("whoami", "", { user: "root" })).toMatchObject({ stdout: "root\n" });
  });

  it("writes files and runs commands as root, once", async () => {
    const more = `write_files: [{path: /etc/motd.d/x, content: "hello\\n", permissions: "0640"}]
runcmd:
  - [sh, -c, "echo $(id -un) >> /var/lib/ran"]
  - echo again >> /var/lib/ran
`;
    cloud = new LightCloud(orderFor({ userData: userDataWith(firstHostKey.private, more) }));
    const client = await cloud.login();
    const ran = async (): Promise<string> => (await exec(client, "cat /var/lib/ran")).stdout;
    while ((await ran()) !== "root\nagain\n") await new Promise(setImmediate);
    expect(await exec(client, "stat -c '%a %U' /etc/motd.d/x; sudo cat /etc/motd.d/x")).toMatchObject({
      stdout: "640 root\nhello\n",
    });
    cloud.restart();
    expect(await cloud.run("sudo reboot")).toMatchObject({ code: 0 });
    expect(await cloud.run("cat /var/lib/ran; cloud-init status --wait")).toMatchObject({
      stdout: "root\nagain\nstatus: done\n",
    });
  });

  it("makes a key of each type when none is given, and lists what it does not simulate", async () => {
    cloud = new LightCloud(
      orderFor({ userData: "#cloud-config\nssh_genkeytypes: [ecdsa, ed25519]\npackages: [curl]\n" }),
    );
    expect(await cloud.run("ls /etc/ssh/*.pub")).toMatchObject({
      stdout: "/etc/ssh/ssh_host_ecdsa_key.pub\n/etc/ssh/ssh_host_ed25519_key.pub\n",
    });
    expect(cloud.store.table("servers.unknown_commands").list()).toEqual([
      expect.objectContaining({ command: "cloud-init packages", count: 1 }),
    ]);
  });

  it("keeps the package's host keys only when told not to delete them", async () => {
    const kept = userDataWith(firstHostKey.private).replace("ssh_deletekeys: true", "ssh_deletekeys: false");
    cloud = new LightCloud(orderFor({ userData: kept }));
    expect(await cloud.run("ls /etc/ssh | grep -c '_key$'")).toMatchObject({ stdout: "3\n" });
  });

  it("boots without effect from user data that it cannot read, and says so", async () => {
    cloud = new LightCloud(orderFor({ userData: "#cloud-config\nssh_keys: [" }));
    expect(await cloud.run("cloud-init status")).toMatchObject({ stdout: "status: error\n", code: 1 });
  });
});

describe("the lasting host key", () => {
  const lasting = makeKeyPair("ed25519", "lasting");
  const installIt = (client: Client) =>
    exec(client, "sudo install -m 600 /dev/stdin /etc/ssh/ssh_host_ed25519_key", lasting.private);

  beforeEach(() => {
    cloud = new LightCloud();
  });

  it("is served after a restart of sshd, while the session that installed it lives on", async () => {
    const client = await cloud.login({ hostKey: firstHostKey.public });
    expect(await installIt(client)).toMatchObject({ code: 0 });
    await (await cloud.login({ hostKey: firstHostKey.public })).end();
    expect(await exec(client, "sudo systemctl restart ssh")).toMatchObject({ code: 0, stderr: "" });
    expect(await exec(client, "echo still here")).toMatchObject({ stdout: "still here\n" });
    await cloud.login({ hostKey: lasting.public });
    await expect(cloud.login({ hostKey: firstHostKey.public })).rejects.toThrow("Host denied");
  });

  it("is not served when others may read it, and sshd does not come back", async () => {
    const client = await cloud.login();
    await exec(client, "sudo chmod 644 /etc/ssh/ssh_host_ed25519_key");
    expect(await exec(client, "sudo sshd -t")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("no hostkeys available"),
    });
    expect(await exec(client, "sudo systemctl reload ssh")).toMatchObject({ code: 1 });
    await cloud.login({ hostKey: firstHostKey.public });
    expect(await exec(client, "sudo systemctl restart ssh")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Job for ssh.service failed"),
    });
    expect(cloud.answers()).toBe(false);
  });
});
