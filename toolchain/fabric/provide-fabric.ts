import path from "node:path";
import { buildGoProgram } from "../go/go-program";
import type { Places } from "../places";
import type { Say } from "../progress";

/** Our own Go module, beside the simulator that starts it. */
export const FABRIC_MODULE = path.resolve(__dirname, "..", "..", "simulator", "fabric");

/**
 * The network of the simulated metal servers, built again whenever one of its sources has changed.
 *
 * @returns the binary, absolute
 * @throws ToolchainProblem without Go, or with the last lines of a failed build
 */
export async function provideFabric(places: Places, say: Say): Promise<string> {
  await buildGoProgram(
    { label: "the fabric of metal servers", module: FABRIC_MODULE, package: ".", output: places.fabric },
    places.stamps,
    say,
  );
  return places.fabric;
}
