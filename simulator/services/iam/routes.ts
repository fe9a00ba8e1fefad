// IAM v1alpha1. Not simulated: making and changing users, JWTs, logs, SAML, SCIM, security settings, quota routes.
import type { Service } from "../service";
import { apiKeyRoutes } from "./api-keys";
import { applicationRoutes } from "./applications";
import { groupMemberRoutes } from "./group-members";
import { groupRoutes } from "./groups";
import { permissionSetRoutes } from "./permission-set-routes";
import { policyRoutes } from "./policies";
import { sshKeyRoutes } from "./ssh-keys";
import { userRoutes } from "./users";

export const iamService: Service = {
  name: "iam",
  routes: [
    ...sshKeyRoutes,
    ...userRoutes,
    ...applicationRoutes,
    ...groupRoutes,
    ...groupMemberRoutes,
    ...policyRoutes,
    ...permissionSetRoutes,
    ...apiKeyRoutes,
  ],
};
