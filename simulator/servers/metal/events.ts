/** What a metal server tells the simulator's journal. */
export type MetalEvent = { readonly serverId: string; readonly name: string } & (
  | { readonly event: "machine-started"; readonly accelerator: string; readonly pid: number }
  | { readonly event: "machine-ended"; readonly reason: "asked by the API" | "by itself" }
  | { readonly event: "powered-off" }
  | { readonly event: "installed"; readonly seconds: number }
  | { readonly event: "install-failed"; readonly reason: string; readonly console: string }
);
