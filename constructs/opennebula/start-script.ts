import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Attribute of a public virtual network under which templates of virtual machines find its start script. */
export const START_SCRIPT_ATTRIBUTE = "FLEXIBLE_IP_START_SCRIPT";

/**
 * Line of a template's CONTEXT that gives the machine a way out by its Flexible IP. OpenNebula replaces the variable when it
 * makes the machine, so that templates know neither gateway nor script.
 */
export const START_SCRIPT_LINE = `START_SCRIPT_BASE64 = "$NETWORK[${START_SCRIPT_ATTRIBUTE}, NIC_ID=0]"`;

/** The script that routes a guest by the gateway of its Flexible IP, in Base64 as OpenNebula's contextualization takes it. */
export function startScript(gateway: string): string {
  const script = readFileSync(join(__dirname, "scripts/flexible-ip-route.sh"), "utf8");
  return Buffer.from(`#!/bin/sh\nGATEWAY=${gateway}\n${script}`).toString("base64");
}
