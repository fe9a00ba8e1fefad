import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { must } from "../../helpers/checkout";
import { until } from "../../helpers/until";
import type { MetalCloud } from "../metal-cloud";
import { row } from "../table";

const INSTALL_DEADLINE_MS = 10 * 60_000;

/** Workers that break, leave and come. The cloud begins with fe, host01 and host02 and ends destroyed. */
export function fleetCases(metal: () => MetalCloud): void {
  test("a failed worker is replaced and keeps its name and private addresses", async () => {
    const before = metal().server("host02");
    await row("failed worker replaced", "Terraform", "host02", async () => {
      const { checkout } = metal();
      const address = (await checkout.stateOf("instances")).find((each) =>
        /^scaleway_baremetal_server\.host02_/.test(each),
      )!;
      must(await checkout.terraform("instances", "apply", "-auto-approve", `-replace=${address}`));
      await metal().deploy();
      const after = metal().server("host02");
      expect(after.serverId).not.toBe(before.serverId);
      expect([after.privateAddress, after.vmToVmAddress]).toEqual([before.privateAddress, before.vmToVmAddress]);
      expect(await metal().login("host02", "hostname")).toEqual({ status: 0, output: "host02" });
      await reaches(metal(), "fe", after.privateAddress);
      return "same name and addresses, new server";
    });
  });

  test("a worker taken out of the middle takes its server with it and nothing else", async () => {
    const before = metal().servers;
    const boots = await bootsOf(metal(), ["fe", "host02"]);
    await row("worker removed from the middle", "Terraform", "host01", async () => {
      metal().configure("[host02]");
      await metal().deploy();
      expect(metal().servers).toEqual({ fe: before.fe, host02: before.host02 });
      await machineIsGone(metal(), before.host01!.serverId);
      expect(await bootsOf(metal(), ["fe", "host02"])).toEqual(boots);
      return "gone; the others run on";
    });
  });

  test("a worker that is switched off is removed without waiting for it, while a new one comes", async () => {
    await metal().power("host02", "stop");
    await metal().hasStatus("host02", "stopped");
    const gone = metal().server("host02").serverId;
    await row("switched-off worker removed, new one added", "Terraform", "host02, host03", async () => {
      metal().configure("[host03]");
      await metal().deploy();
      expect(metal().hosts.sort()).toEqual(["fe", "host03"]);
      await machineIsGone(metal(), gone);
      expect(await metal().login("host03", "hostname")).toEqual({ status: 0, output: "host03" });
      await reaches(metal(), "fe", metal().server("host03").privateAddress);
      return "host02 gone, host03 answers";
    });
  });

  test("the second plan is empty", async () => {
    await row("second plan", "Terraform", "all stacks", async () => {
      await planIsEmpty(metal());
      return "no changes";
    });
  });

  test("a guest that does not come up ends its install in error", async () => {
    await row("install, machine dies", "API", "host03", async () => {
      const file = join(metal().cloud.directory.metal, metal().serverId("host03"), "qemu.pid");
      // Not there, or empty until QEMU has written it: no pid then, since process 0 is the group of this very run.
      const readPid = () => (existsSync(file) && Number(readFileSync(file, "utf8"))) || undefined;
      const before = readPid();
      let machine: number | undefined;
      await reinstall(metal(), "host03");
      await until("the new machine runs", () => {
        machine = readPid();
        return machine !== undefined && machine !== before;
      });
      process.kill(machine!, "SIGKILL");
      await installIs(metal(), "host03", "error");
      return "error";
    });
  });

  test("a reinstall by the API wipes the server, which then has its first key again", async () => {
    await row("reinstall by the API", "API", "host03", async () => {
      await reinstall(metal(), "host03");
      await installIs(metal(), "host03", "completed");
      const { status, output } = await metal().login("host03");
      expect(status).toBe(255);
      expect(output).toMatch(/IDENTIFICATION HAS CHANGED|Host key verification failed/);
      return "installed anew; the pinned key is gone";
    });
  });

  test("a cloud whose servers are all switched off is destroyed, and nothing is left", async () => {
    for (const host of metal().hosts) await metal().power(host, "stop");
    for (const host of metal().hosts) await metal().hasStatus(host, "stopped");
    await row("destroy, all servers off", "Terraform", "all stacks", async () => {
      await metal().checkout.destroy();
      expect(await metal().cloud.remains()).toEqual([]);
      await until("no machine's folder is left", () => foldersOf(metal()).length === 0);
      return "account empty, no machine left";
    });
  });
}

export async function planIsEmpty(metal: MetalCloud): Promise<void> {
  for (const stack of ["state", "vpc", "instances", "network", "inventories"] as const) {
    const { code, output } = await metal.checkout.terraform(stack, "plan", "-detailed-exitcode");
    expect({ stack, code, output: code === 0 ? "" : output }).toEqual({ stack, code: 0, output: "" });
  }
}

/** A neighbour keeps the MAC of an address's earlier owner for a while (Linux, arp(7): some 30 s until it asks anew). */
function reaches(metal: MetalCloud, from: string, address: string): Promise<void> {
  return until(
    `${from} reaches ${address}`,
    async () => (await metal.run(from, `ping -c 1 -W 2 ${address}`)).status === 0,
  );
}

/** As the console's button does: the same system, from its image. */
async function reinstall(metal: MetalCloud, host: string): Promise<void> {
  const path = `/baremetal/v1/zones/fr-par-2/servers/${metal.serverId(host)}`;
  const { os_id, hostname, ssh_key_ids, user } = (await metal.api("GET", path)).install;
  await metal.api("POST", `${path}/install`, { os_id, hostname, ssh_key_ids, user });
}

function installIs(metal: MetalCloud, host: string, status: string): Promise<void> {
  const path = `/baremetal/v1/zones/fr-par-2/servers/${metal.serverId(host)}`;
  const isSo = async () => (await metal.api("GET", path)).install.status === status;
  return until(`the install of ${host} is ${status}`, isSo, INSTALL_DEADLINE_MS);
}

/** Ids of the boots that hosts are in. */
function bootsOf(metal: MetalCloud, hosts: readonly string[]): Promise<string[]> {
  return Promise.all(hosts.map((host) => metal.must(host, "cat /proc/sys/kernel/random/boot_id")));
}

function machineIsGone(metal: MetalCloud, zonedId: string): Promise<void> {
  const id = zonedId.split("/")[1]!;
  return until(`the machine of ${id} is gone`, () => !existsSync(`${metal.cloud.directory.metal}/${id}`));
}

function foldersOf(metal: MetalCloud): string[] {
  const entries = readdirSync(metal.cloud.directory.metal, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
