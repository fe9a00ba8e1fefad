import type { Inventory } from "./inventory-as-written";

/** A repository that one-deploy adds to the servers; the distribution's own are read from the servers. */
export interface VendorSource {
  readonly name: string;
  readonly suite: string;
  /** Names of the servers that get it. */
  readonly hosts: readonly string[];
  /** By the ID of /etc/os-release; `@version@` stands for its VERSION_ID. */
  readonly urls: Readonly<Record<string, string>>;
}

/**
 * Addresses as one-deploy's role `repository` makes them, its own variables for mirrors included (`opennebula_repo_url`,
 * `grafana_repo_url`). The enterprise edition's hold a password, so they are left out.
 */
export function packageSourcesOf({ all, hosts, groups }: Inventory): readonly VendorSource[] {
  const mirrors = (name: string) => (all[name] ?? {}) as Partial<Record<"Debian" | "Ubuntu", string>>;
  const opennebula = mirrors("opennebula_repo_url");
  const grafana = mirrors("grafana_repo_url");
  const community = `https://downloads.opennebula.io/repo/${all.one_version}`;
  return [
    {
      name: `OpenNebula ${all.one_version}`,
      suite: "stable",
      hosts: hosts.map(({ name }) => name),
      urls: all.one_token
        ? {}
        : {
            debian: opennebula.Debian ?? `${community}/Debian/@version@`,
            ubuntu: opennebula.Ubuntu ?? `${community}/Ubuntu/@version@`,
          },
    },
    {
      name: "Grafana",
      suite: "stable",
      hosts: groups.grafana ?? [],
      urls: {
        debian: grafana.Debian ?? "https://apt.grafana.com",
        ubuntu: grafana.Ubuntu ?? grafana.Debian ?? "https://apt.grafana.com",
      },
    },
  ];
}
