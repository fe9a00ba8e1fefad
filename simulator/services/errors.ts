// Error bodies in Scaleway's own shapes; the JSON `type` decides what the clients make of them
// (scaleway-sdk-go scw/errors.go). Services add their own beside their routes when they need more.
import type { Result } from "./service";

export function notFound(resource: string, resourceId: string): Result {
  return {
    status: 404,
    body: { type: "not_found", message: "resource is not found", resource, resource_id: resourceId },
  };
}

export function permissionsDenied(resource: string, action: "read" | "write"): Result {
  return {
    status: 403,
    body: { type: "permissions_denied", message: "insufficient permissions", details: [{ resource, action }] },
  };
}

export interface ArgumentProblem {
  readonly argument_name: string;
  readonly reason: "unknown" | "required" | "format" | "constraint";
  readonly help_message: string;
}

export function invalidArguments(...details: ArgumentProblem[]): Result {
  return { status: 400, body: { type: "invalid_arguments", message: "invalid argument(s)", details } };
}

export function preconditionFailed(precondition: string, helpMessage: string): Result {
  return {
    status: 412,
    body: {
      type: "precondition_failed",
      message: "precondition is not respected",
      precondition,
      help_message: helpMessage,
    },
  };
}

export function transientState(resource: string, resourceId: string, currentState: string): Result {
  return {
    status: 409,
    body: {
      type: "transient_state",
      message: "resource is in a transient state",
      resource,
      resource_id: resourceId,
      current_state: currentState,
    },
  };
}

export function quotasExceeded(resource: string, quota: number, current: number): Result {
  return {
    status: 403,
    body: { type: "quotas_exceeded", message: "quota exceeded", details: [{ resource, quota, current }] },
  };
}

export function outOfStock(resource: string): Result {
  return { status: 412, body: { type: "out_of_stock", message: "resource is out of stock", resource } };
}
