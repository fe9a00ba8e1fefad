import type { ServerEvent } from "../servers/server-event";
import type { Journal } from "./journal";

/** Enough of a command to know it again; a whole one can be a program of several kilobytes. */
const COMMAND_LENGTH = 120;

/** Writes what happens on a server into the journal: who logged in, which command ran, what was uploaded where. */
export function writeServerEvent(journal: Journal, event: ServerEvent): void {
  const { serverId, name, event: what, ...rest } = event;
  const words = Object.entries(rest).map(([field, value]) => `${field} ${shown(value)}`);
  journal.write({
    at: new Date().toISOString(),
    durationMs: 0,
    kind: "server",
    operation: `server.${what}`,
    method: "",
    host: name,
    path: serverId,
    status: null,
    userAgent: "client" in event ? event.client : null,
    accessKey: null,
    changes: [],
    ...(words.length > 0 && { note: words.join(", ") }),
  });
}

function shown(value: unknown): string {
  const text = Array.isArray(value) ? value.join(" ") : String(value);
  return text.length > COMMAND_LENGTH ? `${text.slice(0, COMMAND_LENGTH)}…` : text;
}
