// What goes over the fabric's control socket; simulator/fabric/README.md says what it means.

/** What the fabric enforces; its contract is fabric/README.md. */
export interface FabricRules {
  readonly servers: readonly {
    readonly id: string;
    readonly name: string;
    /** Name of its socket in the fabric's folder. */
    readonly port: string;
    readonly macAddress: string;
    readonly address: string;
    readonly prefixLength: number;
    readonly gateway: string;
    readonly hostname: string;
    readonly flexibleIps: readonly { readonly address: string; readonly macAddress: string | null }[];
    readonly privateNetworks: readonly { readonly vlanId: number; readonly networkId: string }[];
  }[];
  readonly flexibleIpGateway: string;
  readonly resolvers: readonly string[];
  readonly internet: { readonly address: string; readonly services: readonly InternetService[] };
  readonly switchedOff: readonly string[];
}

export interface InternetService {
  readonly names: readonly string[];
  readonly address: string;
  readonly port: number;
  /** The simulator's front, an HTTP proxy on loopback, and what it is asked to CONNECT to. */
  readonly proxy?: string;
  readonly connect?: string;
  /** Where else on this machine the connection goes. */
  readonly forward?: string;
}

/** One server's port as the fabric shows it; counters since the fabric started. */
export interface FabricPort {
  readonly id: string;
  readonly name: string;
  readonly port: string;
  readonly connected: boolean;
  readonly macAddress: string;
  readonly address: string;
  readonly flexibleIps: readonly { readonly address: string; readonly macAddress: string | null }[];
  readonly privateNetworks: readonly {
    readonly vlanId: number;
    readonly networkId: string;
    readonly learned: readonly string[];
  }[];
  readonly received: Traffic;
  readonly sent: Traffic;
  /** Frames by the reason they were dropped for; see fabric/README.md. */
  readonly drops: Readonly<Record<string, number>>;
  /** File of a running capture. */
  readonly pcap: string | null;
}

export interface Traffic {
  readonly frames: number;
  readonly bytes: number;
}

export interface FabricState {
  readonly servers: readonly FabricPort[];
  readonly internet: {
    readonly received: Traffic;
    readonly sent: Traffic;
    readonly drops: Readonly<Record<string, number>>;
    readonly refusedNames: Readonly<Record<string, number>>;
    readonly refusedConnections: Readonly<Record<string, number>>;
  };
  readonly routedNowhere: number;
}

export interface PingOrder {
  readonly address: string;
  readonly count?: number;
  readonly timeoutMs?: number;
  /** Bytes of payload. */
  readonly size?: number;
  readonly dontFragment?: boolean;
}

export interface PingResult {
  readonly sent: number;
  readonly received: number;
  readonly roundTripMs: readonly number[];
  readonly errors: readonly string[];
}
