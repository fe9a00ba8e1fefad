import type { Cause } from "./cause";

/** OpenNebula, its database and its settings. */
export const OPENNEBULA_CAUSES: readonly Cause[] = [
  {
    name: "one_version is no text",
    says: /one_version is (?:not )?string|one_version\b[^\n]*quot|one_version\b[^\n]*(?:string|text)/i,
    because: "YAML read the version as a number: 7.0 became 7.",
    fix: "Write `opennebula.version` of the deployment file in quotes, then `make infra`.",
  },
  {
    name: "Password too weak",
    says: /one_pass\b|(?:weak|insecure|default|trivial)[^\n]*password|password[^\n]*(?:weak|insecure|not allowed|must not)/i,
    because: "one-deploy refuses an empty password, one with blanks, and the well-known ones.",
    fix: "Set ONE_PASSWORD in `.secret` to a long one without blanks, `source .secret`, `make infra`.",
  },
  {
    name: "MariaDB refuses the login",
    says: /Access denied for user|ERROR 1045|\(1698,|\(1045,/,
    because:
      "The database has another password than `secrets/db_password` of the inventory, mostly from an installation before.",
    fix: "On the front-end: `sudo mysql -e \"ALTER USER 'oneadmin'@'localhost' IDENTIFIED BY '…'\"` with the inventory's password.",
  },
  {
    name: "oned does not come up",
    says: /^Abort after timeout$|opennebula\.service|oned\b[^\n]*(?:not running|failed|exited)|Connection refused[^\n]*2633|:2633[^\n]*refused|(?:wait|waiting)[^\n]*(?:leader|2633)|Error connecting to .*RPC2/im,
    because: "OpenNebula's daemon ends after its start, or does not answer.",
    fix: "On the front-end: `sudo tail -n 50 /var/log/one/oned.log` and `journalctl -u opennebula`; the first line marked [E] names the reason.",
  },
];
