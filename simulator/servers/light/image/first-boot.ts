import { randomBytes, randomUUID } from "node:crypto";
import type { InstallOrder } from "../../server-backend";
import { addAccount, authorizeKeys, findAccount } from "../disk/accounts";
import { type Disk, isBelow } from "../disk/disk";
import { HOST_KEY_TYPES, type HostKeyType, hostKeyPath, makeHostKey, placeHostKey } from "./host-keys";
import { readUserData } from "./user-data";

/** What cloud-init leaves to be run by a shell, as root, in this order. */
export interface FirstBoot {
  readonly scripts: readonly string[];
  /** Keys of the user data that are not simulated, to be listed. */
  readonly notSimulated: readonly string[];
}

/**
 * The first boot after an install: machine id, the ordered user, and what cloud-init makes of the user data. Host keys
 * follow cloud-init's cc_ssh: keys of `ssh_keys` are installed and nothing is generated; else one of each `ssh_genkeytypes`.
 * `ssh_deletekeys: false` keeps those that the package made at install.
 */
export function firstBoot(disk: Disk, order: InstallOrder): FirstBoot {
  const { config, script, problem, notSimulated } = readUserData(order.userData);
  disk.place("/etc/machine-id", `${randomBytes(16).toString("hex")}\n`, 0o444);
  disk.place("/var/lib/cloud/instance/user-data.txt", order.userData, 0o600);
  const hostname = String(config.hostname ?? order.hostname);
  if (hostname !== order.hostname && config.preserve_hostname !== true) {
    disk.place("/etc/hostname", `${hostname}\n`);
    disk.place("/etc/hosts", `127.0.0.1 localhost\n127.0.1.1 ${config.fqdn ? `${config.fqdn} ` : ""}${hostname}\n`);
  }
  const installer = { groups: ["adm", "sudo"], authorizedKeys: order.authorizedKeys, mayBecomeRoot: true };
  if (order.user !== "root") addAccount(disk, { name: order.user, ...installer });
  addUsers(disk, order, config);
  const everyKey = [...order.authorizedKeys, ...strings(config.ssh_authorized_keys)];
  authorize(disk, order.user, strings(config.ssh_authorized_keys));
  if (order.user === "root" || config.disable_root === false) authorize(disk, "root", everyKey);
  installHostKeys(disk, hostname, config);
  writeFiles(disk, config);
  const status = { v1: { datasource: "DataSourceScaleway", errors: problem ? [problem] : [], stage: null } };
  disk.makeFolder("/run/cloud-init");
  disk.place("/run/cloud-init/status.json", `${JSON.stringify(status)}\n`);
  disk.place("/var/log/cloud-init.log", problem ? `WARNING: ${problem}\n` : "");
  const scripts = [shellOf(config.bootcmd), shellOf(config.runcmd), script ?? ""].filter(Boolean);
  return { scripts, notSimulated };
}

/** Every boot: the trees that live in memory start empty. */
export function cleanVolatile(disk: Disk): void {
  for (const folder of ["/tmp", "/run"]) for (const name of disk.children(folder)) disk.delete(`${folder}/${name}`);
  for (const folder of ["/run/systemd", "/run/systemd/network", "/run/lock", "/run/sshd", "/run/netplan", "/run/user"])
    disk.makeFolder(folder);
  disk.makeFolder("/run/cloud-init");
  disk.place(
    "/run/cloud-init/status.json",
    `${JSON.stringify({ v1: { datasource: "DataSourceScaleway", errors: [], stage: null } })}\n`,
  );
  disk.place("/proc/sys/kernel/random/boot_id", `${randomUUID()}\n`, 0o444);
}

function installHostKeys(disk: Disk, comment: string, config: Readonly<Record<string, unknown>>): void {
  const owner = `root@${comment}`;
  if (config.ssh_deletekeys === false) for (const type of HOST_KEY_TYPES) makeHostKey(disk, type, owner);
  const given = config.ssh_keys;
  if (typeof given === "object" && given !== null) {
    const keys = given as Record<string, string>;
    for (const type of ["rsa", "ecdsa", "ed25519"]) {
      const privateKey = keys[`${type}_private`];
      if (privateKey) placeHostKey(disk, type, String(privateKey), keys[`${type}_public`]);
      else if (keys[`${type}_public`]) disk.place(`${hostKeyPath(type)}.pub`, String(keys[`${type}_public`]));
    }
    return;
  }
  const wanted = Array.isArray(config.ssh_genkeytypes) ? strings(config.ssh_genkeytypes) : [...HOST_KEY_TYPES];
  for (const type of wanted) {
    if ((HOST_KEY_TYPES as readonly string[]).includes(type)) makeHostKey(disk, type as HostKeyType, owner);
  }
}

function addUsers(disk: Disk, order: InstallOrder, config: Readonly<Record<string, unknown>>): void {
  for (const entry of Array.isArray(config.users) ? config.users : []) {
    if (typeof entry !== "object" || entry === null) continue;
    const user = entry as Record<string, unknown>;
    const name = String(user.name ?? "");
    const keys = strings(user.ssh_authorized_keys);
    const groups = typeof user.groups === "string" ? user.groups.split(/,\s*/) : strings(user.groups);
    const mayBecomeRoot = strings(typeof user.sudo === "string" ? [user.sudo] : user.sudo).some((rule) =>
      /NOPASSWD:\s*ALL/.test(rule),
    );
    if (name === "" || name === order.user || findAccount(disk, name)) authorize(disk, name, keys);
    else
      addAccount(disk, {
        name,
        groups,
        authorizedKeys: keys,
        mayBecomeRoot,
        shell: user.shell === undefined ? undefined : String(user.shell),
      });
  }
}

function authorize(disk: Disk, name: string, keys: readonly string[]): void {
  const account = findAccount(disk, name);
  if (account && keys.length > 0) authorizeKeys(disk, account.home, account, keys);
}

function writeFiles(disk: Disk, config: Readonly<Record<string, unknown>>): void {
  for (const entry of Array.isArray(config.write_files) ? config.write_files : []) {
    const file = entry as {
      path: string;
      content?: string;
      encoding?: string;
      permissions?: string | number;
      owner?: string;
      append?: boolean;
    };
    const base64 = /^b(ase)?64$/.test(file.encoding ?? "");
    const content = Buffer.from(file.content ?? "", base64 ? "base64" : "utf8");
    const mode =
      typeof file.permissions === "number" ? file.permissions : Number.parseInt(file.permissions ?? "0644", 8);
    const [user] = (file.owner ?? "root:root").split(":");
    const owner = findAccount(disk, user ?? "root") ?? { uid: 0, gid: 0 };
    if (isBelow(file.path, "/proc")) continue;
    const before = file.append ? Buffer.from(disk.text(file.path) ?? "") : Buffer.alloc(0);
    disk.place(file.path, Buffer.concat([before, content]), mode, { uid: owner.uid, gid: owner.gid });
  }
}

/** cloud-init turns the list into a script: a list entry is an argv, a string is a line of shell. */
function shellOf(value: unknown): string {
  if (!Array.isArray(value)) return "";
  const lines = value.map((entry) =>
    Array.isArray(entry) ? entry.map((word) => `'${String(word).replace(/'/g, "'\\''")}'`).join(" ") : String(entry),
  );
  return `${lines.join("\n")}\n`;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
