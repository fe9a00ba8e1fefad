// What the hooks cost, against an API 50 ms away where an attach settles after a second: `npm run bench:hooks`.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT_CODES } from "../../config/exit-codes";
import { DriverCloud } from "../../test/ansible/driver/driver-cloud";
import { FIPS, type OrderedIp } from "../../test/ansible/driver/house";
import { publicNic } from "../../test/ansible/driver/virtual-machine";
import { callApi } from "../../test/helpers/proxy-client";
import { until } from "../../test/helpers/until";
import type { Goal } from "../goals";
import { goalTable, table } from "../tables";
import { type FarAway, farAway } from "./far-away";

const ROUND_TRIP_MS = 50;
/** The simulated attach takes ten seconds, a detach five. */
const ONE_SECOND = 10;
const TENTH_OF_A_SECOND = 100;
const TIMES = 5;
const ALL_AT_ONCE = 20;

interface Cost {
  readonly what: string;
  readonly seconds: number;
  /** Looks before the first change, and changes. */
  readonly calls: number;
  readonly polls: number;
}

class Measurement {
  private constructor(
    private readonly cloud: DriverCloud,
    private readonly proxy: FarAway,
  ) {}

  static async start(flexibleIps: number, servers: number): Promise<Measurement> {
    const cloud = await DriverCloud.start({ servers, flexibleIps, clock: { kind: "scaled", factor: ONE_SECOND } });
    const proxy = await farAway(cloud.house.simulator.port, ROUND_TRIP_MS);
    const environment = {
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
      SSL_CERT_FILE: cloud.house.simulator.directory.caCertificate,
    };
    await cloud.broker.restart({ environment });
    return new Measurement(cloud, proxy);
  }

  async stop(): Promise<void> {
    await this.cloud.stop();
    await this.proxy.stop();
  }

  setClock(factor: number) {
    return this.cloud.house.simulator.control.setClock("scaled", factor);
  }

  /** What nobody can be faster than: attach, and look until it is there, without process, broker or TLS of a hook. */
  async bare(): Promise<Cost> {
    return this.median("bare: attach and look until attached (baseline)", async (ip) => {
      const far = { ...this.cloud.house.simulator, port: this.proxy.port };
      const body = { fips_ids: [ip.id], server_id: this.cloud.house.serverIds[0] };
      await callApi(far, { method: "POST", path: `${FIPS}/attach`, body });
      await until(
        "attached",
        async () => (await callApi(far, { path: `${FIPS}/${ip.id}` })).body.status === "attached",
      );
    });
  }

  attach(what: string): Promise<Cost> {
    return this.median(what, (ip) => this.hook("pre", 0, ip, false));
  }

  takeOver(what: string, times = TIMES): Promise<Cost> {
    const { nodes } = this.cloud;
    return this.median(what, (ip) => this.hook("post", 0, ip, true), nodes[1]!.serverId, times);
  }

  inPlace(what: string): Promise<Cost> {
    return this.median(what, (ip) => this.hook("post", 0, ip, true), this.cloud.nodes[0]!.serverId);
  }

  detach(what: string): Promise<Cost> {
    return this.median(what, (ip) => this.hook("clean", 0, ip, true), this.cloud.nodes[0]!.serverId);
  }

  /** One machine per node. */
  async atOnce(what: string): Promise<Cost> {
    const ips = this.cloud.house.ips.slice(0, ALL_AT_ONCE);
    const costs: Cost[] = [];
    for (let time = 0; time < 3; time++) {
      await Promise.all(ips.map((ip) => this.free(ip)));
      costs.push(await this.cost(what, () => Promise.all(ips.map((ip, place) => this.hook("pre", place, ip, false)))));
    }
    return middle(costs);
  }

  private async hook(action: "pre" | "post" | "clean", place: number, ip: OrderedIp, deployed: boolean) {
    const vm = { id: 7, deployed, nics: [publicNic(ip)] };
    const { code, stdout, stderr } = await this.cloud.nodes[place]!.run(action, vm);
    if (code !== 0 || (action !== "clean" && !stdout.includes("attached to server"))) throw new Error(stdout + stderr);
  }

  private async median(
    what: string,
    run: (ip: OrderedIp) => Promise<unknown>,
    startOn?: string,
    times = TIMES,
  ): Promise<Cost> {
    const ip = this.cloud.house.ips.at(-1)!;
    const costs: Cost[] = [];
    for (let time = 0; time < times; time++) {
      await this.free(ip);
      if (startOn) {
        await this.cloud.house.attach(ip, startOn);
        await this.settled(ip, "attached");
      }
      costs.push(await this.cost(what, () => run(ip)));
    }
    return middle(costs);
  }

  private async cost(what: string, run: () => Promise<unknown>): Promise<Cost> {
    const from = await this.cloud.house.now();
    const began = performance.now();
    await run();
    const seconds = (performance.now() - began) / 1000;
    const entries = await this.cloud.house.callsSince(from);
    const isWrite = (operation: string | null) => /Attach|Detach/.test(operation ?? "");
    const firstWrite = entries.findIndex(({ operation }) => isWrite(operation));
    const polls = firstWrite < 0 ? 0 : entries.filter((each, at) => at > firstWrite && !isWrite(each.operation)).length;
    return { what, seconds, calls: entries.length - polls, polls };
  }

  private async free(ip: OrderedIp): Promise<void> {
    const { simulator } = this.cloud.house;
    await callApi(simulator, { method: "POST", path: `${FIPS}/detach`, body: { fips_ids: [ip.id] } });
    await this.settled(ip, "ready");
  }

  private settled(ip: OrderedIp, status: string): Promise<void> {
    return until(`it is ${status}`, async () => (await this.cloud.house.stateOf(ip)).status === status);
  }
}

function middle(costs: readonly Cost[]): Cost {
  return [...costs].sort((one, other) => one.seconds - other.seconds)[Math.floor(costs.length / 2)]!;
}

async function measure(): Promise<{ costs: Cost[]; goals: Goal[] }> {
  const one = await Measurement.start(1, 2);
  const bare = await one.bare();
  const attachOne = await one.attach("pre, free, 1 Flexible IP");
  const inPlace = await one.inPlace("post, attached already");
  const first = await one.takeOver("post, take-over, the broker's first", 1);
  const takeOver = await one.takeOver("post, take-over");
  const detach = await one.detach("clean");
  await one.setClock(TENTH_OF_A_SECOND);
  const quick = await one.attach("pre, free, attach settles after 0.1 s");
  await one.stop();

  const twenty = await Measurement.start(20, ALL_AT_ONCE);
  const attachTwenty = await twenty.attach("pre, free, 20 Flexible IPs");
  const atOnce = await twenty.atOnce("20 pre at once, one per node (polls and calls of all)");
  await twenty.stop();

  const many = await Measurement.start(200, 2);
  const attachMany = await many.attach("pre, free, 200 Flexible IPs");
  await many.stop();

  const goal = (text: string, measured: number, wanted: number, failsAbove: number | undefined): Goal => ({
    text,
    measured,
    wanted,
    failsAbove,
  });
  return {
    costs: [bare, attachOne, attachTwenty, attachMany, quick, inPlace, first, takeOver, detach, atOnce],
    goals: [
      goal("calls beyond the polls, attach of a free one", attachOne.calls, 3, 3),
      goal("calls beyond the polls, take-over", takeOver.calls, 3, 3),
      goal("calls beyond the polls, the broker's first take-over", first.calls, 4, 4),
      goal("calls, detach", detach.calls + detach.polls, 2, 2),
      goal("attach, times the baseline", attachOne.seconds / bare.seconds, 1.5, 3),
      goal("attach with 20 Flexible IPs, times that with 1", attachTwenty.seconds / attachOne.seconds, 1.25, 2),
      goal("attach with 200 Flexible IPs, times that with 1", attachMany.seconds / attachOne.seconds, 1.25, 2),
      goal("attach that settles ten times as fast, times the other", quick.seconds / attachOne.seconds, 0.6, 0.9),
      goal("20 at once, times one", atOnce.seconds / attachTwenty.seconds, 2, 5),
    ],
  };
}

async function main(): Promise<void> {
  const { costs, goals } = await measure();
  const baseline = costs[0]!.seconds;
  const rows = costs.map(({ what, seconds, calls, polls }) => [
    what,
    seconds.toFixed(2),
    (seconds / baseline).toFixed(2),
    String(calls),
    String(polls),
  ]);
  console.log(table([["hook", "seconds", "/ bare", "calls", "polls"], ...rows]));
  console.log(`\n${goalTable(goals)}`);
  const folder = join(__dirname, "../results");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "hooks.json"), `${JSON.stringify({ at: new Date(), costs, goals }, null, 2)}\n`);
  const missed = goals.filter((goal) => goal.failsAbove !== undefined && goal.measured > goal.failsAbove);
  process.exitCode = missed.length > 0 ? EXIT_CODES.failed : EXIT_CODES.ok;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(EXIT_CODES.failed);
});
