// An account with Elastic Metal and Flexible IPs, without sockets and without machines: what the API orders of them is noted.
import { checkBody, checkLocality, checkQuery } from "../../../simulator/http/request-checks";
import { Router } from "../../../simulator/http/router";
import type {
  InstallOrder,
  InstallOutcome,
  PowerState,
  ServerBackend,
} from "../../../simulator/servers/server-backend";
import { baremetalService } from "../../../simulator/services/baremetal/routes";
import type { Condition } from "../../../simulator/services/conditions";
import { permissionsDenied } from "../../../simulator/services/errors";
import { flexibleIpService } from "../../../simulator/services/flexible-ip/routes";
import { authenticate } from "../../../simulator/services/iam/authorization";
import { Refusal } from "../../../simulator/services/refusal";
import type { Result, Route } from "../../../simulator/services/service";
import { type Answer, SimulatedAccount } from "../account/simulated-account";

export const UBUNTU_24 = "7d1914e1-f4ab-47fc-bd8c-b3a23143e87a";
export const UBUNTU_22 = "96e5f0f2-d216-4de2-8a15-68730d877885";
export const UBUNTU_20 = "03b7f4ba-a6a1-4305-984e-b54fafbf1681";
export const PROXMOX_8 = "a5c00c1b-95b1-4c08-8a33-79cc079f9dac";
export const A610R = "e1680dec-52aa-4cbc-b70c-ef32d863fdb0";
export const A610R_MONTHLY = "60bfff09-7b6e-4004-9b74-1957f26bf070";
export const A115X = "f7241870-c383-4fa2-bbca-5189600df5c4";
export const L110X = "a204136d-656b-44b7-9735-88ca2f62cb1f";
export const B520E = "d73011fa-02e0-46bc-992c-8bb62c767e97";
export const PRIVATE_NETWORK_OPTION = "cd4158d7-2d65-49be-8803-c4b8ab6f760c";
export const REMOTE_ACCESS_OPTION = "931df052-d713-4674-8b58-96a63244c8e2";
export const UNKNOWN_ID = "00000000-0000-4000-8000-000000000000";

/** Machines that do nothing. `calls` reads like a log: `install front-end`, `power off`, `reboot`, `remove`. */
export class NotedServers implements ServerBackend {
  public readonly kind = "light";
  public readonly orders: InstallOrder[] = [];
  public readonly calls: string[] = [];
  /** What every machine says of its power; undefined: what it was told last. */
  public power: PowerState | undefined;
  private lastPower: "on" | "off" = "on";
  /** How every install ends; undefined: it runs on. */
  public outcome: InstallOutcome | undefined = "completed";

  public install(order: InstallOrder): void {
    this.orders.push(order);
    this.calls.push(`install ${order.name}`);
  }
  public installOutcome(): InstallOutcome | undefined {
    return this.outcome;
  }
  public setPower(_serverId: string, power: "on" | "off"): void {
    this.calls.push(`power ${power}`);
    this.lastPower = power;
  }
  public powerOf(): PowerState {
    return this.power ?? this.lastPower;
  }
  public reboot(): void {
    this.calls.push("reboot");
  }
  public remove(): void {
    this.calls.push("remove");
  }
  public connect(): boolean {
    return false;
  }
}

/** The clock is stepped: nothing moves on until `pass`. */
export class SimulatedMetal extends SimulatedAccount {
  public readonly machines = new NotedServers();
  private readonly metal = new Router([...baremetalService.routes, ...flexibleIpService.routes]);

  public constructor(seed = "metal") {
    super(seed);
    Object.assign(this.context, { servers: this.machines });
  }

  public override call(
    method: Route["method"],
    url: string,
    body?: unknown,
    token: string = this.owner.secretKey,
  ): Answer {
    const { pathname, searchParams } = new URL(url, "https://api.scaleway.com");
    if (!/^\/(baremetal|flexible-ip)\//.test(pathname)) return super.call(method, url, body, token);
    this.clock.advance(0.001);
    const match = this.metal.find(method, pathname);
    if (!match) throw new Error(`no simulated route ${method} ${pathname}`);
    const { route, params } = match;
    const result = this.answer(route, params, searchParams, body === undefined ? "" : JSON.stringify(body), token);
    return { status: result.status, body: result.body && JSON.parse(JSON.stringify(result.body)) };
  }

  /** Lets simulated time pass. */
  public pass(seconds: number): void {
    this.clock.advance(seconds);
  }

  /** The id of the key of that name, made when there is none yet. */
  public makeSshKey(name = "operator", projectId = this.owner.defaultProjectId): string {
    const known = this.make("GET", `/iam/v1alpha1/ssh-keys?name=${name}`).ssh_keys[0];
    if (known) return known.id;
    const part = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
    const blob = Buffer.concat([part(Buffer.from("ssh-ed25519")), part(Buffer.alloc(32, name))]);
    const key = { name, public_key: `ssh-ed25519 ${blob.toString("base64")}`, project_id: projectId };
    return this.make("POST", "/iam/v1alpha1/ssh-keys", key).id;
  }

  /** An order as the provider writes it. */
  public orderFor(name: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
    return {
      offer_id: A610R,
      project_id: this.owner.defaultProjectId,
      name,
      description: "",
      tags: [],
      install: this.installFor(UBUNTU_24, this.makeSshKey()),
      option_ids: null,
      protected: false,
      ...changes,
    };
  }

  public installFor(osId: string, ...sshKeyIds: string[]) {
    const unset = { user: null, password: null, service_user: null, service_password: null };
    return { os_id: osId, hostname: "", ssh_key_ids: sshKeyIds, ...unset, partitioning_schema: null };
  }

  /** A server that is installed and has the Private Network option. */
  public makeServer(name: string, changes: Record<string, unknown> = {}): any {
    const option_ids = [PRIVATE_NETWORK_OPTION];
    const { id, zone } = this.make("POST", serversIn(), { ...this.orderFor(name), option_ids, ...changes });
    this.pass(400);
    return this.make("GET", `${serversIn(zone)}/${id}`);
  }

  public makePrivateNetwork(name: string, subnet: string): any {
    const project_id = this.owner.defaultProjectId;
    return this.make("POST", "/vpc/v2/regions/fr-par/private-networks", { name, project_id, subnets: [subnet] });
  }

  public bookIp(privateNetworkId: string, address: string): string {
    const project_id = this.owner.defaultProjectId;
    const source = { private_network_id: privateNetworkId };
    return this.make("POST", "/ipam/v1/regions/fr-par/ips", { project_id, source, is_ipv6: false, address }).id;
  }

  /** The resources of all IPAM addresses, as `address name mac`; `free` when there is none. */
  public ipamHolders(): string[] {
    const { ips } = this.make("GET", "/ipam/v1/regions/fr-par/ips?is_ipv6=false&order_by=created_at_asc");
    return ips.map((ip: any) => `${ip.address} ${ip.resource ? `${ip.resource.name} ${ip.resource.type}` : "free"}`);
  }

  public put(server: any, networks: Record<string, string[]>): Answer {
    return this.call("PUT", networksOf(server), { per_private_network_ipam_ip_ids: networks });
  }

  public attachmentsOf(server: any): any[] {
    const url = `/baremetal/v3/zones/${server.zone}/server-private-networks?server_id=${server.id}`;
    return this.make("GET", url).server_private_networks;
  }

  public setCondition(kind: Condition["kind"], target: string): () => void {
    const id = `${kind} ${target}`;
    this.store.table<Condition>("control.conditions").put({ id, kind, target });
    return () => this.store.table<Condition>("control.conditions").delete(id);
  }

  /** Secret of a key that may do in this project what the permission sets say, and nothing elsewhere. */
  public makeToken(projectId: string, ...permissionSets: string[]): string {
    const organization_id = this.owner.organizationId;
    const application = this.make("POST", "/iam/v1alpha1/applications", {
      name: "app",
      organization_id,
      description: "",
    });
    this.make("POST", "/iam/v1alpha1/policies", {
      name: "policy",
      description: "",
      organization_id,
      application_id: application.id,
      rules: [{ permission_set_names: permissionSets, condition: "", project_ids: [projectId] }],
      tags: null,
    });
    const key = { application_id: application.id, default_project_id: projectId, description: "" };
    return this.make("POST", "/iam/v1alpha1/api-keys", key).secret_key;
  }

  private answer(
    route: Route,
    params: Readonly<Record<string, string>>,
    query: URLSearchParams,
    text: string,
    token: string,
  ): Result {
    const caller = authenticate(token, this.store, this.clock);
    if ("status" in caller) return caller;
    const refusal = checkLocality(params) ?? checkQuery(route, query);
    if (refusal) return refusal;
    if (!caller.allowsSomewhere(route.product, route.access)) return permissionsDenied(route.product, route.access);
    const checked = checkBody(route, text);
    if ("status" in checked) return checked;
    try {
      return route.handler({ params, query, body: checked.body, caller }, this.context);
    } catch (error) {
      if (error instanceof Refusal) return error.result;
      throw error;
    }
  }
}

export function serversIn(zone = "fr-par-2"): string {
  return `/baremetal/v1/zones/${zone}/servers`;
}

export function pathOf(server: { zone: string; id: string }): string {
  return `${serversIn(server.zone)}/${server.id}`;
}

export function networksOf(server: { zone: string; id: string }): string {
  return `/baremetal/v3/zones/${server.zone}/servers/${server.id}/private-networks`;
}
