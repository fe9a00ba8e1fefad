import FindMyWay from "find-my-way";
import type { Route } from "../services/service";

export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the route of a request among all that are simulated. Two routes of one method and shape are an error at start. */
export class Router {
  private readonly table = FindMyWay({ caseSensitive: true, maxParamLength: 500 });

  public constructor(routes: readonly Route[]) {
    for (const route of routes) {
      const path = route.path.replace(/\{(\w+)\}/g, ":$1");
      this.table.on(route.method, path, { constraints: {} }, () => undefined, route);
    }
  }

  public find(method: string, path: string): RouteMatch | undefined {
    const found = this.table.find(method as Route["method"], path);
    if (found === null) return undefined;
    return { route: found.store as Route, params: found.params as Record<string, string> };
  }
}
