import { parse } from "yaml";

/** What the user data of an install asks of cloud-init, as far as it is simulated. */
export interface UserData {
  /** `#cloud-config` mapping; empty for a script or none. */
  readonly config: Readonly<Record<string, unknown>>;
  /** A `#!` script, run as root once at first boot. */
  readonly script?: string;
  /** What cloud-init would log as a failure; the server boots all the same. */
  readonly problem?: string;
  /** Parts that real cloud-init acts on and this one does not. */
  readonly notSimulated: readonly string[];
}

const SIMULATED = new Set([
  ..."ssh_keys ssh_deletekeys ssh_genkeytypes ssh_authorized_keys disable_root ssh_pwauth users user".split(" "),
  ..."hostname fqdn preserve_hostname manage_etc_hosts write_files bootcmd runcmd".split(" "),
]);

export function readUserData(text: string): UserData {
  if (text.trim() === "") return { config: {}, notSimulated: [] };
  if (text.startsWith("#!")) return { config: {}, script: text, notSimulated: [] };
  if (!text.startsWith("#cloud-config")) {
    return {
      config: {},
      notSimulated: [],
      problem: `Unhandled non-multipart (text/x-not-multipart) userdata: '${text.split("\n")[0]}...'`,
    };
  }
  let config: unknown;
  try {
    config = parse(text, { version: "1.1" });
  } catch (error) {
    return {
      config: {},
      notSimulated: [],
      problem: `Failed loading yaml blob. ${(error as Error).message.split("\n")[0]}`,
    };
  }
  if (config === null || config === undefined) return { config: {}, notSimulated: [] };
  if (typeof config !== "object" || Array.isArray(config)) {
    return { config: {}, notSimulated: [], problem: "Failed loading yaml blob. The top level is not a mapping" };
  }
  const notSimulated = Object.keys(config).filter((key) => !SIMULATED.has(key));
  return { config: config as Record<string, unknown>, notSimulated };
}
