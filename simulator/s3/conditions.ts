// Conditional requests. Terraform's lock is nothing else: it writes the lock file with `If-None-Match: *`, and whoever comes
// second is refused (Scaleway documentation, "Using conditional writes"; S3 API reference).
import { notSimulated, S3Error } from "./errors";
import type { S3Request } from "./exchange";
import type { ObjectContent } from "./rows";

/**
 * @param current what a plain read of the key would give; undefined when there is nothing or a delete marker
 * @throws S3Error PreconditionFailed, or NoSuchKey where If-Match has nothing to match
 */
export function checkWriteConditions({ headers }: S3Request, current: ObjectContent | undefined): void {
  const ifNoneMatch = headers["if-none-match"];
  const ifMatch = headers["if-match"];
  if (ifNoneMatch !== undefined && ifNoneMatch !== "*") {
    throw notSimulated(`writing with "If-None-Match: ${ifNoneMatch}" (only * exists)`);
  }
  if (ifNoneMatch !== undefined && current !== undefined) refuse("If-None-Match");
  if (ifMatch === undefined) return;
  if (current === undefined) throw new S3Error("NoSuchKey");
  if (!names(ifMatch, current)) refuse("If-Match");
}

/** @throws S3Error PreconditionFailed (If-Match) or NotModified (If-None-Match) */
export function checkReadConditions({ headers }: S3Request, content: ObjectContent): void {
  const ifMatch = headers["if-match"];
  const ifNoneMatch = headers["if-none-match"];
  if (ifMatch !== undefined && !names(ifMatch, content)) refuse("If-Match");
  if (ifNoneMatch !== undefined && names(ifNoneMatch, content)) {
    throw new S3Error("NotModified", undefined, {}, { etag: `"${content.etag}"` });
  }
}

function names(header: string, content: ObjectContent): boolean {
  const tags = header.split(",").map((tag) => tag.trim().replace(/^"(.*)"$/, "$1"));
  return tags.includes("*") || tags.includes(content.etag);
}

function refuse(condition: string): never {
  throw new S3Error("PreconditionFailed", undefined, { Condition: condition });
}
