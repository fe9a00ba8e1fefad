import type { DeploymentConfig } from "../../config/deployment-config";
import { type Check, fail, ok, warn } from "./check";

export interface OfferStock {
  readonly name: string;
  readonly stock: "empty" | "low" | "available";
  /** False: no longer sold. */
  readonly enable: boolean;
}

/** @param missing how many servers of the file are still to be ordered */
export function checkStock(config: DeploymentConfig, offers: readonly OfferStock[], missing: number): Check {
  const { offer: name, subscription } = config.servers;
  const check = `stock of ${name}`;
  const offer = offers.find((candidate) => candidate.name === name);
  if (!offer?.enable) {
    return fail(
      check,
      `not sold ${subscription} in ${config.zone}`,
      "Choose another servers.offer or zone for new servers.",
    );
  }
  const what = `${offer.stock} in ${config.zone}`;
  if (offer.stock === "available") return ok(check, what);
  if (offer.stock === "low") return warn(check, what, "Order soon what you need.");
  return missing > 0
    ? fail(check, `${what}, and ${missing} servers are to be ordered`, "Wait, or choose another servers.offer or zone.")
    : warn(check, what, "What runs goes on running; a worker added or replaced would have to wait.");
}
