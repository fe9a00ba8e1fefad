import { Router } from "../../../simulator/http/router";
import { S3_OPERATIONS } from "../../../simulator/s3/handler";
import { allRoutes, SERVICES } from "../../../simulator/services/registry";

it("gives every operation a name of its own, in its service's name", () => {
  const names = [...allRoutes().map((route) => route.operation), ...S3_OPERATIONS];
  expect(new Set(names).size).toBe(names.length);
  for (const service of SERVICES) {
    for (const route of service.routes) expect(route.operation).toMatch(new RegExp(`^${service.name}\\.[A-Z]\\w+$`));
  }
});

it("finds every route by its own path", () => {
  const router = new Router(allRoutes());
  for (const route of allRoutes()) {
    const path = route.path.replace(/\{(\w+)\}/g, (_, name) => `some-${name}`);
    expect(router.find(route.method, path)?.route.operation).toBe(route.operation);
  }
});

it("tells fixed path segments from ids", () => {
  const router = new Router(allRoutes());
  const zone = "/flexible-ip/v1alpha1/zones/fr-par-2";
  expect(router.find("POST", `${zone}/fips/attach`)?.route.operation).toBe("flexible-ip.AttachFlexibleIP");
  expect(router.find("GET", `${zone}/fips/attach`)?.params.fip_id).toBe("attach");
});

it("refuses two routes of the same shape when it is made", () => {
  const [route] = allRoutes();
  expect(() => new Router([route!, route!])).toThrow("already declared");
});

it("has every list that pages name its paging parameters", () => {
  const lists = allRoutes().filter((route) => /\.List/.test(route.operation) && route.method === "GET");
  expect(lists.length).toBeGreaterThan(10);
  for (const route of lists)
    expect([route.operation, route.query]).toEqual([route.operation, expect.arrayContaining(["page"])]);
});
