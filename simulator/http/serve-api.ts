import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cloud } from "../cloud";
import { conditionHolds } from "../services/conditions";
import { invalidArguments, permissionsDenied } from "../services/errors";
import { authenticate } from "../services/iam/authorization";
import { Refusal } from "../services/refusal";
import type { Caller, Result } from "../services/service";
import { answer } from "./answer";
import { apiFault, meetFault, retryAfter } from "./fault-effects";
import type { JournalDraft } from "./journal-draft";
import { readBody } from "./read-body";
import { checkBody, checkLocality, checkQuery } from "./request-checks";
import type { RouteMatch, Router } from "./router";

/** Far above the largest body of these products: 128 kB of cloud-init in base64. */
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

interface Received {
  readonly match: RouteMatch;
  readonly query: URLSearchParams;
  readonly token: string | undefined;
  readonly body: string;
}

/** Serves one call of the JSON API: finds the route, meets its faults, checks, handles, answers. */
export async function serveApi(
  request: IncomingMessage,
  response: ServerResponse,
  cloud: Cloud,
  router: Router,
  draft: JournalDraft,
): Promise<void> {
  const url = new URL(request.url ?? "/", "https://api.scaleway.com");
  const bytes = await readBody(request, BODY_LIMIT_BYTES);
  const reply = (result: Result, headers: Record<string, string> = {}) => {
    draft.status = result.status;
    noteRefusal(result, draft);
    answer(response, result, headers);
  };

  const match = router.find(request.method ?? "", url.pathname);
  if (match === undefined) {
    reply({
      status: 404,
      body: { message: `unknown route: nothing is simulated at ${request.method} ${url.pathname}` },
    });
    return;
  }
  draft.operation = match.route.operation;
  if (bytes === undefined) {
    const help_message = `the body is longer than ${BODY_LIMIT_BYTES} bytes`;
    reply(invalidArguments({ argument_name: "body", reason: "constraint", help_message }));
    return;
  }

  const fault = cloud.faults.take(match.route.operation, `${request.headers.host}${request.url}`);
  const verdict = await meetFault(fault, (one, gone) => cloud.faults.hold(one, gone), request, draft);
  if (verdict.kind === "gone") return;
  if (verdict.kind === "answer") {
    reply(apiFault(verdict.effect, match.route.product, match.route.access), retryAfter(verdict.effect));
    return;
  }

  const token = request.headers["x-auth-token"];
  const received: Received = {
    match,
    query: url.searchParams,
    token: Array.isArray(token) ? token[0] : token,
    body: bytes.toString("utf8"),
  };
  const result = handle(received, cloud, draft);
  if (draft.changes.length > 0) await cloud.context.servers.accountChanged?.();
  if (verdict.kind === "go-on-and-lose-answer") request.socket.destroy();
  else reply(result);
}

/** Why a call was refused, in the words of its answer. */
function noteRefusal({ status, body }: Result, draft: JournalDraft): void {
  if (status < 400) return;
  const told = body as { type?: string; message?: string; details?: unknown; help_message?: string } | undefined;
  const why = [told?.type ?? told?.message, told?.help_message, told?.details && JSON.stringify(told.details)];
  draft.note(why.filter((part) => part !== undefined).join(" "));
}

function handle(received: Received, cloud: Cloud, draft: JournalDraft): Result {
  try {
    // One transaction: what the handler changes is on disk before anybody reads the answer, or nothing is changed.
    const { result, changes } = cloud.store.transaction(() => perform(received, cloud, draft));
    draft.changes = changes;
    return result;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(error);
    // 501, since the clients try every other 5xx four times over 14 seconds (scaleway-sdk-go, retryable transport).
    return { status: 501, body: { message: `the simulator failed in ${received.match.route.operation}: ${reason}` } };
  }
}

function perform({ match, query, token, body }: Received, cloud: Cloud, draft: JournalDraft): Result {
  const { route, params } = match;
  const caller: Caller | Result = authenticate(token, cloud.store, cloud.clock);
  if ("status" in caller) return caller;
  draft.accessKey = caller.accessKey;
  const refusal = checkLocality(params);
  if (refusal !== undefined) return refusal;
  if (!caller.allowsSomewhere(route.product, route.access)) return permissionsDenied(route.product, route.access);
  const unknownQuery = checkQuery(route, query);
  if (unknownQuery !== undefined) return unknownQuery;
  const checked = checkBody(route, body);
  if ("status" in checked) return checked;
  try {
    const result = route.handler({ params, query, body: checked.body, caller }, cloud.context);
    const reversed = conditionHolds(cloud.store, "lists-reversed", route.operation) && !query.has("order_by");
    return reversed ? reverseLists(result) : result;
  } catch (error) {
    if (error instanceof Refusal) return error.result;
    throw error;
  }
}

/** A page of a list, its items turned around; other answers as they are. */
function reverseLists(result: Result): Result {
  const body = result.body as { total_count?: number } | undefined;
  if (body?.total_count === undefined) return result;
  const turned = Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? value.toReversed() : value]);
  return { ...result, body: Object.fromEntries(turned) };
}
