import { z } from "zod";
import { empty, xml } from "./answers";
import { cannedAcl, ownerOf } from "./bucket-acl";
import { checkBucketName } from "./bucket-name";
import { S3Error } from "./errors";
import type { BucketCall, S3Call, S3Response } from "./exchange";
import { buckets, uploads, versions } from "./rows";
import { readXml, writeXml } from "./xml";

/** The buckets of the acting project in this region (recorded exchange; each region's host lists its own). */
export function listBuckets({ context, region, projectId }: S3Call): S3Response {
  const own = buckets(context.store)
    .list()
    .filter((bucket) => bucket.region === region && bucket.project_id === projectId)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const Bucket = own.map(({ id, created_at }) => ({ Name: id, CreationDate: created_at }));
  const content = { Buckets: { Bucket }, Owner: ownerOf(projectId) };
  return xml(writeXml("ListAllMyBucketsResult", content, { namespace: false }), "text/xml; charset=utf-8");
}

const createConfiguration = z.strictObject({ LocationConstraint: z.string() });

/** The bucket lands in the acting project: S3 has no other way to say it. */
export function createBucket({ context, region, projectId, bucketName, body, request }: S3Call): S3Response {
  checkBucketName(bucketName);
  if (body.length > 0) {
    const { LocationConstraint } = readXml(body, "CreateBucketConfiguration", [], createConfiguration);
    if (LocationConstraint !== region) {
      const message = `The location constraint "${LocationConstraint}" is not the region of the host, "${region}".`;
      throw new S3Error("InvalidLocationConstraint", message);
    }
  }
  const taken = buckets(context.store).get(bucketName);
  if (taken !== undefined) {
    const own = taken.project_id === projectId && taken.region === region;
    throw new S3Error(own ? "BucketAlreadyOwnedByYou" : "BucketAlreadyExists");
  }
  buckets(context.store).put({
    id: bucketName,
    region,
    project_id: projectId,
    created_at: context.clock.now(),
    versioning: "Disabled",
    acl: cannedAcl(request.headers["x-amz-acl"]),
    tags: [],
    cors: [],
    lifecycle: [],
    policy: null,
  });
  return empty(200, { location: `/${bucketName}` });
}

/** Every version and every delete marker must be gone first; unfinished uploads go with the bucket. */
export function deleteBucket({ context: { store }, bucket }: BucketCall): S3Response {
  if (
    versions(store)
      .list()
      .some((version) => version.bucket === bucket.id)
  ) {
    throw new S3Error("BucketNotEmpty");
  }
  for (const upload of uploads(store).list()) if (upload.bucket === bucket.id) uploads(store).delete(upload.id);
  buckets(store).delete(bucket.id);
  return empty(204);
}

export function headBucket({ bucket }: BucketCall): S3Response {
  return { status: 200, headers: { "content-type": "application/xml", "x-amz-bucket-region": bucket.region } };
}

export function getBucketLocation({ bucket }: BucketCall): S3Response {
  return xml(writeXml("LocationConstraint", { "#text": bucket.region }), "text/xml; charset=utf-8");
}
