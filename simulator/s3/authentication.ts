// Who sent an S3 request. Scaleway puts the project into the access key, `SCW…@<project id>` (the provider signs every
// request that way); a key without it acts in its default project only, so a bucket elsewhere is out of its reach.
import { timingSafeEqual } from "node:crypto";
import { projects } from "../services/account/model";
import { callerOf, isExpired } from "../services/iam/authorization";
import { apiKeys } from "../services/iam/model";
import type { Caller } from "../services/service";
import { S3Error } from "./errors";
import type { S3Context, S3Request } from "./exchange";
import { signatureOf } from "./signature";

export interface S3Identity {
  readonly caller: Caller;
  readonly projectId: string;
}

interface Credential {
  readonly accessKey: string;
  readonly projectId: string | undefined;
  readonly day: string;
  readonly region: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/**
 * Checks the signature in the Authorization header against the API key's secret.
 * The age of the signature is not checked: the simulated clock need not agree with the client's.
 * @throws S3Error AccessDenied, AuthorizationHeaderMalformed, InvalidAccessKeyId or SignatureDoesNotMatch
 */
export function authenticate(request: S3Request, region: string, context: S3Context): S3Identity {
  const credential = readCredential(request);
  const key = apiKeys(context.store).get(credential.accessKey);
  if (key === undefined) throw new S3Error("InvalidAccessKeyId");
  if (isExpired(key, context.clock)) {
    throw new S3Error("InvalidAccessKeyId", `the API key ${key.id} expired at ${key.expires_at}`);
  }
  checkScope(credential, request, region);
  checkSignature(credential, request, region, key.secret_key);
  const projectId = credential.projectId ?? key.default_project_id;
  if (projects(context.store).get(projectId) === undefined) {
    throw new S3Error("AccessDenied", `the access key names the project "${projectId}", which does not exist`);
  }
  return { caller: callerOf(credential.accessKey, context.store), projectId };
}

function readCredential(request: S3Request): Credential {
  const header = request.headers.authorization;
  if (header === undefined) throw new S3Error("AccessDenied", "the request carries no Authorization header");
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/,@]+)(?:@([^/,]*))?\/(\d{8})\/([^/,]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  if (match === null) {
    throw new S3Error(
      "AuthorizationHeaderMalformed",
      "expected AWS4-HMAC-SHA256 Credential=<access key>[@<project id>]/<day>/<region>/s3/aws4_request, SignedHeaders=…, Signature=…",
    );
  }
  const [, accessKey = "", projectId, day = "", region = "", signedHeaders = "", signature = ""] = match;
  return { accessKey, projectId, day, region, signedHeaders: signedHeaders.split(";"), signature };
}

function checkScope(credential: Credential, request: S3Request, region: string): void {
  if (credential.region !== region) {
    const message = `The authorization header is malformed; the region '${credential.region}' is wrong; expecting '${region}'`;
    throw new S3Error("AuthorizationHeaderMalformed", message, { Region: region });
  }
  if (!/^\d{8}T\d{6}Z$/.test(request.headers["x-amz-date"] ?? "")) {
    throw new S3Error("AccessDenied", "S3 requests need an x-amz-date header of the form YYYYMMDDTHHMMSSZ");
  }
  if (!request.headers["x-amz-date"]?.startsWith(credential.day)) {
    throw new S3Error("AuthorizationHeaderMalformed", "the day of the credential scope is not that of x-amz-date");
  }
  const mustBeSigned = ["host", ...Object.keys(request.headers).filter((name) => name.startsWith("x-amz-"))];
  const unsigned = mustBeSigned.filter((name) => !credential.signedHeaders.includes(name));
  if (unsigned.length > 0) {
    const message = "There were headers present in the request which were not signed";
    throw new S3Error("AccessDenied", message, { HeadersNotSigned: unsigned.join(", ") });
  }
}

function checkSignature(credential: Credential, request: S3Request, region: string, secretKey: string): void {
  const time = request.headers["x-amz-date"] ?? "";
  const { signedHeaders } = credential;
  const expected = signatureOf({ ...request, signedHeaders, time, region }, secretKey);
  if (timingSafeEqual(Buffer.from(expected.value), Buffer.from(credential.signature))) return;
  throw new S3Error("SignatureDoesNotMatch", undefined, {
    AWSAccessKeyId: credential.accessKey,
    StringToSign: expected.stringToSign,
    CanonicalRequest: expected.canonicalRequest,
  });
}
