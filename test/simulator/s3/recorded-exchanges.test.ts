// Replays what the provider's acceptance tests recorded of the real object storage, signed anew, and compares the answers:
// status, headers, and documents element by element. The recordings come with the provider's Go module and are not part of
// this project; without the module in Go's cache there is nothing to compare with.
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { XMLParser } from "fast-xml-parser";
import { parse } from "yaml";
import { Account, inProject } from "./account";
import type { Unsigned } from "./signer";

const MODULE = "github.com/scaleway/terraform-provider-scaleway/v2@v2.81.0/internal/services/object/testdata";
const CACHES = [process.env.GOMODCACHE, join(process.cwd(), ".cache/go/mod"), join(homedir(), "go/pkg/mod")];
const folder = CACHES.flatMap((cache) => (cache ? [join(cache, MODULE)] : [])).find(existsSync);

/** Those in one project that use nothing but what is simulated: no Object Lock, website, public ACL or tags of objects. */
const RECORDINGS = [
  "data-source-object-bucket-basic",
  "object-bucket-cors-delete",
  "object-bucket-cors-update",
  "object-bucket-destroy-force",
  "object-bucket-lifecycle-empty-filter-non-current-versions",
  "object-bucket-lifecycle-remove-rule",
  "object-bucket-policy-basic",
  "object-bucket-policy-other-region-with-bucket-id",
  "object-bucket-policy-other-region-with-bucket-name",
];

type Headers = Readonly<Record<string, readonly string[]>>;
interface Exchange {
  readonly request: { readonly method: string; readonly url: string; readonly body: string; readonly headers: Headers };
  readonly response: { readonly code: number; readonly body: string; readonly headers: Headers };
}

const COMPARED_HEADERS = [
  "content-type",
  "etag",
  "location",
  "accept-ranges",
  "x-amz-bucket-region",
  "x-amz-checksum-crc32",
];
/** Elements whose values differ from run to run. */
const DRAWN = ["RequestId", "HostId", "LastModified", "CreationDate", "VersionId"];

/** One account in which a recording is played again. */
class Replay {
  public readonly differences: string[] = [];
  private readonly account = new Account();
  /** Recorded version ids and the ones that stand for them here. */
  private readonly versionIds = new Map<string, string>();

  /** @param project the recorded one, in which all buckets lie */
  public constructor(private readonly project: string) {
    const projects = this.account.context.store.table<{ id: string }>("account.projects");
    projects.put({ ...projects.list()[0]!, id: project });
  }

  public async play({ request, response }: Exchange): Promise<void> {
    const recorded = firstOfEach(response.headers);
    this.account.now = new Date(recorded.date ?? "").toISOString();
    const answer = await this.account.send(this.requestOf(request), inProject(this.project));
    const what = `${request.method} ${request.url}`;
    if (answer.status !== response.code) this.differences.push(`${what}: ${answer.status}, recorded ${response.code}`);
    for (const name of COMPARED_HEADERS) {
      if (answer.headers[name] === recorded[name]) continue;
      this.differences.push(`${what}, ${name}: ${answer.headers[name]}, recorded ${recorded[name]}`);
    }
    const [known, ours] = [recorded["x-amz-version-id"], answer.headers["x-amz-version-id"]];
    if (known !== undefined && ours !== undefined && request.method === "PUT") this.versionIds.set(known, ours);
    const [given, expected] = [contentOf(answer.text), contentOf(response.body)];
    if (isDeepStrictEqual(given, expected)) return;
    this.differences.push(`${what}: ${JSON.stringify(given)}, recorded ${JSON.stringify(expected)}`);
  }

  private requestOf({ method, url, body, headers }: Exchange["request"]): Unsigned {
    const { hostname, pathname, searchParams } = new URL(url);
    const [, bucket, region] = /^(?:(.+)\.)?s3\.(.+)\.scw\.cloud$/.exec(hostname) ?? [];
    const versionId = searchParams.get("versionId");
    if (versionId !== null) searchParams.set("versionId", this.versionIds.get(versionId) ?? versionId);
    const kept = Object.entries(firstOfEach(headers)).filter(([name]) => /^(x-amz-|content-|if-)/.test(name));
    const { "x-amz-date": _, ...further } = Object.fromEntries(kept);
    const key = decodeURIComponent(pathname.slice(1));
    return { method, bucket, region, key, query: Object.fromEntries(searchParams), body, headers: further };
  }
}

const firstOfEach = (headers: Headers): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, [value = ""]]) => [name.toLowerCase(), value]));

/**
 * A document as nested values, without what is drawn anew in each run, and without what the real API has dropped (namespaces)
 * or added (ChecksumType) from one recording to another; other bodies as they are.
 */
function contentOf(body: string): unknown {
  if (!body.startsWith("<")) return body.startsWith("{") ? JSON.parse(body) : body;
  const parser = new XMLParser({
    ignoreAttributes: ["xmlns"],
    parseTagValue: false,
    htmlEntities: true,
    tagValueProcessor: (name, value) => (DRAWN.includes(name) ? "drawn" : value),
  });
  return parser.parse(body.replace(/<ChecksumType>.*?<\/ChecksumType>/g, ""));
}

const replay = folder === undefined ? test.skip : test;
const reason = folder === undefined ? " (skipped: the provider's module is not in Go's module cache)" : "";

replay.each(RECORDINGS)(`answers as recorded: %s${reason}`, async (name) => {
  const text = readFileSync(join(folder!, `${name}.cassette.yaml`), "utf8");
  const { interactions } = parse(text) as { interactions: Exchange[] };
  const exchanges = interactions.filter(({ request }) => new URL(request.url).hostname.endsWith(".scw.cloud"));
  const one = new Replay(/<ID>([0-9a-f-]{36}):/.exec(text)?.[1] ?? "");
  for (const exchange of exchanges) await one.play(exchange);
  expect(exchanges.length).toBeGreaterThan(0);
  expect(one.differences).toEqual([]);
});
