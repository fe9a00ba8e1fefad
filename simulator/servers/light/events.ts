/** What a light server tells the simulator's journal; without secrets: uploads are counted, not shown. */
export type LightEvent = { readonly serverId: string; readonly name: string } & (
  | { readonly event: "ssh-connected"; readonly address: string /** e.g. SSH-2.0-Go */; readonly client: string }
  | { readonly event: "ssh-login"; readonly user: string /** SHA256:… of the public key */; readonly key: string }
  | { readonly event: "ssh-refused"; readonly user: string; readonly reason: string }
  | { readonly event: "ssh-command"; readonly user: string; readonly command: string; readonly exitCode: number }
  | {
      readonly event: "ssh-upload";
      readonly user: string;
      readonly path: string;
      readonly bytes: number;
      readonly via: "scp" | "sftp";
    }
  | { readonly event: "ssh-closed" }
  | { readonly event: "host-keys-loaded" /** SHA256:… */; readonly fingerprints: readonly string[] }
  | { readonly event: "network-changed"; readonly reachable: boolean; readonly reason: string }
  | { readonly event: "booted"; readonly boots: number }
  | { readonly event: "powered-off" }
  | { readonly event: "not-simulated"; readonly what: string }
);

type WithoutServer<T> = T extends unknown ? Omit<T, "serverId" | "name"> : never;

/** An event as its place of origin knows it; the server adds who it is. */
export type LocalEvent = WithoutServer<LightEvent>;
