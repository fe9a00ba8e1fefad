import type { Inventory, InventoryHost } from "./inventory-as-written";

/** One thing that an inventory must hold. */
export interface Claim {
  /** Name of the variable, the words by which it is refused. */
  readonly name: string;
  readonly because: string;
}

export interface InventoryClaim extends Claim {
  readonly holds: (inventory: Inventory) => boolean;
}

export interface HostClaim extends Claim {
  readonly holds: (host: InventoryHost, inventory: Inventory) => boolean;
}

/** A claim about one address range or one network. */
export interface PartClaim extends Claim {
  readonly holds: (part: any) => boolean;
}

export const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;
/** `fr-par-2/<uuid>` */
export const SCALEWAY_ID = /^[a-z]{2}-[a-z]{3}-\d\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === "string" && pattern.test(value);
}

export function areUnlike(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

/** A claim about something that is not there does not hold. */
export function holds(look: () => boolean): boolean {
  try {
    return look();
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
