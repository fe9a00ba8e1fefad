// Fields that many request bodies share. Limits: validation-rules of @scaleway/sdk-iam 1.6.0 and the field comments of
// scaleway-sdk-go api/iam/v1alpha1 ("maximum of 10 tags", "max length is 64 characters").
import { z } from "zod";

/** UUIDs of Scaleway are 8-4-4-4-12 hex digits of any version (scaleway-sdk-go validation/is.go). */
export const uuid = z.guid();

export const iamName = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-zA-Z0-9().\-_ ]+$/);

export const description = z.string().max(200);

/** The provider sends `null` when no tags are set (cassette policy-basic). */
export const iamTags = z.array(z.string()).max(10).nullish();

export const tags = z.array(z.string()).nullish();
