import { accountService } from "./account/routes";
import { baremetalService } from "./baremetal/routes";
import { flexibleIpService } from "./flexible-ip/routes";
import { iamService } from "./iam/routes";
import { ipamService } from "./ipam/routes";
import type { Route, Service } from "./service";
import { vpcService } from "./vpc/routes";

/** Every simulated product with a JSON API; object storage has its own wire format and stands in simulator/s3. */
export const SERVICES: readonly Service[] = [
  accountService,
  iamService,
  vpcService,
  ipamService,
  baremetalService,
  flexibleIpService,
];

/** All routes of all services, in the order of `SERVICES`. */
export function allRoutes(): readonly Route[] {
  return SERVICES.flatMap((service) => [...service.routes]);
}
