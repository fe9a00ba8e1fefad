// What a client sees of a fault. API errors have the bodies of services/errors.ts; object storage answers in XML.
import type { IncomingMessage } from "node:http";
import type { Fault, FaultEffect, FaultType } from "../control/faults";
import * as errors from "../services/errors";
import type { Access, Result } from "../services/service";
import type { JournalDraft } from "./journal-draft";

type Answer = Extract<FaultEffect, { kind: "answer" }>;

/** What becomes of a call after its fault, if one hit it. */
export type Verdict =
  | { readonly kind: "go-on" }
  | { readonly kind: "go-on-and-lose-answer" }
  | { readonly kind: "answer"; readonly effect: Answer }
  | { readonly kind: "gone" };

/** Applies the fault that hits this call: waits, or cuts the connection, or says what to answer. */
export async function meetFault(
  fault: Fault | undefined,
  hold: (fault: Fault, gone: AbortSignal) => Promise<boolean>,
  request: IncomingMessage,
  draft: JournalDraft,
): Promise<Verdict> {
  if (fault === undefined) return { kind: "go-on" };
  draft.note(`fault ${fault.id}: ${fault.effect.kind}`);
  switch (fault.effect.kind) {
    case "answer":
      return { kind: "answer", effect: fault.effect };
    case "drop":
      request.socket.destroy();
      return { kind: "gone" };
    case "lose-answer":
      return { kind: "go-on-and-lose-answer" };
    case "hold": {
      const gone = new AbortController();
      const onClose = () => gone.abort();
      request.socket.once("close", onClose);
      const goesOn = await hold(fault, gone.signal);
      request.socket.removeListener("close", onClose);
      if (goesOn) return { kind: "go-on" };
      draft.note("given up while it was held");
      request.socket.destroy();
      return { kind: "gone" };
    }
  }
}

export function retryAfter(effect: Answer): Record<string, string> {
  return effect.retryAfterSeconds === null ? {} : { "retry-after": String(effect.retryAfterSeconds) };
}

/** The JSON answer of an API call that a fault hits. */
export function apiFault(effect: Answer, resource: string, access: Access): Result {
  if (effect.type === null) {
    return { status: effect.status, body: { message: "asked for by a fault of the simulator" } };
  }
  return { ...BODIES[effect.type](resource, access), status: effect.status };
}

const BODIES: Record<FaultType, (resource: string, access: Access) => Result> = {
  transient_state: (resource) => errors.transientState(resource, "", "unknown"),
  permissions_denied: (resource, access) => errors.permissionsDenied(resource, access),
  quotas_exceeded: (resource) => errors.quotasExceeded(resource, 1, 1),
  out_of_stock: (resource) => errors.outOfStock(resource),
  precondition_failed: () => errors.preconditionFailed("resource_not_usable", "asked for by a fault of the simulator"),
  not_found: (resource) => errors.notFound(resource, ""),
  locked: (resource) => ({ status: 423, body: { type: "locked", message: "resource is locked", resource } }),
};

/** Codes as the S3 API's list of error responses has them for these statuses. */
const S3_CODES: Readonly<Record<number, string>> = {
  403: "AccessDenied",
  404: "NoSuchKey",
  409: "OperationAborted",
  412: "PreconditionFailed",
  429: "TooManyRequests",
  500: "InternalError",
  503: "SlowDown",
};

/** The XML answer of an object storage call that a fault hits. */
export function s3Fault(effect: Answer): string {
  const code = S3_CODES[effect.status] ?? "InternalError";
  return `<Error><Code>${code}</Code><Message>asked for by a fault of the simulator</Message></Error>`;
}
