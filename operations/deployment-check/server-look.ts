// What ansible/playbooks/files/look_at_server.py prints, and what is made of it.

import { likelyCause, PLAYBOOK_CAUSES } from "../causes/causes";
import { type Check, fail, notRun, ok } from "../checks/check";

export interface ServerLook {
  /** Seconds since 1970, by the server's clock. */
  readonly time: number;
  /** Distribution and its version. */
  readonly system: string;
  readonly disks: readonly { readonly path: string; readonly freeBytes: number }[];
  /** Whether a network interface of this name is there. */
  readonly links: Readonly<Record<string, boolean>>;
  /** By host; `problem` is null when SSH greets there. */
  readonly private: Readonly<Record<string, { readonly address: string; readonly problem: string | null }>>;
  readonly sources: readonly PackageSource[];
}

export interface PackageSource {
  readonly name: string;
  readonly url: string | null;
  /** Null: its Release file is there. */
  readonly problem?: string | null;
  /** Why it was not fetched. */
  readonly skipped?: string;
}

/** When, by this machine's clock, the look began and ended; the server's clock was read in between. */
export interface LookTimes {
  readonly began: number | null;
  readonly ended: number;
}

const GIB = 1024 ** 3;
/** OpenNebula, MariaDB, Prometheus and their logs take some 5 GiB of the front-end; the rest is for a first image. */
export const LEAST_FREE_GIB: Readonly<Record<string, number>> = { "/": 5, "/var/lib/one": 10 };
/** More than any server with NTP is off, and less than what tokens and certificates forgive. */
const MOST_SECONDS_OFF = 10;

/** All rows about one server. */
export function judgeServer(host: string, look: ServerLook, times: LookTimes): readonly Check[] {
  return [
    ...privateAddresses(host, look),
    ...packageSources(host, look),
    ...disks(host, look),
    clock(host, look, times),
    interfaces(host, look),
  ];
}

/** The rows of a server that nobody could look at. */
export function unseenServer(host: string, reason: string): readonly Check[] {
  const rows = ["private addresses from", "package sources of", "disk of", "clock of", "interfaces of"];
  return rows.map((row) => notRun(`${row} ${host}`, reason));
}

function privateAddresses(host: string, look: ServerLook): readonly Check[] {
  const check = `private addresses from ${host}`;
  const others = Object.entries(look.private);
  if (others.length === 0) return [notRun(check, "there is no other server")];
  const lost = others.filter(([, { problem }]) => problem !== null);
  if (lost.length === 0) return [ok(check, others.map(([name, { address }]) => `${name} ${address}`).join(", "))];
  return lost.map(([name, { address, problem }]) =>
    fail(
      check,
      `${name} does not answer SSH at ${address}: ${problem}`,
      "make diagnose says whether both private networks are attached; make infra writes netplan again with the VLAN ids of now.",
    ),
  );
}

function packageSources(host: string, look: ServerLook): readonly Check[] {
  const check = `package sources of ${host}`;
  const rows = look.sources.flatMap((source) => {
    if (source.skipped !== undefined) return [notRun(check, `${source.name}: ${source.skipped} (${look.system})`)];
    if (source.problem === null) return [];
    const at = source.url === source.name.split(" ")[0] ? "" : ` at ${source.url}`;
    return [fail(check, `${source.name}${at}: ${source.problem}`, remedyFor(source.problem ?? ""))];
  });
  const fetched = look.sources.filter(({ problem }) => problem === null);
  if (fetched.length > 0) rows.push(ok(check, `${fetched.length} answer with their Release file`));
  return rows.length > 0 ? rows : [fail(check, "apt has none", "Write /etc/apt/sources.list.d of the server anew.")];
}

function remedyFor(problem: string): string {
  const cause = likelyCause(
    PLAYBOOK_CAUSES,
    /^\d{3} /.test(problem) ? `HTTP Error ${problem}` : `${problem}\n<urlopen error`,
  );
  return cause === undefined ? "Let the server reach it." : cause.fix.replaceAll("`", "");
}

function disks(host: string, look: ServerLook): readonly Check[] {
  return look.disks.map(({ path, freeBytes }) => {
    const check = `disk of ${host}`;
    const free = freeBytes / GIB;
    const least = LEAST_FREE_GIB[path] ?? 0;
    const what = `${free.toFixed(1)} GiB free for ${path}`;
    return free >= least
      ? ok(check, what)
      : fail(check, `${what}, ${least} are needed`, "Make room, or order an offer with larger disks.");
  });
}

function clock(host: string, look: ServerLook, { began, ended }: LookTimes): Check {
  const check = `clock of ${host}`;
  // Nobody knows when between begin and end the server read it: what it may be off at least, counts.
  const off = look.time > ended ? look.time - ended : began !== null && look.time < began ? look.time - began : 0;
  if (Math.abs(off) <= MOST_SECONDS_OFF) return ok(check, off === 0 ? "as here" : `${off.toFixed(1)} s off`);
  return fail(
    check,
    `${Math.abs(off).toFixed(0)} s ${off > 0 ? "ahead of" : "behind"} this machine`,
    "On the server: timedatectl; sudo systemctl restart systemd-timesyncd. If this machine is the wrong one, correct it.",
  );
}

function interfaces(host: string, look: ServerLook): Check {
  const check = `interfaces of ${host}`;
  const names = Object.keys(look.links);
  const missing = names.filter((name) => !look.links[name]);
  if (missing.length === 0) return ok(check, names.join(", "));
  return fail(check, `absent: ${missing.join(", ")}`, "make infra writes the server's netplan document again.");
}
