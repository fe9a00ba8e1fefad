import { type InventoryClaim, matches, UUID } from "./claim";

const FEATURES = ["gate", "flow", "form", "gui", "prometheus", "ceph", "evpn"];

/** Claims that a variable has one value. */
function is(name: string, value: unknown, because: string): InventoryClaim {
  return { name, holds: ({ all }) => all[name] === value, because };
}

function feature(name: string): InventoryClaim {
  return {
    name: `features.${name}`,
    holds: ({ all }) => (all.features as any)[name] === true,
    because: "a part of the cloud that this project installs",
  };
}

/** True from OpenNebula 7.1.80 on. */
function hasForm(version: unknown): boolean {
  const [major = 0, minor = 0, patch = 0] = String(version).split(".").map(Number);
  return major > 7 || (major === 7 && (minor > 1 || (minor === 1 && patch >= 80)));
}

export const OPENNEBULA_CLAIMS: readonly InventoryClaim[] = [
  {
    name: "one_version",
    holds: ({ all }) =>
      matches(all.one_version, /^[0-9]+\.[0-9]+(?:\.[0-9]+)?$/) && Number.parseInt(String(all.one_version), 10) >= 7,
    because: 'a text such as "7.0", 7 or newer: without quotes YAML makes a number of it, which one-deploy refuses',
  },
  {
    name: "one_pass",
    holds: ({ all }) => matches(all.one_pass, /^(?!(?:opennebula|password)$)[^ \t\n\v\f\r]+$/),
    because:
      "oneadmin's password is read from its file, is not empty, has no blanks and is none of the well-known ones",
  },
  is("prod_env", true, "one-deploy's rules for passwords are off without it"),
  is("db_backend", "MariaDB", "the database of this deployment"),
  {
    name: "db_password",
    holds: ({ all }) => matches(all.db_password, /^[A-Za-z0-9]{16,}$/),
    because: "one-deploy writes it into SQL as it stands, and has a well-known one otherwise",
  },
  {
    name: "features",
    holds: ({ all }) => Object.keys(all.features as object).every((name) => FEATURES.includes(name)),
    because: "one-deploy's prechecks stop at a switch that they do not know",
  },
  ...["gate", "flow", "gui", "prometheus"].map(feature),
  {
    name: "form_bind_addr",
    holds: ({ all }) => all.form_bind_addr === undefined || hasForm(all.one_version),
    because: "OneForm came with OpenNebula 7.1.80; its settings are refused before",
  },
  {
    name: "one_vip",
    holds: ({ all }) => ["one_vip", "one_vip_cidr", "one_vip_if"].every((name) => !(name in all)),
    because: "refused with one front-end",
  },
  is("ensure_hostname", true, "the front-end's host name must resolve on every server"),
  is("ensure_hosts", true, "the front-end's host name must resolve on every server"),
  is("update_pkg_cache", true, "a freshly installed server has no package lists"),
  {
    name: "ds.mode",
    holds: ({ all }) => (all.ds as any).mode === "ssh",
    because: "datastores are local disks, images travel by SSH",
  },
  is("keep_empty_bridge", true, "br0 carries the server's own address"),
  {
    name: "flexible_ip_driver_project_id",
    holds: ({ all }) => matches(all.flexible_ip_driver_project_id, UUID),
    because: "the driver acts in this project alone",
  },
  {
    name: "flexible_ip_driver_zone",
    holds: ({ all, hosts }) =>
      hosts.every(({ variables }) => String(variables.scw_server_id).startsWith(`${all.flexible_ip_driver_zone}/`)),
    because: "servers and Flexible IPs stand in one zone",
  },
  {
    name: "flexible_ip_driver_access_key",
    holds: ({ all }) => matches(all.flexible_ip_driver_access_key, /^SCW[A-Z0-9]{17}$/),
    because: "the driver's key",
  },
  {
    name: "flexible_ip_driver_secret_key",
    holds: ({ all }) => matches(all.flexible_ip_driver_secret_key, UUID),
    because: "the driver's key",
  },
];
