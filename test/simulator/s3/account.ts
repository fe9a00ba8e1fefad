// An account to call object storage in: two projects, the owner's key, and applications with less.
import { createHash } from "node:crypto";
import { handleS3, type S3Context, type S3Response } from "../../../simulator/s3/handler";
import type { BlobStore } from "../../../simulator/store/blobs";
import { MemoryStore } from "../../../simulator/store/memory-store";
import { type Credentials, signed, type Unsigned } from "./signer";

const ORGANIZATION = "0a000000-0000-4000-8000-000000000001";
export const DEFAULT_PROJECT = ORGANIZATION;
export const OTHER_PROJECT = "0a000000-0000-4000-8000-000000000002";
export const OWNER: Credentials = {
  accessKey: "SCWOWNER000000000000",
  secretKey: "0b000000-0000-4000-8000-000000000001",
};
export const READER: Credentials = {
  accessKey: "SCWREADER00000000000",
  secretKey: "0b000000-0000-4000-8000-000000000002",
};
export const READER_ID = "0c000000-0000-4000-8000-000000000002";
export const EXPIRED: Credentials = {
  accessKey: "SCWEXPIRED0000000000",
  secretKey: "0b000000-0000-4000-8000-000000000003",
};
const OWNER_ID = "0c000000-0000-4000-8000-000000000001";
export const NOW = "2026-11-22T10:00:00.000Z";

/** The owner's key, acting in another project than its default one. */
export const inProject = (projectId: string, { accessKey, secretKey }: Credentials = OWNER): Credentials => ({
  accessKey: `${accessKey}@${projectId}`,
  secretKey,
});

export class MemoryBlobs implements BlobStore {
  private readonly bodies = new Map<string, Buffer>();

  public put(body: Buffer): string {
    const sha256 = createHash("sha256").update(body).digest("hex");
    this.bodies.set(sha256, body);
    return sha256;
  }

  public get(sha256: string): Buffer {
    const body = this.bodies.get(sha256);
    if (body === undefined) throw new Error(`no body ${sha256}`);
    return body;
  }

  public collect(used: ReadonlySet<string>): number {
    const unused = [...this.bodies.keys()].filter((sha256) => !used.has(sha256));
    for (const sha256 of unused) this.bodies.delete(sha256);
    return unused.length;
  }
}

export interface Answer extends S3Response {
  readonly text: string;
  /** The code of an error document. */
  readonly code: string | undefined;
}

/** One account and a clock that stands still unless it is set. */
export class Account {
  public now = NOW;
  public readonly context: S3Context;

  public constructor() {
    const store = new MemoryStore();
    const times = { created_at: NOW, updated_at: NOW };
    for (const id of [DEFAULT_PROJECT, OTHER_PROJECT]) {
      store
        .table("account.projects")
        .put({ id, name: id, organization_id: ORGANIZATION, description: "", ...times } as any);
    }
    store.table("iam.users").put({ id: OWNER_ID, organization_id: ORGANIZATION, type: "owner", ...times } as any);
    store
      .table("iam.applications")
      .put({ id: READER_ID, organization_id: ORGANIZATION, name: "reader", ...times } as any);
    store.table("iam.policies").put({
      id: "0d000000-0000-4000-8000-000000000001",
      organization_id: ORGANIZATION,
      application_id: READER_ID,
      rules: [
        { id: "r", permission_set_names: ["ObjectStorageReadOnly"], condition: "", project_ids: [DEFAULT_PROJECT] },
      ],
    } as any);
    const key = (credentials: Credentials, bearer: object, expires_at: string | null = null) =>
      store.table("iam.api_keys").put({
        id: credentials.accessKey,
        secret_key: credentials.secretKey,
        application_id: null,
        user_id: null,
        default_project_id: DEFAULT_PROJECT,
        expires_at,
        ...bearer,
      } as any);
    key(OWNER, { user_id: OWNER_ID });
    key(READER, { application_id: READER_ID });
    key(EXPIRED, { user_id: OWNER_ID }, "2026-11-22T09:59:59.000Z");
    const clock = { now: () => this.now, due: () => 0, isDue: () => true };
    let drawn = 0;
    const uuid = () => `0e000000-0000-4000-8000-${String(drawn++).padStart(12, "0")}`;
    const undrawn = () => {
      throw new Error("object storage draws nothing but upload ids");
    };
    const ids = { uuid, integer: undrawn, alphanumeric: undrawn };
    this.context = { store, clock, ids, blobs: new MemoryBlobs() };
  }

  /** Signs as `credentials` and sends. */
  public async send(request: Unsigned, credentials: Credentials = OWNER): Promise<Answer> {
    const answer = await handleS3(signed(request, credentials), this.context);
    const text = answer.body?.toString() ?? "";
    return { ...answer, text, code: /<Code>(.*?)<\/Code>/.exec(text)?.[1] };
  }

  /** @throws Error when the bucket cannot be made */
  public async createBucket(bucket: string, versioning?: "Enabled" | "Suspended"): Promise<void> {
    const { status, text } = await this.send({ method: "PUT", bucket });
    if (status !== 200) throw new Error(text);
    if (versioning !== undefined) await this.setVersioning(bucket, versioning);
  }

  public setVersioning(bucket: string, status: "Enabled" | "Suspended"): Promise<Answer> {
    const body = `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`;
    return this.send({ method: "PUT", bucket, query: { versioning: "" }, body });
  }

  public put(bucket: string, key: string, body: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send({ method: "PUT", bucket, key, body, headers });
  }

  public get(bucket: string, key: string, query: Record<string, string> = {}): Promise<Answer> {
    return this.send({ method: "GET", bucket, key, query });
  }
}

/** The texts of all elements of this name, in document order. */
export function texts(document: string, element: string): string[] {
  return [...document.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, "g"))].map(([, text]) => text ?? "");
}
