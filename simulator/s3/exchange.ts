import type { Clock } from "../clock/clock";
import type { IdSource } from "../clock/ids";
import type { Caller } from "../services/service";
import type { BlobStore } from "../store/blobs";
import type { Store } from "../store/store";
import type { BucketRow } from "./rows";

/** One HTTP request to object storage, its body read to the end. */
export interface S3Request {
  readonly method: string;
  /** The object storage host without a port, `s3.<region>.scw.cloud` or `<bucket>.s3.<region>.scw.cloud`. */
  readonly host: string;
  /** As on the wire, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. `host` is the header as the client signed it. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** `content-length` always stands in the headers, for HEAD with the length that GET would give. */
export interface S3Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/** What object storage works on; see ServiceContext. */
export interface S3Context {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly blobs: BlobStore;
}

/** A request whose signature, payload and permissions are already checked. */
export interface S3Call {
  readonly request: S3Request;
  readonly context: S3Context;
  readonly region: string;
  /** Empty for the service itself. */
  readonly bucketName: string;
  /** Decoded; empty for a bucket. */
  readonly key: string;
  /** The payload without aws-chunked framing. */
  readonly body: Buffer;
  /** Base64 of the big-endian CRC-32, when the client sent one; it has been compared with the body. */
  readonly crc32: string | null;
  /** True when a Content-MD5 or a checksum came with the body. */
  readonly checked: boolean;
  readonly caller: Caller;
  /** The project the request acts in: what follows `@` in the access key, else the key's default project. */
  readonly projectId: string;
}

/** A call on a bucket that exists, lies in this region and belongs to the caller's project. */
export interface BucketCall extends S3Call {
  readonly bucket: BucketRow;
}
