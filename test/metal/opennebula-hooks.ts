import type { HookAction, HookResult } from "../ansible/driver/hook-node";
import { describe, type VirtualMachine } from "../ansible/driver/virtual-machine";
import type { MetalCloud } from "./metal-cloud";

const ARGUMENTS: Readonly<Record<HookAction, string>> = { pre: "", post: "one-7 misleading", clean: "misleading" };
/** Where `onehost sync` brings the front-end's remotes to. */
const HOOKS = "/var/tmp/one/vnm/bridge";

/**
 * Runs a host's hooks as OpenNebula's network driver does: oneadmin of the front-end logs in to the host by its private address,
 * and every executable of the action's folder gets the machine on standard input.
 */
export async function runHooks(
  metal: MetalCloud,
  action: HookAction,
  host: string,
  vm: VirtualMachine,
): Promise<HookResult> {
  const script = `cd ${HOOKS}/${action}.d
for hook in *; do
  test ! -x "$hook" || echo ${describe(vm).trim()} | "./$hook" ${ARGUMENTS[action]} || exit
done
`;
  const began = performance.now();
  const login = `sudo -u oneadmin ssh ${metal.server(host).privateAddress} bash -s`;
  const { status, output } = await metal.run("fe", login, script);
  return { code: status, stdout: output, stderr: "", seconds: (performance.now() - began) / 1000 };
}

/** Puts a hook that does nothing in the place of a host's, for as long as `work` takes. */
export async function withoutHook<T>(
  metal: MetalCloud,
  action: HookAction,
  host: string,
  work: () => Promise<T>,
): Promise<T> {
  const hook = `${HOOKS}/${action}.d/flexible-ip`;
  await metal.must(host, `sudo mv ${hook} /var/tmp/${action}-hook && sudo install -m 0755 /bin/true ${hook}`);
  try {
    return await work();
  } finally {
    await metal.must(host, `sudo mv /var/tmp/${action}-hook ${hook}`);
  }
}
