import { AwsClient } from "aws4fetch";
import { XMLParser } from "fast-xml-parser";
import type { DeploymentConfig } from "../../config/deployment-config";
import { EXIT_CODES } from "../../config/exit-codes";
import { OperationProblem } from "../operation-problem";
import type { S3Credentials } from "../s3-credentials";
import { honourProxySettings } from "./connection";

const LOCK_SUFFIX = ".tflock";
const xml = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  isArray: (name) => name === "Contents" || name === "Grant",
});

/** The bucket of the states, read with the signature that Terraform's backend uses. Nothing here writes to it. */
export class StateBucketReader {
  private readonly client: AwsClient;
  private readonly address: string;

  constructor(
    private readonly config: DeploymentConfig,
    { accessKey, secretKey, projectId }: S3Credentials,
  ) {
    honourProxySettings();
    this.client = new AwsClient({
      accessKeyId: `${accessKey}@${projectId}`,
      secretAccessKey: secretKey,
      service: "s3",
      region: config.region,
      retries: 2,
    });
    this.address = `https://${config.bucketName}.s3.${config.region}.scw.cloud`;
  }

  async exists(): Promise<boolean> {
    return (await this.get("/?list-type=2&max-keys=1")) !== undefined;
  }

  /** Content of an object; undefined when there is none. */
  read(key: string): Promise<string | undefined> {
    return this.get(`/${encodeURIComponent(key)}`);
  }

  /** Names of the lock files that Terraform keeps beside the states, e.g. `vpc.tfstate.tflock`. */
  async lockFiles(): Promise<readonly string[]> {
    const answer = await this.get("/?list-type=2");
    const contents: { Key: string }[] =
      answer === undefined ? [] : (xml.parse(answer).ListBucketResult?.Contents ?? []);
    return contents.map((object) => object.Key).filter((key) => key.endsWith(LOCK_SUFFIX));
  }

  /** Who beside the bucket's owner may use it, as the ACL names them; empty for a private bucket. */
  async strangers(): Promise<readonly string[]> {
    const policy = xml.parse((await this.get("/?acl=")) ?? "").AccessControlPolicy;
    const grants: { Grantee: { ID?: string; URI?: string } }[] = policy?.AccessControlList?.Grant ?? [];
    const named = grants.map(({ Grantee }) => Grantee.URI ?? Grantee.ID ?? "somebody without a name");
    return [...new Set(named)].filter((grantee) => grantee !== policy.Owner?.ID);
  }

  private async get(path: string): Promise<string | undefined> {
    const response = await this.client.fetch(`${this.address}${path}`);
    const text = await response.text();
    if (response.status === 404) return undefined;
    if (response.ok) return text;
    throw new OperationProblem(
      EXIT_CODES.failed,
      `The state bucket ${this.config.bucketName} cannot be read: ${response.status} ${/<Code>(.*?)<\/Code>/.exec(text)?.[1] ?? ""}`,
      "A name that is taken by another account answers so too, and a key without object-storage permissions in the project.",
      "Give the key ObjectStorageFullAccess in the project. Nothing was changed; running again is safe.",
    );
  }
}
