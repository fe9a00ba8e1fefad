import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { providePythonEnvironment } from "../../../operations/python-environment";
import type { MetalCloud } from "../metal-cloud";
import { row } from "../table";

const ANSIBLE = join(__dirname, "../../../ansible");

/** Ansible meets the servers by the inventory that Terraform has written. */
export function ansibleCase(metal: () => MetalCloud): void {
  test("Ansible's ping, as root, reaches every host of the inventory", async () => {
    const programs = providePythonEnvironment(ANSIBLE, "deployment", () => undefined);
    const { checkout, cloud, hosts } = metal();
    const inventory = checkout.file("ansible/inventory", checkout.deployment, "hosts.yml");
    await row("Ansible ping, become", "inventory", "all hosts", async () => {
      const { status, stdout, stderr } = spawnSync(
        join(programs, "ansible"),
        ["-i", inventory, "node", "-m", "ansible.builtin.ping", "--one-line"],
        { cwd: ANSIBLE, env: { ...cloud.environment, ANSIBLE_CONFIG: join(ANSIBLE, "ansible.cfg") }, encoding: "utf8" },
      );
      expect({ status, stderr: status === 0 ? "" : `${stdout}${stderr}` }).toEqual({ status: 0, stderr: "" });
      expect(stdout.match(/SUCCESS/g)).toHaveLength(hosts.length);
      return "pong from each";
    });
  });
}
