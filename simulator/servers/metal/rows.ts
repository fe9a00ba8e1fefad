import type { InstallOrder, InstallOutcome } from "../server-backend";

/** Table `servers.metal`: one row per installed server. Its disk lies in the cloud's folder, `metal/<id>`. */
export interface MetalServerRow {
  readonly id: string;
  readonly order: InstallOrder;
  /** Its port of the fabric, and with it its hardware profile: the lowest number that was free when it was installed. */
  readonly port: number;
  /** Whether the machine shall run. It may have switched itself off. */
  readonly power: "on" | "off";
  readonly install: InstallOutcome | "running";
  /** Counts its installs, so that the end of an earlier one is not taken for the present one's. */
  readonly generation: number;
}

export const METAL_SERVERS = "servers.metal";
