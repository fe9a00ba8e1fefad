import type { Client } from "ssh2";
import { makeKeyPair } from "../../../../simulator/servers/light/image/host-keys";
import { exec, LightCloud } from "./light-cloud";

let cloud: LightCloud;
let client: Client;
beforeAll(async () => {
  cloud = new LightCloud();
  client = await cloud.login();
});
afterAll(() => cloud.close());

const run = (command: string, stdin?: string) => exec(client, command, stdin);

describe("a command", () => {
  it.each<[string, string, string, number]>([
    ["gives its output and exit code", "echo out; exit 7", "out\n", 7],
    ["ends at the first failure with set -e", "set -euo pipefail\nfalse\necho no", "", 1],
    ["fails a pipeline with pipefail", "set -o pipefail; false | true", "", 1],
    ["has the account's environment", "echo $USER $HOME $UID; pwd", "ubuntu /home/ubuntu 1000\n/home/ubuntu\n", 0],
    ["knows the address it was reached by", "set -- $SSH_CONNECTION; echo $3 $4", "51.159.100.7 22\n", 0],
    [
      "becomes root with sudo",
      "sudo -n id -un; sudo -u nobody id -un; sudo sh -c 'echo $UID $HOME $SUDO_USER'",
      "root\nnobody\n0 /root ubuntu\n",
      0,
    ],
    [
      "passes variables through sudo",
      "sudo A=1 env | grep ^A=; B=2 sudo -E env | grep ^B=; C=3 sudo env | grep -c ^C=",
      "A=1\nB=2\n0\n",
      1,
    ],
    [
      "runs its exit trap with the variables of the moment",
      "t=$(mktemp -d); trap 'test -d $t && echo cleaning' EXIT; echo work; exit 3",
      "work\ncleaning\n",
      3,
    ],
    [
      "keeps a umask to the shell that set it",
      "sh -c 'umask 077; echo x > /tmp/u1'; echo x > /tmp/u2; stat -c %a /tmp/u1 /tmp/u2",
      "600\n644\n",
      0,
    ],
    [
      "takes a lock on a descriptor",
      "exec 9>/tmp/lock; flock -n 9 && echo got; flock -n /tmp/lock echo again || echo busy",
      "got\nbusy\n",
      0,
    ],
    ["stops at a time limit", "timeout 0.1 sleep 5; echo $?", "124\n", 0],
    ["passes options to bash", "bash -euc 'echo $1; false; echo no' x arg; echo $?", "arg\n1\n", 0],
    [
      "compares files",
      "echo a > /tmp/a; echo b > /tmp/b; cmp -s /tmp/a /tmp/b; echo $?; cmp /tmp/a /tmp/a; echo $?",
      "1\n0\n",
      0,
    ],
    [
      "places files with mode and owner",
      "sudo install -D -m 0600 -o root -g root /etc/hosts /opt/x/y; sudo stat -c '%a %U:%G' /opt/x/y",
      "600 root:root\n",
      0,
    ],
    [
      "lists owners and modes as they are",
      "ls -l /etc/netplan | cut -d' ' -f1-4",
      "total 4\n-rw------- 1 root root\n",
      0,
    ],
    [
      "finds programs by name",
      "command -v netplan ip systemctl | wc -l; command -v python3 || echo none",
      "3\nnone\n",
      0,
    ],
    [
      "goes on after a refused redirection",
      "echo x > /etc/x || echo refused; if ! echo x 2>/dev/null >> /etc/y; then echo again; fi",
      "refused\nagain\n",
      0,
    ],
    ["ends at a refused redirection with set -e", "set -e; echo x > /etc/x; echo no", "", 1],
    ["reads interfaces from /sys", "cat /sys/class/net/enp5s0/address", "3c:ec:ef:00:12:34\n", 0],
    [
      "knows the system",
      ". /etc/os-release; echo $ID $VERSION_ID $VERSION_CODENAME; hostname",
      "ubuntu 24.04 noble\nopennebula-fe\n",
      0,
    ],
  ])("%s", async (_claim, command, stdout, code) => {
    expect(await run(command)).toMatchObject({ stdout, code });
  });

  it.each([
    ["sudo frobnicate", 1, "sudo: frobnicate: command not found"],
    ["frobnicate --now", 127, "bash: frobnicate: command not found"],
    ["python3 -c 'print(1)'", 127, "bash: python3: command not found"],
    ["cat /etc/netplan/50-cloud-init.yaml", 1, "cat: /etc/netplan/50-cloud-init.yaml: Permission denied"],
    ["rm /etc/hosts", 1, "rm: cannot remove '/etc/hosts': Permission denied"],
    ["/tmp/nothing", 127, "/tmp/nothing: No such file or directory"],
    ["netplan apply", 1, "Permission denied"],
    ["sudo systemd-run --unit=x sleep 9", 1, "not simulated on light servers"],
    ["sudo systemctl restart nothing", 5, "Unit nothing.service not found"],
  ])("fails as on a real server: %s", async (command, code, stderr) => {
    expect(await run(command)).toMatchObject({ code, stderr: expect.stringContaining(stderr) });
  });

  it("lists programs that are missing, even when the message is thrown away", async () => {
    await run("nosuchtool 2>/dev/null || true; command -v otherprogram");
    const listed = cloud.store.table<{ id: string; command: string }>("servers.unknown_commands").list();
    expect(listed.map((row) => row.command)).toEqual(
      expect.arrayContaining(["nosuchtool", "systemd-run --unit=x sleep 9"]),
    );
    expect(listed.map((row) => row.command)).not.toContain("otherprogram");
  });
});

describe("standard input", () => {
  it("reaches the command, bytes and all", async () => {
    const text = `zeile äöü\n${"x".repeat(100_000)}\n`;
    const { stdout } = await run("sudo tee /root/in | sha256sum; sudo cat /root/in | wc -c", text);
    expect(stdout).toMatch(new RegExp(`^[0-9a-f]{64} .*\\n${Buffer.byteLength(text)}\\n$`));
  });

  it("can be a script", async () => {
    expect(await run("bash -s one", "echo got $1\nexit 4\n")).toMatchObject({ stdout: "got one\n", code: 4 });
  });

  it("is not waited for by a command that reads none", async () => {
    const { code, stdout } = await new Promise<{ code: number; stdout: string }>((resolve, reject) => {
      client.exec("hostname; sudo systemctl is-active ssh", (error, channel) => {
        if (error) return reject(error);
        let stdout = "";
        channel.on("data", (chunk: Buffer) => {
          stdout += chunk;
        });
        channel.on("exit", (code: number) => resolve({ code, stdout }));
      });
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "opennebula-fe\nactive\n" });
  });
});

describe("a script called by path", () => {
  it("runs with its own first line's options, arguments and trap", async () => {
    const script = "#!/bin/bash -e\ntrap 'echo trapped' EXIT\necho $0 $1 $#\nfalse\necho no\n";
    await run("cat > /tmp/s.sh; chmod 755 /tmp/s.sh", script);
    expect(await run("/tmp/s.sh a b c d e f g h i j; echo $?")).toMatchObject({
      stdout: "/tmp/s.sh a 10\ntrapped\n1\n",
    });
    expect(await run("sudo /tmp/s.sh a")).toMatchObject({ stdout: "/tmp/s.sh a 1\ntrapped\n", code: 1 });
    expect(await run("/tmp/s.sh")).toMatchObject({ stdout: "/tmp/s.sh 0\ntrapped\n", code: 1 });
  });

  it("is refused without execute permission, and for an interpreter that is missing", async () => {
    await run("printf '#!/usr/bin/python3\\nprint(1)\\n' > /tmp/p; cp /tmp/p /tmp/q; chmod 755 /tmp/q");
    expect(await run("/tmp/p")).toMatchObject({ code: 126, stderr: expect.stringContaining("Permission denied") });
    expect(await run("/tmp/q; exit $?")).toMatchObject({
      code: 126,
      stderr: expect.stringContaining("/usr/bin/python3: bad interpreter"),
    });
  });
});

describe("several sessions", () => {
  it("share the disk and its locks", async () => {
    const other = await cloud.login();
    await run("rm -f /tmp/order");
    const first = run("flock /tmp/l sh -c 'echo first >> /tmp/order; sleep 0.2; echo first-done >> /tmp/order'");
    while (!(await exec(other, "cat /tmp/order 2>/dev/null")).stdout) await new Promise(setImmediate);
    await exec(other, "flock /tmp/l sh -c 'echo second >> /tmp/order'");
    await first;
    expect(await run("cat /tmp/order")).toMatchObject({ stdout: "first\nfirst-done\nsecond\n" });
  });
});

describe("ssh-keygen", () => {
  it("shows fingerprints and public halves as OpenSSH does", async () => {
    const pair = makeKeyPair("ed25519", "me");
    await run("cat > /tmp/key; chmod 600 /tmp/key", pair.private);
    expect((await run("ssh-keygen -y -f /tmp/key")).stdout.split(" ")[1]).toBe(pair.public.split(" ")[1]);
    expect(await run("ssh-keygen -y -f /tmp/key | ssh-keygen -lf -")).toMatchObject({
      stdout: expect.stringMatching(/^256 SHA256:[\w+/]{43} \S+( \S+)? \(ED25519\)\n$/),
    });
    await run("chmod 644 /tmp/key");
    expect(await run("ssh-keygen -y -f /tmp/key")).toMatchObject({
      code: 255,
      stderr: expect.stringContaining("too open"),
    });
  });
});

describe("a terminal", () => {
  it("echoes, keeps folder and variables between lines, and leaves with exit", async () => {
    const output = await new Promise<string>((resolve, reject) => {
      client.shell((error, channel) => {
        if (error) return reject(error);
        let text = "";
        channel.on("data", (chunk: Buffer) => {
          text += chunk;
        });
        channel.on("close", () => resolve(text));
        channel.write("cd /etc\rX=4x\u007f2\recho $X in $PWD\rexit 0\r");
      });
    });
    expect(output).toContain("ubuntu@opennebula-fe:~$ cd /etc\r\nubuntu@opennebula-fe:/etc$ ");
    expect(output).toContain("\r\n42 in /etc\r\n");
  });
});
