import type { InstallOrder } from "../../server-backend";
import type { Entry } from "../disk/disk";
import { PROGRAM_MARK } from "../shell/shebang";
import { executables, IN_SBIN } from "./executables";

/** Files that an Ubuntu install leaves, with mode and content; what cloud-init adds at first boot is not among them. */
export function installImage(order: InstallOrder, publicNic: string, own: readonly string[]): Map<string, Entry> {
  const image = new Map<string, Entry>();
  const root = { uid: 0, gid: 0, mtime: Date.UTC(2026, 0, 1) };
  const folder = (path: string, mode = 0o755): void => {
    image.set(path, { kind: "directory", mode, ...root });
  };
  const file = (path: string, content: string, mode = 0o644): void => {
    image.set(path, { kind: "file", content: Buffer.from(content), mode, ...root });
  };
  for (const path of FOLDERS) folder(path);
  for (const path of ["/tmp", "/var/tmp", "/dev/shm", "/dev/fd"]) folder(path, 0o1777);
  for (const path of ["/root", "/etc/sudoers.d", "/var/lib/cloud/private"]) folder(path, 0o700);
  for (const name of ["null", "zero", "full", "random", "urandom", "tty", "stdin", "stdout", "stderr"])
    file(`/dev/${name}`, "", 0o666);
  for (const name of ["bin", "sbin", "lib"])
    image.set(`/${name}`, { kind: "symlink", target: `usr/${name}`, mode: 0o777, ...root });
  for (const name of executables(own)) file(`/usr/bin/${name}`, `${PROGRAM_MARK}${name}\n`, 0o755);
  for (const name of IN_SBIN) file(`/usr/sbin/${name}`, `#!/bin/bash\n/usr/bin/${name} "$@"\n`, 0o755);

  const version = order.os.version.split(" ")[0] ?? "";
  const codename = /\((\w+)/.exec(order.os.version)?.[1]?.toLowerCase() ?? "";
  file("/etc/os-release", osRelease(order.os.name, order.os.version, version, codename));
  file("/etc/hostname", `${order.hostname}\n`);
  file("/etc/hosts", `127.0.0.1 localhost\n127.0.1.1 ${order.hostname}\n\n::1 ip6-localhost ip6-loopback\n`);
  file("/etc/passwd", "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n");
  file("/etc/group", "root:x:0:\nadm:x:4:\nsudo:x:27:\nusers:x:100:\nlxd:x:110:\nnogroup:x:65534:\n");
  file(
    "/etc/sudoers",
    "Defaults env_reset\nroot ALL=(ALL:ALL) ALL\n%sudo ALL=(ALL:ALL) ALL\n@includedir /etc/sudoers.d\n",
    0o440,
  );
  file(
    "/etc/ssh/sshd_config",
    "Include /etc/ssh/sshd_config.d/*.conf\nPermitRootLogin prohibit-password\nPasswordAuthentication no\n",
  );
  file("/etc/netplan/50-cloud-init.yaml", netplanDocument(publicNic, order.publicNetwork.macAddress), 0o600);
  file("/etc/resolv.conf", "nameserver 127.0.0.53\noptions edns0 trust-ad\n");
  file("/etc/cloud/cloud.cfg", "# cloud-init of the simulated server\ndatasource_list: [Scaleway, None]\n");
  file("/etc/fstab", "/dev/md0 / ext4 defaults 0 1\n");
  file("/proc/version", "Linux version 6.8.0-60-generic (simulated)\n");
  return image;
}

const FOLDERS = [
  ..."/ /boot /dev /etc /home /mnt /opt /proc /root /run /srv /sys /tmp /usr /var".split(" "),
  ..."/usr/bin /usr/sbin /usr/lib /usr/local /usr/local/bin /usr/local/sbin /usr/share /usr/lib/netplan".split(" "),
  ..."/etc/cloud /etc/cloud/cloud.cfg.d /etc/netplan /etc/ssh /etc/ssh/sshd_config.d /etc/ssh/ssh_config.d".split(" "),
  ..."/etc/systemd /etc/systemd/system /etc/systemd/network /etc/sysctl.d /etc/modules-load.d /etc/cron.d /etc/apt".split(
    " ",
  ),
  ..."/var/lib /var/lib/cloud /var/lib/cloud/instance /var/log /var/cache /var/tmp /var/spool /proc/sys /proc/sys/kernel".split(
    " ",
  ),
  ..."/sys/class /sys/class/net /etc/profile.d /etc/default".split(" "),
];

/** Elastic Metal's installer leaves the card to DHCP, which gives the server's own address. */
function netplanDocument(nic: string, macAddress: string): string {
  return [
    "# This file is generated from information provided by the datasource.",
    "network:",
    "    version: 2",
    "    ethernets:",
    `        ${nic}:`,
    "            dhcp4: true",
    "            match:",
    `                macaddress: ${macAddress}`,
    `            set-name: ${nic}`,
    "",
  ].join("\n");
}

function osRelease(name: string, full: string, version: string, codename: string): string {
  const id = name.toLowerCase();
  const lines = [
    `PRETTY_NAME="${name} ${full.replace(/ \(.*/, "")}"`,
    `NAME="${name}"`,
    `VERSION_ID="${version}"`,
    `VERSION="${full}"`,
    `VERSION_CODENAME=${codename}`,
    `ID=${id}`,
    ...(id === "ubuntu" ? ["ID_LIKE=debian", `UBUNTU_CODENAME=${codename}`] : []),
  ];
  return `${lines.join("\n")}\n`;
}
