import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Cloud } from "../cloud";
import type { S3Request } from "../s3/exchange";
import { handleS3, s3OperationOf } from "../s3/handler";
import { meetFault, retryAfter, s3Fault } from "./fault-effects";
import type { JournalDraft } from "./journal-draft";
import { splitHost } from "./product-hosts";
import { readBody } from "./read-body";

/** A state of a cloud with a thousand workers is a few megabytes; larger objects have no business in a rehearsal. */
const BODY_LIMIT_BYTES = 256 * 1024 * 1024;

/** Serves one call of object storage: meets its faults and hands it over. */
export async function serveS3(
  request: IncomingMessage,
  response: ServerResponse,
  cloud: Cloud,
  draft: JournalDraft,
): Promise<void> {
  const body = await readBody(request, BODY_LIMIT_BYTES);
  if (body === undefined) {
    draft.status = 413;
    response.writeHead(413).end();
    return;
  }
  const received = readRequest(request, body);
  const { operation } = s3OperationOf(received);
  if (operation === "s3.Unknown") draft.note("unknown operation");
  else draft.operation = operation;
  draft.accessKey = accessKeyOf(received);

  const target = `${received.host}${request.url}`;
  const fault = cloud.faults.take(operation, target);
  const verdict = await meetFault(fault, (one, gone) => cloud.faults.hold(one, gone), request, draft);
  if (verdict.kind === "gone") return;
  if (verdict.kind === "answer") {
    draft.status = verdict.effect.status;
    const document = s3Fault(verdict.effect);
    const headers = { "content-type": "application/xml", "content-length": String(Buffer.byteLength(document)) };
    response.writeHead(verdict.effect.status, { ...headers, ...retryAfter(verdict.effect) });
    response.end(received.method === "HEAD" ? undefined : document);
    return;
  }

  const { store, clock, context, blobs } = cloud;
  // handleS3 does all its work before it first yields, so the transaction holds all of it.
  const work = store.transaction(() => handleS3(received, { store, clock, ids: context.ids, blobs }));
  draft.changes = work.changes;
  const result = await work.result;
  if (verdict.kind === "go-on-and-lose-answer") {
    request.socket.destroy();
    return;
  }
  draft.status = result.status;
  const code = result.status >= 400 ? /<Code>(\w+)<\/Code>/.exec(String(result.body ?? ""))?.[1] : undefined;
  if (code !== undefined) draft.note(code);
  response.writeHead(result.status, result.headers).end(result.body);
}

function readRequest(request: IncomingMessage, body: Buffer): S3Request {
  const [path = "/", query = ""] = splitOnce(request.url ?? "/", "?");
  return {
    method: request.method ?? "",
    host: splitHost(request.headers.host ?? "").host,
    path,
    query: new URLSearchParams(query),
    headers: plainHeaders(request.headers),
    body,
  };
}

function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}

/** The access key that the request claims to be signed by, for the journal; `handleS3` checks the claim. */
function accessKeyOf(request: S3Request): string | null {
  const credential = request.query.get("X-Amz-Credential") ?? request.headers.authorization ?? "";
  return /(?:^|Credential=)(SCW[A-Z0-9]{17})(?:@[^/]*)?\//.exec(credential)?.[1] ?? null;
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
