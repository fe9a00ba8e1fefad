import type { MetalCloud } from "../metal-cloud";
import { row } from "../table";

/** Where the guest image keeps jsonschema, without which cloud-init finds everything valid, and boots faster. */
const SCHEMA = "sudo env PYTHONPATH=/usr/local/lib/guest/python cloud-init schema";

/** cloud-init only warns of what its schema refuses, and ends degraded. */
export function firstBootCase(metal: () => MetalCloud): void {
  test("the user data of the stacks is valid by cloud-init's own schema; a control: an empty list of key types is not", async () => {
    const [host] = metal().hosts as [string];
    await row("user data by cloud-init's schema", "stacks", host, async () => {
      const { status, output } = await metal().run(host, `${SCHEMA} --system && sudo cloud-init status`);
      expect({ status, output }).toEqual({ status: 0, output: expect.stringMatching(/^Valid .*status: done$/s) });
      return "valid";
    });
    const refused = await metal().run(
      host,
      `printf '#cloud-config\\nssh_genkeytypes: []\\n' > refused && ${SCHEMA} --config-file refused 2>&1`,
    );
    expect(refused).toEqual({ status: 1, output: expect.stringContaining("ssh_genkeytypes") });
  });
}
