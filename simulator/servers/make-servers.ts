import type { MakeServers } from "../cloud";
import { LightBackend } from "./light/light-backend";

/** The servers of a cloud that nobody has asked for real guests in. */
export const makeServers: MakeServers = ({ store }, report) => new LightBackend(store, report);
