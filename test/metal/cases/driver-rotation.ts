import { setTimeout } from "node:timers/promises";
import { until } from "../../helpers/until";
import { playOn } from "../ansible-runs";
import { DriverPlay, machineOf, saidBy } from "../driver-play";
import type { MetalCloud } from "../metal-cloud";
import { row } from "../table";
import { secretKey } from "./driver-setup";

/** After `driverCases`: the key and the nodes' credentials are changed while VMs come and go. */
export function driverRotationCases(metal: () => MetalCloud): void {
  test("a raised keyGeneration and make rotate-flexible-ip-key, while VMs start and stop: no hook is refused", async () => {
    const before = secretKey(metal());
    const play = new DriverPlay(metal());
    const hosts = metal().hosts.filter((host) => host !== "fe");
    for (const host of hosts) await metal().moveFlexibleIp(metal().server(host).flexibleIp.id, undefined);
    let goesOn = true;
    let turns = 0;
    const lives = hosts.map(async (host, place) => {
      const ip = metal().server(host).flexibleIp;
      const vm = machineOf(40 + place, [ip]);
      for (; goesOn; turns++) {
        const said = saidBy([await play.hook("pre", host, vm), await play.hook("clean", host, vm)]);
        expect(said).toMatch(/^INFO .* attached to .*\nINFO .* detached from /s);
        expect(said).not.toMatch(/WARN|ERROR/);
        // Hooks without a breath take the emulated processors to themselves, and the playbook half an hour.
        await setTimeout(3_000);
      }
    });
    const all = Promise.all(lives);
    const rotation = (async () => {
      await row("keyGeneration raised", "Terraform", "stack inventories", async () => {
        metal().configure(`[${hosts.join(", ")}]`, "flexibleIps: {keyGeneration: 2}\n");
        await metal().checkout.deploy(["inventories"]);
        expect(secretKey(metal())).not.toBe(before);
        return "two keys";
      });
      await until("both live with the new key in the inventory", () => turns > 0);
      const settled = turns;
      await until("hooks go on between the two steps", () => turns >= settled + 2);
      await row("make rotate-flexible-ip-key", "Ansible", "all hosts", async () => {
        const { output } = await playOn(metal(), "rotate-flexible-ip-key");
        expect(output).not.toContain(secretKey(metal()));
        return `${turns} times started and stopped meanwhile, none refused`;
      });
    })();
    try {
      await Promise.race([rotation, all]);
    } finally {
      goesOn = false;
    }
    await rotation;
    await all;
    const held = await metal().must("fe", "sudo cat /etc/one-flexible-ip-broker/secret-keys");
    expect(held).toBe(secretKey(metal()));
  });
}
