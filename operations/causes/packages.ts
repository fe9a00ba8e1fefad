import type { Cause } from "./cause";

/** Packages and where they come from. */
export const PACKAGE_CAUSES: readonly Cause[] = [
  {
    name: "apt is locked",
    says: /Could not get lock \/var\/lib\/(?:dpkg|apt)|Unable to acquire the dpkg frontend lock|Failed to lock apt|is another process using it/,
    because: "Another program installs packages just now, mostly unattended-upgrades after the first boot.",
    fix: "Wait for it (`systemctl status apt-daily-upgrade` on the server), then run again.",
  },
  {
    name: "Clock is off",
    says: /is not valid yet|certificate is not yet valid|certificate verify failed: certificate (?:has expired|is not yet valid)|not yet valid \(invalid for another/i,
    because: "The server's clock is wrong, so signatures and certificates seem to be of another time.",
    fix: "On the server: `timedatectl`, and `sudo systemctl restart systemd-timesyncd`; UDP port 123 must get out.",
  },
  {
    name: "dpkg was interrupted",
    says: /dpkg was interrupted, you must manually run|Unmet dependencies\. Try/,
    because: "An installation was cut off before, so packages are half configured.",
    fix: "On the server: `sudo dpkg --configure -a`, then `sudo apt-get -f install`.",
  },
  {
    name: "Version not in the repository",
    says: /404\s+Not Found|does not have a Release file|Unable to locate package|No package matching .* is available|HTTP Error 404/i,
    because: "The package repository has no such version for this system.",
    fix: "`opennebula.version` of the deployment file must be a folder of downloads.opennebula.io/repo that has the server's release; `make infra` brings it into the inventory.",
  },
  {
    name: "Package repository out of reach",
    says: /Failed to fetch|Could not connect to \S+:(?:80|443)|Cannot initiate the connection to|Unable to connect to \S+:|Failed to update apt cache|apt cache update failed|<urlopen error/i,
    because: "The server cannot fetch from a package repository.",
    fix: "`make deployment CHECK=1` names server and repository. Let ports 80 and 443 out, or set apt's proxy on the server.",
  },
];
