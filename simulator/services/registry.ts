import { accountService } from "./account/routes";
import { iamService } from "./iam/routes";
import type { Route, Service } from "./service";

/** Every simulated product with a JSON API; object storage has its own wire format and stands in simulator/s3. */
export const SERVICES: readonly Service[] = [accountService, iamService];

/** All routes of all services, in the order of `SERVICES`. */
export function allRoutes(): readonly Route[] {
  return SERVICES.flatMap((service) => [...service.routes]);
}
