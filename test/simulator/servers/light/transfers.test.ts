import { promisify } from "node:util";
import type { Client, SFTPWrapper } from "ssh2";
import { exec, LightCloud } from "./light-cloud";

let cloud: LightCloud;
let client: Client;
beforeAll(async () => {
  cloud = new LightCloud();
  client = await cloud.login();
});
afterAll(() => cloud.close());

/** Speaks the source side of scp: sends each record once the one before has been answered. */
async function scp(command: string, records: readonly (string | Buffer)[]): Promise<{ answers: string; code: number }> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(error);
      const waiting = [...records];
      let answers = "";
      channel.on("data", (chunk: Buffer) => {
        answers += chunk.toString("latin1");
        if (chunk[0] !== 0 || waiting.length === 0) channel.end();
        else channel.write(waiting.shift());
      });
      channel.on("exit", (code: number) => resolve({ answers, code }));
    });
  });
}

describe("scp as Terraform speaks it", () => {
  it("receives a file into a folder, or under another name, with its mode", async () => {
    const content = Buffer.from([0, 1, 255, 10, 128]);
    const file = ["C0644 5 script.sh\n", Buffer.concat([content, Buffer.from([0])])];
    expect(await scp("'scp' -vt /tmp", file)).toEqual({ answers: "\0\0\0", code: 0 });
    expect(await scp("scp -t /home/ubuntu/other", file)).toEqual({ answers: "\0\0\0", code: 0 });
    expect(await exec(client, "stat -c '%a %s' /tmp/script.sh ~/other; cmp /tmp/script.sh ~/other")).toMatchObject({
      stdout: "644 5\n644 5\n",
      code: 0,
    });
    expect(cloud.events).toContainEqual(
      expect.objectContaining({ event: "ssh-upload", path: "/tmp/script.sh", bytes: 5, via: "scp" }),
    );
  });

  it("receives folders in folders", async () => {
    const records = ["D0755 0 outer\n", "C0600 1 a\n", "x\0", "D0700 0 inner\n", "C0644 1 b\n", "y\0", "E\n", "E\n"];
    expect(await scp("scp -rt /tmp", records)).toMatchObject({ code: 0 });
    expect(await exec(client, "cd /tmp/outer && cat a inner/b && stat -c '%a %n' a inner")).toMatchObject({
      stdout: "xy600 a\n700 inner\n",
    });
  });

  it("refuses what the account may not write, a folder without -r, and a name that leads elsewhere", async () => {
    expect(await scp("scp -t /etc", ["C0644 1 x\n", "x\0"])).toEqual({
      answers: "\0\u0001scp: /etc/x: Permission denied\n",
      code: 1,
    });
    expect((await scp("scp -t /tmp", ["D0755 0 d\n"])).code).toBe(1);
    expect((await scp("scp -t /tmp", ["C0644 1 ../../etc/x\n"])).answers).toContain("unexpected filename");
    expect((await scp("scp -t /nowhere/x", ["C0644 1 x\n", "x\0"])).answers).toContain(
      "/nowhere/x: No such file or directory",
    );
  });

  it("runs an uploaded script as Terraform does: chmod, run, remove", async () => {
    const script = "#!/bin/sh -e\necho $0 ran as $(id -un)\nfalse\nexit 3\n";
    await scp("'scp' -vt /tmp", [`C0644 ${script.length} terraform_1.sh\n`, `${script}\0`]);
    expect(await exec(client, "chmod 0777 /tmp/terraform_1.sh")).toMatchObject({ code: 0 });
    expect(await exec(client, "/tmp/terraform_1.sh\n")).toEqual({
      stdout: "/tmp/terraform_1.sh ran as ubuntu\n",
      stderr: "",
      code: 1,
    });
    expect(await exec(client, "rm -f /tmp/terraform_1.sh; ls /tmp/terraform_1.sh")).toMatchObject({ code: 2 });
  });
});

describe("sftp", () => {
  let sftp: SFTPWrapper;
  beforeAll(async () => {
    sftp = (await promisify(
      client.sftp.bind(client) as (done: (error: Error | undefined, sftp: SFTPWrapper) => void) => void,
    )()) as unknown as SFTPWrapper;
  });
  const call = <T>(work: (done: (error: Error | null | undefined, value?: T) => void) => void): Promise<T> =>
    new Promise((resolve, reject) => work((error, value) => (error ? reject(error) : resolve(value as T))));

  it("writes, reads, lists, renames and removes", async () => {
    const content = Buffer.alloc(200_000, "0123456789");
    await call((done) => sftp.writeFile("folder-less", content, { mode: 0o640 }, done));
    expect(await call<Buffer>((done) => sftp.readFile("/home/ubuntu/folder-less", done))).toEqual(content);
    await call((done) => sftp.mkdir("d", done));
    await call((done) => sftp.rename("folder-less", "d/moved", done));
    expect(
      (await call<{ filename: string }[]>((done) => sftp.readdir("d", done))).map((entry) => entry.filename),
    ).toEqual(["moved"]);
    expect(await call((done) => sftp.stat("d/moved", done))).toMatchObject({
      size: 200_000,
      uid: 1000,
      mode: 0o100640,
    });
    await call((done) => sftp.unlink("d/moved", done));
    await call((done) => sftp.rmdir("d", done));
    await expect(call((done) => sftp.stat("d", done))).rejects.toThrow("ENOENT");
  });

  it("keeps to the rights of the account", async () => {
    await expect(call((done) => sftp.writeFile("/etc/x", "x", done))).rejects.toThrow("Permission denied");
    await expect(call((done) => sftp.readFile("/etc/netplan/50-cloud-init.yaml", done))).rejects.toThrow(
      "Permission denied",
    );
    await expect(call((done) => sftp.chmod("/etc/hosts", 0o777, done))).rejects.toThrow("Operation not permitted");
  });
});
