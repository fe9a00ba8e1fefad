// Zones and regions as the pinned scaleway-sdk-go lists them for the products simulated here:
// zones from api/baremetal/v1 and api/flexibleip/v1alpha1 (Zones()), regions from api/vpc/v2 and api/ipam/v1 (Regions()).
// fr-par-3, nl-ams-3, pl-waw-1 and it-mil-1 exist in Scaleway, but no Elastic Metal is sold there.

export const REGIONS = ["fr-par", "it-mil", "nl-ams", "pl-waw"] as const;
export const ZONES = ["fr-par-1", "fr-par-2", "nl-ams-1", "nl-ams-2", "pl-waw-2", "pl-waw-3"] as const;

export type Region = (typeof REGIONS)[number];
export type Zone = (typeof ZONES)[number];

export function isRegion(name: string): name is Region {
  return (REGIONS as readonly string[]).includes(name);
}

export function isZone(name: string): name is Zone {
  return (ZONES as readonly string[]).includes(name);
}

/** The region that a zone lies in: `fr-par-2` is in `fr-par` (scw/locality.go cuts the name likewise). */
export function regionOf(zone: string): string {
  return zone.split("-").slice(0, 2).join("-");
}
