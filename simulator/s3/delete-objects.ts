import { z } from "zod";
import { xml } from "./answers";
import { S3Error } from "./errors";
import type { BucketCall, S3Response } from "./exchange";
import { deleteVersion } from "./versions";
import { readXml, writeXml } from "./xml";

const deleteDocument = z.strictObject({
  Object: z
    .array(z.strictObject({ Key: z.string().min(1), VersionId: z.string().optional() }))
    .min(1)
    .max(1000),
  Quiet: z.enum(["true", "false"]).optional(),
});

/** `POST /?delete`: up to 1,000 keys or versions at once; the body must come with a digest. */
export function deleteObjects(call: BucketCall): S3Response {
  if (!call.checked) throw new S3Error("InvalidRequest", "Missing required header for this request: Content-MD5");
  const { Object: objects, Quiet } = readXml(call.body, "Delete", ["Object"], deleteDocument);
  const Deleted = objects.map(({ Key, VersionId }) => {
    const { versionId, deleteMarker } = deleteVersion(call.context, { bucket: call.bucket, key: Key }, VersionId);
    if (!deleteMarker) return { Key, VersionId };
    return { Key, VersionId, DeleteMarker: true, DeleteMarkerVersionId: versionId };
  });
  return xml(writeXml("DeleteResult", Quiet === "true" ? {} : { Deleted }), "application/xml");
}
