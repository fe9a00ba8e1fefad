import { z } from "zod";
import type { Cloud } from "../cloud";
import type { FabricClient } from "../servers/metal/fabric-client";
import { bootstrapCredentials } from "../services/bootstrap";
import { CONDITIONS, type Condition, type ConditionKind } from "../services/conditions";
import { FAULT_TYPES, type FaultOrder, type FaultType } from "./faults";
import type { JournalKind } from "./journal";
import { dumpStore } from "./store-dump";
import { summarize } from "./summary";

/** What the control API works on. */
export interface ControlSubject {
  readonly cloud: Cloud;
  readonly operations: readonly string[];
  /** Closes the connections to products and servers: what stands behind them is about to be replaced. */
  disconnectClients(): void;
  stop(): void;
}

export interface ControlRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

export interface ControlRoute {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Beneath `/_control`. */
  readonly path: string;
  /** @throws Error with words for the person who asked; a ZodError for a wrong body. */
  readonly handler: (request: ControlRequest, subject: ControlSubject) => unknown;
}

const faultEffect = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("answer"),
    status: z.number().int().min(400).max(599),
    type: z.enum(Object.keys(FAULT_TYPES) as [FaultType]).nullable(),
    retryAfterSeconds: z.number().int().min(0).nullable(),
  }),
  z.strictObject({ kind: z.literal("drop") }),
  z.strictObject({ kind: z.literal("lose-answer") }),
  z.strictObject({ kind: z.literal("hold") }),
]);
const faultOrder = z.strictObject({
  operation: z.string(),
  match: z.string().min(1).nullable(),
  first: z.number().int().min(1),
  effect: faultEffect,
});
const conditionOrder = z
  .strictObject({
    kind: z.enum(Object.keys(CONDITIONS) as [ConditionKind]),
    target: z.string().min(1),
    limit: z.number().int().min(0).optional(),
  })
  .refine(({ kind, limit }) => (kind === "quota") === (limit !== undefined), "a quota, and nothing else, has a limit");
const pingOrder = z.strictObject({
  address: z.ipv4(),
  count: z.number().int().min(1).max(1000).optional(),
  timeoutMs: z.number().int().min(1).max(60_000).optional(),
  size: z.number().int().min(0).max(65_000).optional(),
  dontFragment: z.boolean().optional(),
});
const clockOrder = z.strictObject({
  kind: z.enum(["instant", "scaled", "stepped"]),
  factor: z.number().positive().optional(),
});

export const CONTROL_ROUTES: readonly ControlRoute[] = [
  { method: "GET", path: "/health", handler: () => ({ status: "ok", pid: process.pid }) },
  { method: "POST", path: "/stop", handler: (_, subject) => subject.stop() },
  {
    method: "GET",
    path: "/summary",
    handler: ({ query }, { cloud }) => summarize(cloud, query.get("since") ?? undefined),
  },
  { method: "GET", path: "/credentials", handler: (_, { cloud }) => bootstrapCredentials(cloud.store) },
  { method: "GET", path: "/operations", handler: (_, { operations }) => [...operations].sort() },
  { method: "GET", path: "/journal", handler: readJournal },

  { method: "GET", path: "/store", handler: (_, { cloud }) => dumpStore(cloud) },
  { method: "GET", path: "/store/remains", handler: (_, { cloud }) => cloud.remains() },
  { method: "POST", path: "/reset", handler: (_, subject) => replaceStore(subject, (cloud) => cloud.reset()) },
  { method: "GET", path: "/snapshots", handler: (_, { cloud }) => cloud.snapshots() },
  { method: "PUT", path: "/snapshots/:name", handler: ({ params }, { cloud }) => cloud.snapshot(params.name!) },
  {
    method: "POST",
    path: "/snapshots/:name/restore",
    handler: ({ params }, subject) => replaceStore(subject, (cloud) => cloud.restore(params.name!)),
  },

  { method: "GET", path: "/clock", handler: (_, { cloud }) => describeClock(cloud) },
  { method: "PUT", path: "/clock", handler: setClock },
  { method: "POST", path: "/clock/advance", handler: advanceClock },

  { method: "GET", path: "/faults", handler: (_, { cloud }) => listFaults(cloud) },
  {
    method: "POST",
    path: "/faults",
    handler: ({ body }, { cloud }) => cloud.faults.add(faultOrder.parse(body) as FaultOrder),
  },
  { method: "POST", path: "/faults/:id/release", handler: releaseFault },
  { method: "DELETE", path: "/faults", handler: clearFaults },
  { method: "DELETE", path: "/faults/:id", handler: clearFaults },
  { method: "POST", path: "/conditions", handler: addCondition },

  { method: "GET", path: "/fabric", handler: async (_, subject) => (await fabricOf(subject)).state() },
  {
    method: "POST",
    path: "/fabric/ping",
    handler: async ({ body }, subject) => (await fabricOf(subject)).ping(pingOrder.parse(body)),
  },
  { method: "PUT", path: "/fabric/captures/:server", handler: startCapture },
  {
    method: "DELETE",
    path: "/fabric/captures/:server",
    handler: async ({ params }, subject) => (await fabricOf(subject)).stopCapture(params.server!),
  },
];

/** @throws Error when the account has no metal servers */
function fabricOf({ cloud }: ControlSubject): Promise<FabricClient> {
  const { servers } = cloud.context;
  if (servers.openFabric === undefined) {
    throw new Error("this cloud has light servers and no fabric; start another one with --servers metal");
  }
  return servers.openFabric();
}

async function startCapture({ params, body }: ControlRequest, subject: ControlSubject): Promise<void> {
  await (await fabricOf(subject)).startCapture(params.server!, z.strictObject({ file: z.string() }).parse(body).file);
}

function readJournal({ query }: ControlRequest, { cloud }: ControlSubject) {
  const status = query.get("status");
  return cloud.journal.read({
    operation: query.get("operation") ?? undefined,
    kind: (query.get("kind") as JournalKind | null) ?? undefined,
    since: query.get("since") ?? undefined,
    status: status === null ? undefined : Number(status),
  });
}

function replaceStore(subject: ControlSubject, replace: (cloud: Cloud) => void): void {
  subject.disconnectClients();
  replace(subject.cloud);
}

function describeClock({ clock }: Cloud) {
  const { kind, factor } = clock.state();
  return { kind, factor, now: clock.now() };
}

function setClock({ body }: ControlRequest, { cloud }: ControlSubject) {
  const { kind, factor } = clockOrder.parse(body);
  cloud.clock.set(kind, factor);
  return describeClock(cloud);
}

function advanceClock({ body }: ControlRequest, { cloud }: ControlSubject) {
  cloud.clock.advance(z.strictObject({ seconds: z.number().min(0) }).parse(body).seconds);
  return describeClock(cloud);
}

function conditions(cloud: Cloud) {
  return cloud.store.table<Condition>("control.conditions");
}

function listFaults(cloud: Cloud) {
  const faults = cloud.faults.list().map((fault) => ({ ...fault, waiting: cloud.faults.waiting(fault.id) }));
  return { faults, conditions: conditions(cloud).list() };
}

function addCondition({ body }: ControlRequest, { cloud }: ControlSubject) {
  const condition = conditionOrder.parse(body);
  const resource = condition.kind === "quota" ? { resource: condition.target } : {};
  return conditions(cloud).put({ id: cloud.context.ids.uuid(), ...condition, ...resource });
}

function releaseFault({ params }: ControlRequest, { cloud }: ControlSubject) {
  mustKnow(params.id!, cloud);
  return { released: cloud.faults.release(params.id!) };
}

function clearFaults({ params }: ControlRequest, { cloud }: ControlSubject) {
  if (params.id !== undefined) mustKnow(params.id, cloud);
  const ids = conditions(cloud)
    .list()
    .map((condition) => condition.id);
  const wanted = ids.filter((id) => params.id === undefined || params.id === id);
  for (const id of wanted) conditions(cloud).delete(id);
  return { cleared: cloud.faults.clear(params.id) + wanted.length };
}

function mustKnow(id: string, cloud: Cloud): void {
  const { faults, conditions: standing } = listFaults(cloud);
  const ids = [...faults, ...standing].map((one) => one.id);
  if (!ids.includes(id)) throw new Error(`no fault ${id}. There are: ${ids.join(", ") || "none"}`);
}
