/** One OpenNebula host on one Elastic Metal server. */
export interface HostConfig {
  /** OpenNebula and inventory name, e.g. `fe`, `host01`; the identity of the server in every stack. */
  readonly name: string;
  /** Name of the Elastic Metal server: `opennebula-web` for `fe`, `opennebula-worker-0` for `host01`, else `opennebula-worker-<name>`. */
  readonly serverName: string;
  readonly role: "front-end" | "worker";
  /** True when the deployment file lists it under `servers.allowReinstall`. */
  readonly allowReinstall: boolean;
}

/** A deployment file after validation: every default filled in, every value in the form that the stacks use. */
export interface DeploymentConfig {
  /** The file's base name, e.g. `demo` for deployments/demo.yaml. */
  readonly name: string;
  /** Scaleway project name. */
  readonly project: string;
  readonly region: string;
  readonly zone: string;
  /** `<project>-tfstates`. */
  readonly bucketName: string;
  readonly network: {
    /** IPv4 CIDR of the hosts' Private Network. */
    readonly privateCidr: string;
    /** IPv4 CIDR of the Private Network under the VXLAN between VMs. */
    readonly vmToVmCidr: string;
  };
  readonly servers: {
    /** Upper case, as the API names it. */
    readonly offer: string;
    readonly os: { readonly name: string; readonly version: string };
    readonly subscription: "hourly" | "monthly";
    /** The front-end first, then the workers in the file's order. */
    readonly hosts: readonly HostConfig[];
    /** Worker names that may leave. */
    readonly retire: readonly string[];
  };
  readonly ssh: {
    readonly user: string;
    /** Path of the operator's own public key (absolute or `~/…`); undefined: Terraform makes a key. */
    readonly publicKeyFile: string | undefined;
  };
  readonly flexibleIps: {
    readonly gateway: string;
    readonly dns: readonly string[];
    readonly permissionSets: readonly string[];
    readonly keyGeneration: number;
  };
  readonly opennebula: { readonly version: string };
  /** True: no guards, no protection, bucket emptied on destroy. */
  readonly disposable: boolean;
}
