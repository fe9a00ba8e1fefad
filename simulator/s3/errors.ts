// Codes, statuses and sentences as S3 clients know them. Those that the provider's recorded exchanges hold (BucketNotEmpty,
// NoSuchBucket, NoSuchTagSet, NoSuchCORSConfiguration, NoSuchLifecycleConfiguration, ObjectLockConfigurationNotFoundError)
// are Scaleway's own; the rest follow the S3 API's list of error responses.

const ERRORS = {
  AccessDenied: [403, "Access Denied"],
  AuthorizationHeaderMalformed: [400, "The authorization header that you provided is not valid."],
  BadDigest: [400, "The Content-MD5 or checksum value that you specified did not match what the server received."],
  BucketAlreadyExists: [409, "The requested bucket name is not available."],
  BucketAlreadyOwnedByYou: [409, "The bucket that you tried to create already exists, and you own it."],
  BucketNotEmpty: [409, "The bucket that you tried to delete is not empty."],
  EntityTooSmall: [400, "Your proposed upload is smaller than the minimum allowed object size."],
  IncompleteBody: [400, "The body is shorter or longer than its headers say."],
  InvalidAccessKeyId: [403, "The access key ID that you provided does not exist in our records."],
  InvalidArgument: [400, "Invalid Argument"],
  InvalidBucketName: [400, "The specified bucket is not valid."],
  InvalidDigest: [400, "The Content-MD5 or checksum value that you specified is not valid."],
  InvalidLocationConstraint: [400, "The specified location constraint is not valid."],
  InvalidPart: [400, "One or more of the specified parts could not be found, or its entity tag does not match."],
  InvalidPartOrder: [400, "The list of parts was not in ascending order."],
  InvalidRange: [416, "The requested range cannot be satisfied."],
  InvalidRequest: [400, "The request is not valid."],
  InvalidTag: [400, "The tag provided was not a valid tag."],
  InvalidURI: [400, "The specified URI couldn't be parsed."],
  KeyTooLongError: [400, "Your key is too long."],
  MalformedPolicy: [400, "Policy is not valid."],
  MalformedXML: [
    400,
    "The XML that you provided was not well formed or did not validate against our published schema.",
  ],
  MethodNotAllowed: [405, "The specified method is not allowed against this resource."],
  NoSuchBucket: [404, "The specified bucket does not exist"],
  NoSuchBucketPolicy: [404, "The bucket policy does not exist"],
  NoSuchCORSConfiguration: [404, "The CORS configuration does not exist"],
  NoSuchKey: [404, "The specified key does not exist."],
  NoSuchLifecycleConfiguration: [404, "The lifecycle configuration does not exist"],
  NoSuchTagSet: [404, "The TagSet does not exist"],
  NoSuchUpload: [404, "The specified upload does not exist."],
  NoSuchVersion: [404, "The specified version does not exist."],
  NotImplemented: [501, "A header or parameter that you provided implies functionality that is not implemented."],
  NotModified: [304, "Not Modified"],
  ObjectLockConfigurationNotFoundError: [404, "Object Lock configuration does not exist for this bucket"],
  PreconditionFailed: [412, "At least one of the pre-conditions you specified did not hold"],
  SignatureDoesNotMatch: [
    403,
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
  ],
  XAmzContentSHA256Mismatch: [400, "The provided 'x-amz-content-sha256' header does not match what was computed."],
} as const satisfies Record<string, readonly [number, string]>;

export type S3ErrorCode = keyof typeof ERRORS;

/** A refusal in S3's shape. Thrown by the operations, turned into XML in one place (handler.ts). */
export class S3Error extends Error {
  public readonly status: number;

  /**
   * @param message @default the API's own sentence for the code
   * @param details further elements of the error document, e.g. `BucketName`
   * @param headers headers of the answer, e.g. `x-amz-delete-marker`
   */
  public constructor(
    public readonly code: S3ErrorCode,
    message?: string,
    public readonly details: Readonly<Record<string, string>> = {},
    public readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message ?? ERRORS[code][1]);
    this.status = ERRORS[code][0];
  }
}

/** What this simulator leaves out on purpose, named, so that nobody believes it worked. */
export function notSimulated(what: string): S3Error {
  return new S3Error("NotImplemented", `${what} is not simulated; simulator/README.md lists what is.`);
}
