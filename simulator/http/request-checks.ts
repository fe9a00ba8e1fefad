// The checks that every API route has in common, made before its handler runs. Scaleway's own gateway lets unknown query
// parameters and body fields pass; here they are refused, because a request that this simulator does not understand in
// full would be answered wrongly without anybody noticing.
import type { ZodError } from "zod";
import { type ArgumentProblem, invalidArguments, notFound } from "../services/errors";
import { isRegion, isZone } from "../services/localities";
import type { Result, Route } from "../services/service";

export function checkLocality(params: Readonly<Record<string, string>>): Result | undefined {
  if (params.zone !== undefined && !isZone(params.zone)) return notFound("zone", params.zone);
  if (params.region !== undefined && !isRegion(params.region)) return notFound("region", params.region);
  return undefined;
}

export function checkQuery(route: Route, query: URLSearchParams): Result | undefined {
  const problems = [...new Set(query.keys())]
    .filter((name) => !(route.query ?? []).includes(name))
    .map((name) => unknown(name, `not a query parameter of ${route.operation} here`));
  return problems.length > 0 ? invalidArguments(...problems) : undefined;
}

/** The body as the route's schema takes it, or the 400 that names every field that is wrong. */
export function checkBody(route: Route, text: string): { body: unknown } | Result {
  let body: unknown;
  try {
    body = text === "" ? {} : JSON.parse(text);
  } catch {
    return invalidArguments({ argument_name: "body", reason: "format", help_message: "the body is not JSON" });
  }
  if (route.body === undefined) {
    const fields = typeof body === "object" && body !== null ? Object.keys(body) : ["body"];
    if (fields.length === 0) return { body: {} };
    return invalidArguments(...fields.map((name) => unknown(name, `${route.operation} takes no body`)));
  }
  const parsed = route.body.safeParse(body);
  return parsed.success ? { body: parsed.data } : invalidArguments(...problemsOf(parsed.error, body));
}

function problemsOf(error: ZodError, body: unknown): ArgumentProblem[] {
  return error.issues.flatMap((issue): ArgumentProblem[] => {
    const path = issue.path.map(String);
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => unknown([...path, key].join("."), "no such field here"));
    }
    return [{ argument_name: path.join(".") || "body", reason: reasonOf(issue, body), help_message: issue.message }];
  });
}

function reasonOf(issue: ZodError["issues"][number], body: unknown): ArgumentProblem["reason"] {
  if (valueAt(body, issue.path) === undefined) return "required";
  return issue.code === "invalid_type" || issue.code === "invalid_format" ? "format" : "constraint";
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined | null)?.[key], body);
}

function unknown(name: string, helpMessage: string): ArgumentProblem {
  return { argument_name: name, reason: "unknown", help_message: helpMessage };
}
