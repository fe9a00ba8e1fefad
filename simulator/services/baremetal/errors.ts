// Refusals that only Elastic Metal has, beside the common ones in services/errors.ts.
import type { Result } from "../service";

/** Unknown or deleted servers answer without a `type` (cassettes server-*, after the delete). */
export function serverNotFound(): Result {
  return { status: 404, body: { message: "Not Found" } };
}

/** Recorded for an offer (cassette server-cloud-init-not-compatible-offer); for a system the same shape is a choice. */
export function cloudInitUnsupported(by: "offer" | "OS"): Result {
  return { status: 503, body: { message: `cloud-init is not supported on this ${by}` } };
}

/** Recorded (cassette partition-schema-data-source-incompatible-offer). */
export function partitioningUnsupported(): Result {
  return { status: 404, body: { message: "Custom Partitioning not supported" } };
}

/** No recording of one; the shape is that of other Scaleway products (cassettes of internal/services/mnq). */
export function alreadyExists(resource: string, resourceId: string, helpMessage: string): Result {
  return {
    status: 409,
    body: {
      type: "already_exists",
      message: "resource already exists",
      resource,
      resource_id: resourceId,
      help_message: helpMessage,
    },
  };
}
