import ipaddr from "ipaddr.js";
import type { Scalar } from "./schema";

const TRUE = ["true", "on", "yes", "y"];
const FALSE = ["false", "off", "no", "n"];
const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;
const SPECIAL_MACS = ["permanent", "random", "stable", "preserve"];
const RENDERERS = ["networkd", "NetworkManager", "sriov"];

export type Checked = { readonly value: string | number | boolean } | { readonly problem: string };

/** Checks one value as netplan's parser does and gives it its type; a `problem` is worded as netplan's message. */
export function checkScalar(check: Scalar, text: string): Checked {
  switch (check) {
    case "bool":
      return boolean(text) ?? { problem: `invalid boolean value '${text}'` };
    case "accept-ra":
      return boolean(text) ?? { problem: `invalid boolean value '${text}'` };
    case "uint":
      return /^\d+$/.test(text) ? { value: Number(text) } : { problem: `invalid unsigned int value '${text}'` };
    case "mac":
      return MAC.test(text) ? { value: text.toLowerCase() } : { problem: macProblem(text, "") };
    case "any-mac":
      if (SPECIAL_MACS.includes(text)) return { value: text };
      return MAC.test(text)
        ? { value: text.toLowerCase() }
        : {
            problem: macProblem(
              text,
              " or one of 'permanent', 'random', 'stable', 'preserve', 'stable-ssid' (Wi-Fi only).",
            ),
          };
    case "ip4":
      return ipaddr.IPv4.isValidFourPartDecimal(text) ? { value: text } : { problem: `invalid IPv4 address '${text}'` };
    case "ip6":
      return ipaddr.IPv6.isValid(text) ? { value: text } : { problem: `invalid IPv6 address '${text}'` };
    case "ip":
      return isAddress(text.split("/")[0] ?? "") ? { value: text } : { problem: "invalid IP family '-1'" };
    case "destination":
      if (text === "default") return { value: text };
      return isAddress(text.split("/")[0] ?? "") ? { value: text } : { problem: "invalid IP family '-1'" };
    case "renderer":
      return RENDERERS.includes(text) ? { value: text } : { problem: `unknown renderer '${text}'` };
    case "id":
    case "name":
      return /^[\x21-\x7e]+$/.test(text) ? { value: text } : { problem: `Invalid name '${text}'` };
    case "string":
      return { value: text };
  }
}

/** The problem of an entry of `addresses`, or undefined when it is an address with its prefix length. */
export function addressProblem(text: string): string | undefined {
  const cut = text.lastIndexOf("/");
  if (cut < 0) return `address '${text}' is missing /prefixlength`;
  const address = text.slice(0, cut);
  const length = text.slice(cut + 1);
  if (!isAddress(address)) return `malformed address '${text}', must be X.X.X.X/NN or X:X:X:X:X:X:X:X/NN`;
  const most = address.includes(":") ? 128 : 32;
  if (!/^\d+$/.test(length) || Number(length) < 1 || Number(length) > most)
    return `invalid prefix length in address '${text}'`;
  return undefined;
}

function boolean(text: string): Checked | undefined {
  const lower = text.toLowerCase();
  if (TRUE.includes(lower)) return { value: true };
  return FALSE.includes(lower) ? { value: false } : undefined;
}

function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(":") && ipaddr.IPv6.isValid(text));
}

function macProblem(text: string, more: string): string {
  return `Invalid MAC address '${text}', must be XX:XX:XX:XX:XX:XX or XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX${more}`;
}
