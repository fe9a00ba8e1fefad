import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import FindMyWay from "find-my-way";
import { ZodError } from "zod";
import { answer } from "../http/answer";
import { readBody } from "../http/read-body";
import { CONTROL_ROUTES, type ControlRoute, type ControlSubject } from "./control-routes";

const BODY_LIMIT_BYTES = 64 * 1024;

const table = FindMyWay({ caseSensitive: true });
for (const route of CONTROL_ROUTES) table.on(route.method, `/_control${route.path}`, {}, () => undefined, route);

/**
 * Answers the control API to whoever knows the cloud directory's token (`control-token`, 0600). It is reached by plain HTTP
 * on the proxy's own port; a product's host never leads here.
 */
export async function serveControl(
  request: IncomingMessage,
  response: ServerResponse,
  subject: ControlSubject,
  token: string,
): Promise<void> {
  const body = await readBody(request, BODY_LIMIT_BYTES).catch(() => undefined);
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const found = table.find(request.method as ControlRoute["method"], url.pathname);
  if (!isAuthorized(request.headers.authorization, token)) {
    return answer(response, {
      status: 401,
      body: { error: "the control API wants the cloud directory's control-token" },
    });
  }
  if (found === null) {
    return answer(response, { status: 404, body: { error: `no control route ${request.method} ${url.pathname}` } });
  }
  try {
    const route = found.store as ControlRoute;
    const sent = body === undefined || body.length === 0 ? {} : JSON.parse(body.toString("utf8"));
    const params = found.params as Record<string, string>;
    const result = await route.handler({ params, query: url.searchParams, body: sent }, subject);
    answer(response, { status: 200, body: result ?? {} });
  } catch (error) {
    answer(response, { status: 400, body: { error: wordsOf(error) } });
  }
}

function isAuthorized(header: string | undefined, token: string): boolean {
  const [sent, wanted] = [Buffer.from(header ?? ""), Buffer.from(`Bearer ${token}`)];
  return sent.length === wanted.length && timingSafeEqual(sent, wanted);
}

function wordsOf(error: unknown): string {
  if (error instanceof ZodError) {
    return error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`).join("; ");
  }
  return error instanceof Error ? error.message : String(error);
}
