import type { Service } from "../service";
import { actionRoutes } from "./action-routes";
import { attachmentRoutes } from "./attachment-routes";
import { catalogueRoutes } from "./catalogue-routes";
import { optionRoutes } from "./option-routes";
import { partitioningRoutes } from "./partitioning-routes";
import { serverRoutes } from "./server-routes";

/**
 * Elastic Metal: servers, catalogue (API v1) and Private Networks (API v3). Not simulated: rescue mode, remote access (BMC),
 * settings, events, metrics, reverse names, and the layout of disks (checked and shown, never made).
 */
export const baremetalService: Service = {
  name: "baremetal",
  routes: [
    ...catalogueRoutes,
    ...partitioningRoutes,
    ...serverRoutes,
    ...actionRoutes,
    ...optionRoutes,
    ...attachmentRoutes,
  ],
};
