import type { LightEvent } from "./light/events";
import type { MetalEvent } from "./metal/events";

/** What happens on a server, of whichever kind, told to the journal. */
export type ServerEvent = LightEvent | MetalEvent;
