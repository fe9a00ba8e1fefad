// A fresh account and its API without sockets: a call goes through the checks that the router makes, then to the handler.
import { createAdvancedClient, withHTTPClient, withProfile } from "@scaleway/sdk-client";
import { SeededIds } from "../../../simulator/clock/seeded-ids";
import { SimulatedClock } from "../../../simulator/clock/simulated-clock";
import { checkBody, checkLocality, checkQuery } from "../../../simulator/http/request-checks";
import { Router } from "../../../simulator/http/router";
import { accountService } from "../../../simulator/services/account/routes";
import { type BootstrapCredentials, bootstrap, bootstrapCredentials } from "../../../simulator/services/bootstrap";
import { permissionsDenied } from "../../../simulator/services/errors";
import { authenticate } from "../../../simulator/services/iam/authorization";
import { iamService } from "../../../simulator/services/iam/routes";
import { ipamService } from "../../../simulator/services/ipam/routes";
import { Refusal } from "../../../simulator/services/refusal";
import type { Result, Route, ServiceContext } from "../../../simulator/services/service";
import { vpcService } from "../../../simulator/services/vpc/routes";
import { MemoryStore } from "../../../simulator/store/memory-store";

const SERVICES = [accountService, iamService, vpcService, ipamService];

/** An answer with its body open for looking into. */
export interface Answer {
  readonly status: number;
  readonly body: any;
}

export class SimulatedAccount {
  public readonly store = new MemoryStore();
  public readonly clock = new SimulatedClock(this.store, () => Date.parse("2026-11-22T10:00:00Z"));
  public readonly context: ServiceContext;
  public readonly owner: BootstrapCredentials;
  private readonly router = new Router(SERVICES.flatMap((service) => [...service.routes]));

  public constructor(seed = "test") {
    const ids = new SeededIds(this.store, seed);
    // These four services never ask the machines.
    this.context = { store: this.store, clock: this.clock, ids, servers: undefined as never };
    bootstrap(this.store, ids, this.clock);
    this.owner = bootstrapCredentials(this.store);
    this.clock.set("stepped");
  }

  /** @param token the secret of the key that calls; the owner's unless given. */
  public call(method: Route["method"], url: string, body?: unknown, token = this.owner.secretKey): Answer {
    // Each call has a moment of its own, so that lists ordered by time have one order.
    this.clock.advance(0.001);
    const { pathname, searchParams } = new URL(url, "https://api.scaleway.com");
    const match = this.router.find(method, pathname);
    if (!match) throw new Error(`no simulated route ${method} ${pathname}`);
    const text = body === undefined ? "" : JSON.stringify(body);
    const result = this.perform(match.route, match.params, searchParams, text, token);
    return { status: result.status, body: result.body && JSON.parse(JSON.stringify(result.body)) };
  }

  /** As `call`, for what a test needs and does not look at: throws unless the answer is a success. */
  public make(method: Route["method"], url: string, body?: unknown, token?: string): any {
    const answer = this.call(method, url, body, token);
    if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  public makeProject(name: string): string {
    const organization_id = this.owner.organizationId;
    return this.make("POST", "/account/v3/projects", { name, organization_id, description: "" }).id;
  }

  /** The official SDK, its requests carried to `call` instead of the internet. */
  public sdkClient() {
    const httpClient = async (request: string | URL | Request): Promise<Response> => {
      if (!(request instanceof Request)) throw new Error("the SDK is expected to make Request objects");
      const text = await request.text();
      const body = text === "" ? undefined : JSON.parse(text);
      const answer = this.call(
        request.method as Route["method"],
        request.url,
        body,
        request.headers.get("x-auth-token") ?? "",
      );
      const headers = { "Content-Type": "application/json" };
      return new Response(answer.body && JSON.stringify(answer.body), { status: answer.status, headers });
    };
    const profile = withProfile({
      accessKey: this.owner.accessKey,
      secretKey: this.owner.secretKey,
      defaultOrganizationId: this.owner.organizationId,
      defaultProjectId: this.owner.defaultProjectId,
      defaultRegion: "fr-par",
      defaultZone: "fr-par-2",
    });
    return createAdvancedClient(profile, withHTTPClient(httpClient));
  }

  private perform(
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
