import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cloud } from "../cloud";
import { meetFault, retryAfter } from "./fault-effects";
import type { JournalDraft } from "./journal-draft";

/** As faults and the journal call it. */
export const PACKAGES_OPERATION = "packages.GetRelease";

const RELEASE_FILE = /\/(?:In)?Release$/;

/**
 * Answers for the vendors' package repositories with the one file by which a server tells that a repository is there: its Release
 * file. There are no packages behind it, so every other file is a 404.
 */
export async function servePackages(
  request: IncomingMessage,
  response: ServerResponse,
  cloud: Cloud,
  draft: JournalDraft,
): Promise<void> {
  const path = (request.url ?? "/").split("?")[0]!;
  draft.operation = PACKAGES_OPERATION;
  const fault = cloud.faults.take(PACKAGES_OPERATION, `${request.headers.host ?? ""}${path}`);
  const verdict = await meetFault(fault, (one, gone) => cloud.faults.hold(one, gone), request, draft);
  if (verdict.kind === "gone") return;
  if (verdict.kind === "go-on-and-lose-answer") {
    request.socket.destroy();
    return;
  }
  const isThere = ["GET", "HEAD"].includes(request.method ?? "") && RELEASE_FILE.test(path);
  draft.status = verdict.kind === "answer" ? verdict.effect.status : isThere ? 200 : 404;
  const headers = verdict.kind === "answer" ? retryAfter(verdict.effect) : {};
  response.writeHead(draft.status, { "content-type": "text/plain", ...headers });
  response.end(draft.status === 200 ? "Origin: simulated\nLabel: no packages are here\n" : "Not found\n");
}
