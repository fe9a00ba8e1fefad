// Servers and Flexible IPs at the simulated Scaleway, and a key that may do in their project what the driver's may.

import type { JournalEntry } from "../../../simulator/control/journal";
import { callApi } from "../../helpers/proxy-client";
import { startSimulator, type TestSimulator, type TestSimulatorOptions } from "../../helpers/simulator";
import { A610R, NotedServers, UBUNTU_24 } from "../../simulator/baremetal/simulated-metal";
import { newHostKey } from "../ssh-target";
import { DriverCalls } from "./driver-calls";

const ZONE = "/zones/fr-par-2";
export const FIPS = `/flexible-ip/v1alpha1${ZONE}/fips`;

export interface OrderedIp {
  readonly id: string;
  readonly address: string;
  readonly macAddress: string;
}

export interface HouseOptions {
  readonly servers?: number;
  readonly flexibleIps?: number;
  /** @default instant */
  readonly clock?: TestSimulatorOptions["clock"];
}

export class House {
  private readonly calls: DriverCalls;

  private constructor(
    readonly simulator: TestSimulator,
    readonly projectId: string,
    /** Of the driver's application: Elastic Metal in this project and nothing else. */
    readonly secretKey: string,
    readonly serverIds: readonly string[],
    readonly ips: readonly OrderedIp[],
  ) {
    this.calls = new DriverCalls(simulator.control, simulator.credentials.accessKey);
  }

  static async start({ servers = 3, flexibleIps = 4, clock }: HouseOptions = {}): Promise<House> {
    const simulator = await startSimulator({ makeServers: () => new NotedServers() });
    const organization_id = simulator.credentials.organizationId;
    const project = await make(simulator, "/account/v3/projects", { name: "house", description: "", organization_id });
    const projectId = idOf(project);
    const secretKey = await makeKey(simulator, projectId);
    const public_key = newHostKey().publicKey;
    const sshKey = await make(simulator, "/iam/v1alpha1/ssh-keys", { name: "op", public_key, project_id: projectId });
    const serverIds: string[] = [];
    for (let place = 0; place < servers; place++) {
      const order = { offer_id: A610R, project_id: projectId, name: `host${place}`, description: "", protected: false };
      const install = { os_id: UBUNTU_24, hostname: "", ssh_key_ids: [idOf(sshKey)] };
      serverIds.push(idOf(await make(simulator, `/baremetal/v1${ZONE}/servers`, { ...order, install })));
    }
    const ips: OrderedIp[] = [];
    for (let place = 0; place < flexibleIps; place++) ips.push(await orderIp(simulator, projectId));
    if (clock) await simulator.control.setClock(clock.kind, clock.factor);
    return new House(simulator, projectId, secretKey, serverIds, ips);
  }

  /** An IP that this deployment's broker is not told of. */
  orderAnother(): Promise<OrderedIp> {
    return orderIp(this.simulator, this.projectId);
  }

  async stateOf(ip: OrderedIp): Promise<{ status: string; server_id: string | null }> {
    return (await callApi(this.simulator, { path: `${FIPS}/${ip.id}` })).body;
  }

  /** Behind the driver's back, and without waiting. */
  attach(ip: OrderedIp, serverId: string): Promise<unknown> {
    return make(this.simulator, `${FIPS}/attach`, { fips_ids: [ip.id], server_id: serverId });
  }

  /** Number of the last entry of the journal, for `callsSince`. */
  now(): Promise<number> {
    return this.calls.now();
  }

  /** What the driver has asked Scaleway for since then; calls of the test itself, made with the owner's key, left out. */
  callsSince(number: number): Promise<JournalEntry[]> {
    return this.calls.since(number);
  }

  stop(): Promise<void> {
    return this.simulator.stop();
  }
}

async function make(simulator: TestSimulator, path: string, body: unknown): Promise<any> {
  const answer = await callApi(simulator, { method: "POST", path, body });
  if (answer.status !== 200) throw new Error(`POST ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

const idOf = ({ id }: { id: string }) => id;

async function orderIp(simulator: TestSimulator, projectId: string): Promise<OrderedIp> {
  const order = { project_id: projectId, description: "", tags: [], is_ipv6: false };
  const id = idOf(await make(simulator, FIPS, order));
  const { ip_address, mac_address } = await make(simulator, `${FIPS}/${id}/mac`, { mac_type: "kvm" });
  return { id, address: ip_address, macAddress: mac_address.mac_address };
}

async function makeKey(simulator: TestSimulator, projectId: string): Promise<string> {
  const organization_id = simulator.credentials.organizationId;
  const about = { name: "driver", description: "", organization_id };
  const application_id = idOf(await make(simulator, "/iam/v1alpha1/applications", about));
  await make(simulator, "/iam/v1alpha1/policies", {
    ...about,
    application_id,
    rules: [{ permission_set_names: ["ElasticMetalFullAccess"], condition: "", project_ids: [projectId] }],
    tags: null,
  });
  const key = { application_id, default_project_id: projectId, description: "" };
  return (await make(simulator, "/iam/v1alpha1/api-keys", key)).secret_key;
}
