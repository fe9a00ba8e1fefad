// VPC v2. Not simulated: routes, ACL rules, VPC connectors, ingress rules, S3 integration.
import type { Service } from "../service";
import { privateNetworkRoutes } from "./private-networks";
import { vpcRoutes } from "./vpcs";

export const vpcService: Service = { name: "vpc", routes: [...vpcRoutes, ...privateNetworkRoutes] };
