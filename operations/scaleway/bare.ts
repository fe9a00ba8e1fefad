/** The UUID of an id that may carry its zone or region, as `fr-par-2/<uuid>`. */
export function bareId(id: string): string {
  return id.replace(/^.*\//, "");
}

/** An address without the prefix length that the API writes behind it. */
export function bareAddress(address: string): string {
  return address.replace(/\/\d+$/, "");
}
