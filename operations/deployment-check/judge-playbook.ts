import { likelyCause, PLAYBOOK_CAUSES } from "../causes/causes";
import { type Check, fail, notRun, ok } from "../checks/check";
import type { PlaybookEvent, PlaybookFailure } from "../playbook/events";
import { judgeServer, type ServerLook, unseenServer } from "./server-look";

/** Names of plays in ansible/playbooks/check.yml. */
const PRECHECKS = "Prechecks of opennebula.deploy";

export interface PlaybookFindings {
  /** Name and public address of every server. */
  readonly hosts: ReadonlyMap<string, string>;
  readonly events: readonly PlaybookEvent[];
  /** Whether the vendor's collection is installed. */
  readonly hasCollection: boolean;
}

/** Rows about the servers, and about the vendor's prechecks, out of what the playbook `check` told. */
export function judgePlaybook({ hosts, events, hasCollection }: PlaybookFindings): readonly Check[] {
  const begin = events.findIndex((event) => event.event === "play" && event.name === PRECHECKS);
  const looks = begin < 0 ? events : events.slice(0, begin);
  const servers = [...hosts].map(([host, address]) => ({ host, rows: judgeHost(host, address, looks) }));
  const seen = servers.every(({ rows }) => rows[0]!.status === "ok");
  return [
    ...servers.flatMap(({ rows }) => rows),
    ...(hasCollection
      ? judgePrechecks(begin < 0 ? [] : events.slice(begin), seen)
      : [
          notRun(
            "prechecks of one-deploy",
            "the collection opennebula.deploy is not installed",
            "npm run ansible -- prepare installs it, as make deployment does.",
          ),
        ]),
  ];
}

/** Its first row says whether it was reached. */
function judgeHost(host: string, address: string, events: readonly PlaybookEvent[]): readonly Check[] {
  const check = `public address of ${host}`;
  for (const event of events) {
    if (!("host" in event) || event.host !== host) continue;
    if (event.event !== "output")
      return [failedLogin(check, address, event), ...unseenServer(host, `${host} was not reached`)];
    const look = readLook(event.output);
    const reached = ok(check, `${address} answers SSH with its pinned key, ${look?.system ?? "system unknown"}`);
    if (look !== undefined) return [reached, ...judgeServer(host, look, event)];
  }
  return [notRun(check, "the playbook came to its end before"), ...unseenServer(host, `${host} was not looked at`)];
}

function readLook(output: string): ServerLook | undefined {
  try {
    return JSON.parse(output) as ServerLook;
  } catch {
    return undefined;
  }
}

function failedLogin(check: string, address: string, { message }: PlaybookFailure): Check {
  const cause = likelyCause(PLAYBOOK_CAUSES, message);
  const said = message.split("\n").find((line) => line.trim() !== "") ?? "no words";
  return fail(
    check,
    `${address}: ${cause?.because ?? said}`,
    cause === undefined ? "The log has all that it said." : cause.fix.replaceAll("`", ""),
  );
}

function judgePrechecks(events: readonly PlaybookEvent[], seen: boolean): readonly Check[] {
  const check = "prechecks of one-deploy";
  if (!seen) return [notRun(check, "they need all servers")];
  const failures = events.filter(isFailure);
  if (failures.length > 0) {
    return failures.map(({ host, task, message }) =>
      fail(check, `${host}: ${task}: ${message.split("\n")[0]}`, remedyOf(`${task}\n${message}`)),
    );
  }
  // Ansible calls an included role by the last part of its name.
  const tasks = events.filter((event) => event.event === "task" && event.role?.endsWith("pre_reboot"));
  return [tasks.length > 0 ? ok(check, `${tasks.length} tasks passed`) : notRun(check, "the playbook ended before")];
}

function isFailure(event: PlaybookEvent): event is PlaybookFailure {
  return event.event === "failed" || event.event === "unreachable";
}

function remedyOf(said: string): string {
  return likelyCause(PLAYBOOK_CAUSES, said)?.fix.replaceAll("`", "") ?? "Correct the deployment file, then make infra.";
}
