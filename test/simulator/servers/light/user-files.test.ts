import { addAccount, findAccount } from "../../../../simulator/servers/light/disk/accounts";
import { Disk } from "../../../../simulator/servers/light/disk/disk";
import { fromDiskRecord, toDiskRecord } from "../../../../simulator/servers/light/disk/disk-record";
import { UserFiles } from "../../../../simulator/servers/light/disk/user-files";
import { installImage } from "../../../../simulator/servers/light/image/install-image";
import { orderFor } from "./light-cloud";

const image = installImage(orderFor(), "enp5s0", ["netplan"]);
let disk: Disk;
let root: UserFiles;
let ubuntu: UserFiles;

beforeEach(() => {
  disk = new Disk(image);
  addAccount(disk, { name: "ubuntu", groups: ["sudo"] });
  root = new UserFiles(disk, findAccount(disk, "root")!);
  ubuntu = new UserFiles(disk, findAccount(disk, "ubuntu")!);
});

describe("an ordinary account", () => {
  it.each<[string, () => unknown, string]>([
    ["writing where it may not", () => ubuntu.write("/etc/x", Buffer.from("x")), "Permission denied"],
    ["writing below a folder that is missing", () => ubuntu.write("/home/ubuntu/a/b", Buffer.from("x")), "ENOENT"],
    ["reading root's file", () => ubuntu.read("/etc/netplan/50-cloud-init.yaml"), "Permission denied"],
    ["looking into root's folder", () => ubuntu.list("/root"), "Permission denied"],
    ["removing from /etc", () => ubuntu.remove("/etc/hosts"), "Permission denied"],
    ["changing another's mode", () => ubuntu.setAttributes("/etc/hosts", { mode: 0o777 }), "Operation not permitted"],
    ["giving its file away", () => ubuntu.setAttributes("/home/ubuntu", { uid: 0 }), "Operation not permitted"],
    ["using a file as a folder", () => ubuntu.read("/etc/hosts/x"), "ENOTDIR"],
  ])("is refused %s", (_case, attempt, message) => {
    expect(attempt).toThrow(message);
  });

  it("cannot take another's file out of /tmp", () => {
    root.write("/tmp/roots", Buffer.from("x"));
    expect(() => ubuntu.remove("/tmp/roots")).toThrow("Operation not permitted");
    ubuntu.write("/tmp/own", Buffer.from("x"));
    ubuntu.remove("/tmp/own");
    expect(ubuntu.exists("/tmp/own")).toBe(false);
  });

  it("owns what it makes, with the mode that the umask leaves", () => {
    ubuntu.umask = 0o077;
    ubuntu.write("/tmp/secret", Buffer.from("x"));
    ubuntu.makeFolder("/tmp/folder");
    expect(ubuntu.stat("/tmp/secret")).toMatchObject({ mode: 0o600, uid: 1000, gid: 1000 });
    expect(ubuntu.stat("/tmp/folder")).toMatchObject({ mode: 0o700, uid: 1000 });
  });

  it("overwrites without changing mode and owner", () => {
    root.write("/tmp/shared", Buffer.from("x"), { mode: 0o666 });
    root.setAttributes("/tmp/shared", { mode: 0o666 });
    ubuntu.write("/tmp/shared", Buffer.from("y"));
    expect(ubuntu.stat("/tmp/shared")).toMatchObject({ mode: 0o666, uid: 0 });
    expect(ubuntu.read("/tmp/shared").toString()).toBe("y");
  });
});

describe("a disk", () => {
  it("follows symbolic links, and gives up on a circle", () => {
    root.symlink("/etc/hosts", "/tmp/link");
    expect(root.read("/tmp/link")).toEqual(root.read("/etc/hosts"));
    expect(root.lstat("/tmp/link").kind).toBe("symlink");
    root.symlink("/tmp/b", "/tmp/a");
    root.symlink("/tmp/a", "/tmp/b");
    expect(() => root.read("/tmp/a")).toThrow("ELOOP");
  });

  it("moves folders with what is in them", () => {
    root.makeFolder("/tmp/a/b", { recursive: true });
    root.write("/tmp/a/b/c", Buffer.from("x"));
    root.rename("/tmp/a", "/srv/z");
    expect(root.read("/srv/z/b/c").toString()).toBe("x");
    expect(root.exists("/tmp/a")).toBe(false);
  });

  it("throws away what is written to /dev/null", () => {
    ubuntu.write("/dev/null", Buffer.from("x"));
    expect(ubuntu.read("/dev/null")).toHaveLength(0);
  });

  it("is the same after its changes went through JSON", () => {
    root.write("/etc/text", Buffer.from("häuser\n"));
    root.write("/etc/bytes", Buffer.from([0, 255, 128]));
    root.symlink("text", "/etc/link");
    root.remove("/etc/fstab");
    root.write("/proc/sys/kernel/x", Buffer.from("not kept"));
    const record = JSON.parse(JSON.stringify(toDiskRecord("id", disk.changes())));
    const again = new Disk(image, fromDiskRecord(record));
    expect(again.changes()).toEqual(disk.changes());
    expect(again.get("/etc/bytes")).toEqual(disk.get("/etc/bytes"));
    expect(again.get("/etc/fstab")).toBeUndefined();
    expect(again.get("/proc/sys/kernel/x")).toBeUndefined();
    expect(Object.keys(record.changed)).not.toContain("/etc/hosts");
  });
});
