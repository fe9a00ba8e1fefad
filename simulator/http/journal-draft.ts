import type { IncomingHttpHeaders } from "node:http";
import { describeChanges, type Journal, type JournalEntry, type JournalKind } from "../control/journal";
import type { Change } from "../store/memory-store";

/** What is known of a request while it is served; becomes its journal entry, once, whatever happens to it. */
export class JournalDraft {
  public operation: string | null = null;
  public accessKey: string | null = null;
  public status: number | null = null;
  public userAgent: string | null;
  public changes: readonly Change[] = [];
  private readonly notes: string[] = [];
  private readonly begun = Date.now();
  private isWritten = false;

  public constructor(
    private readonly journal: Journal,
    private readonly kind: JournalKind,
    private readonly target: Pick<JournalEntry, "method" | "host" | "path">,
    headers: IncomingHttpHeaders = {},
  ) {
    this.userAgent = headers["user-agent"] ?? null;
  }

  public note(text: string): void {
    this.notes.push(text);
  }

  public write(): void {
    if (this.isWritten) return;
    this.isWritten = true;
    this.journal.write({
      at: new Date(this.begun).toISOString(),
      durationMs: Date.now() - this.begun,
      kind: this.kind,
      operation: this.operation,
      method: this.target.method,
      host: this.target.host,
      path: withoutSignatures(this.target.path),
      status: this.status,
      userAgent: this.userAgent,
      accessKey: this.accessKey,
      changes: describeChanges(this.changes),
      ...(this.notes.length > 0 && { note: this.notes.join("; ") }),
    });
  }
}

/** A presigned S3 URL is a credential while it lasts: its signature does not go into a file. */
function withoutSignatures(path: string): string {
  return path.replace(/([?&](?:X-Amz-Signature|X-Amz-Security-Token)=)[^&]*/gi, "$1(hidden)");
}
