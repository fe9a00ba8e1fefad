import type { SSHProvisionerConnection } from "cdktf";

/** How Terraform logs in to the servers: the same for all of them. */
export interface SshAccess {
  readonly user: string;
  /** OpenSSH private key, sensitive; undefined: the operator's SSH agent. */
  readonly privateKey: string | undefined;
  /** How long a server may take to answer, e.g. `10m`. */
  readonly timeout: string;
  /**
   * `http`, `https` or `socks5`. Through the first two, Terraform ends every connection after 15 s: communicator/ssh/http_proxy.go
   * sets a deadline for the CONNECT and never lifts it (read in 1.11.4, seen on a server that took longer).
   */
  readonly proxyScheme: string;
  /** Proxy that carries the connection, for operators behind one; empty without. */
  readonly proxyHost: string;
  readonly proxyPort: number;
}

/** A connection that accepts the given host keys and no other. */
export function pinnedConnection(
  access: SshAccess,
  address: string,
  hostKeys: readonly string[],
): SSHProvisionerConnection {
  return {
    type: "ssh",
    host: address,
    user: access.user,
    ...(access.privateKey ? { privateKey: access.privateKey, agent: "false" } : { agent: "true" }),
    // Terraform writes `host_key` behind "@cert-authority <host>:22 " into a known_hosts file of its own (communicator/ssh),
    // so a second key of another type goes on a line like that.
    hostKey: hostKeys.join(`\n@cert-authority ${address}:22 `),
    timeout: access.timeout,
    // cdktf 0.21 does not know the third, which Terraform documents.
    proxyScheme: access.proxyScheme as "http",
    proxyHost: access.proxyHost,
    proxyPort: access.proxyPort,
  };
}
