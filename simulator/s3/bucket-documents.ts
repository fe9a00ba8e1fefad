// The XML documents that are put on a bucket and given back: tags, CORS rules, lifecycle rules. They are stored and returned;
// nothing acts on them (no browser asks for CORS, nothing expires). Shapes: S3 API reference; what the provider sends and the
// roots of the answers (`Configuration` for lifecycle, no namespace): the provider's recorded exchanges.
import { z } from "zod";
import { notSimulated, S3Error } from "./errors";
import { elements, readXml, writeXml } from "./xml";

const tag = z.strictObject({ Key: z.string(), Value: z.string() });
const tagging = z.strictObject({ TagSet: elements(z.strictObject({ Tag: z.array(tag).default([]) })) });
export type Tag = z.infer<typeof tag>;

const MAX_BUCKET_TAGS = 50;

export function readTags(body: Buffer): readonly Tag[] {
  const tags = readXml(body, "Tagging", ["Tag"], tagging).TagSet.Tag;
  if (tags.length > MAX_BUCKET_TAGS) throw new S3Error("InvalidTag", `a bucket holds ${MAX_BUCKET_TAGS} tags at most`);
  for (const { Key, Value } of tags) {
    if (Key.length < 1 || Key.length > 128)
      throw new S3Error("InvalidTag", `the tag key "${Key}" has no 1 to 128 characters`);
    if (Value.length > 256) throw new S3Error("InvalidTag", `the value of the tag "${Key}" exceeds 256 characters`);
  }
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) {
    throw new S3Error("InvalidTag", "Cannot provide multiple Tags with the same key");
  }
  return tags;
}

export const writeTags = (tags: readonly Tag[]): string =>
  writeXml("Tagging", { TagSet: { Tag: tags } }, { namespace: false });

const corsRule = z.strictObject({
  ID: z.string().max(255).optional(),
  AllowedHeader: z.array(z.string()).optional(),
  AllowedMethod: z.array(z.string()).min(1),
  AllowedOrigin: z.array(z.string()).min(1),
  ExposeHeader: z.array(z.string()).optional(),
  MaxAgeSeconds: z.string().regex(/^\d+$/, "expected whole seconds").optional(),
});
export type CorsRule = z.infer<typeof corsRule>;
const corsConfiguration = z.strictObject({ CORSRule: z.array(corsRule).min(1).max(100) });
const CORS_LISTS = ["CORSRule", "AllowedHeader", "AllowedMethod", "AllowedOrigin", "ExposeHeader"];

export function readCors(body: Buffer): readonly CorsRule[] {
  const rules = readXml(body, "CORSConfiguration", CORS_LISTS, corsConfiguration).CORSRule;
  const wrong = rules.flatMap((rule) => rule.AllowedMethod).find((m) => !/^(GET|PUT|POST|DELETE|HEAD)$/.test(m));
  if (wrong !== undefined) {
    throw new S3Error("InvalidRequest", `Found unsupported HTTP method in CORS config. Unsupported method is ${wrong}`);
  }
  return rules;
}

export const writeCors = (rules: readonly CorsRule[]): string =>
  writeXml("CORSConfiguration", { CORSRule: rules }, { namespace: false });

const days = z.string().regex(/^[1-9]\d*$/, "expected a whole number of days above 0");
const bytes = z.string().regex(/^\d+$/, "expected whole bytes").optional();
const sizes = { ObjectSizeGreaterThan: bytes, ObjectSizeLessThan: bytes };
const filter = z.strictObject({
  Prefix: z.string().optional(),
  Tag: tag.optional(),
  ...sizes,
  And: z.strictObject({ Prefix: z.string().optional(), Tag: z.array(tag).optional(), ...sizes }).optional(),
});
const storageClass = z.enum(["STANDARD", "GLACIER", "ONEZONE_IA"]);
const lifecycleRule = z.strictObject({
  Expiration: z
    .strictObject({
      Days: days.optional(),
      Date: z.string().optional(),
      ExpiredObjectDeleteMarker: z.enum(["true", "false"]).optional(),
    })
    .optional(),
  Filter: elements(filter).optional(),
  ID: z.string().max(255).optional(),
  Prefix: z.string().optional(),
  Status: z.enum(["Enabled", "Disabled"]),
  Transition: z
    .array(
      z.strictObject({
        Days: z.string().regex(/^\d+$/).optional(),
        Date: z.string().optional(),
        StorageClass: storageClass,
      }),
    )
    .optional(),
  NoncurrentVersionExpiration: z
    .strictObject({ NoncurrentDays: days.optional(), NewerNoncurrentVersions: days.optional() })
    .optional(),
  NoncurrentVersionTransition: z
    .array(
      z.strictObject({
        NoncurrentDays: days.optional(),
        NewerNoncurrentVersions: days.optional(),
        StorageClass: storageClass,
      }),
    )
    .optional(),
  AbortIncompleteMultipartUpload: z.strictObject({ DaysAfterInitiation: days }).optional(),
});
export type LifecycleRule = z.infer<typeof lifecycleRule>;
const ACTIONS = [
  "Expiration",
  "Transition",
  "NoncurrentVersionExpiration",
  "NoncurrentVersionTransition",
  "AbortIncompleteMultipartUpload",
] as const;
const LIFECYCLE_LISTS = ["Rule", "Transition", "NoncurrentVersionTransition", "And.Tag"];
const lifecycle = z.strictObject({ Rule: z.array(lifecycleRule).min(1).max(1000) });

export function readLifecycle(body: Buffer): readonly LifecycleRule[] {
  const rules = readXml(body, "LifecycleConfiguration", LIFECYCLE_LISTS, lifecycle).Rule;
  for (const rule of rules) {
    if (rule.ID === undefined) throw notSimulated("a lifecycle rule without an ID");
    if (ACTIONS.every((action) => rule[action] === undefined)) {
      throw new S3Error("InvalidRequest", `At least one action needs to be specified in the rule "${rule.ID}"`);
    }
  }
  if (new Set(rules.map(({ ID }) => ID)).size < rules.length) {
    throw new S3Error("InvalidArgument", "Rule ID must be unique. Found same ID for more than one rule");
  }
  return rules;
}

export const writeLifecycle = (rules: readonly LifecycleRule[]): string =>
  writeXml("Configuration", { Rule: rules }, { namespace: false });
