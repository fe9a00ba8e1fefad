import { notSimulated, S3Error } from "./errors";

/** Offsets in bytes, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The part of a body that a Range header asks for. The AWS SDK's downloader, with which Terraform reads states, asks for
 * 5 MiB at a time, so the last part runs past the end and is cut (observed, Terraform 1.11.4).
 * @returns undefined without a header
 * @throws S3Error InvalidRange when the body ends before the range begins
 */
export function byteRangeOf(header: string | undefined, size: number): ByteRange | undefined {
  if (header === undefined) return undefined;
  const match = /^bytes=(\d+)-(\d*)$/.exec(header);
  if (match === null) throw notSimulated(`"Range: ${header}"`);
  const first = Number(match[1]);
  const last = Math.min(match[2] === "" ? Number.POSITIVE_INFINITY : Number(match[2]), size - 1);
  if (first > last)
    throw new S3Error("InvalidRange", undefined, { RangeRequested: header, ActualObjectSize: `${size}` });
  return { first, last };
}
