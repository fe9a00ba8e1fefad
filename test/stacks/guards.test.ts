import { deploymentFile, resourcesOf, synthesize } from "../helpers/synthesize";

const guarded = synthesize(deploymentFile("servers: {workers: 2}\n"), "prod");
const disposable = synthesize(deploymentFile("servers: {workers: 2}\ndisposable: true\n"), "prod");

function serverOf(stacks: ReturnType<typeof synthesize>, host: string): any {
  return resourcesOf(stacks.instances, "scaleway_baremetal_server")[`${host}/server/Resource`];
}

test("project, bucket and servers are protected unless the deployment is disposable", () => {
  const [project] = Object.values<any>(guarded.state.resource.scaleway_account_project);
  const [bucket] = Object.values<any>(guarded.state.resource.scaleway_object_bucket);
  expect(project.lifecycle.prevent_destroy).toBe(true);
  expect(bucket.lifecycle.prevent_destroy).toBe(true);
  expect(bucket.force_destroy).toBe(false);
  expect(serverOf(guarded, "host01")).toMatchObject({ protected: true, lifecycle: { prevent_destroy: true } });

  const [freeProject] = Object.values<any>(disposable.state.resource.scaleway_account_project);
  const [freeBucket] = Object.values<any>(disposable.state.resource.scaleway_object_bucket);
  expect(freeProject.lifecycle.prevent_destroy).toBe(false);
  // A renamed project would take the states along and leave the servers, so this guard stays.
  expect(freeProject.lifecycle.precondition).toHaveLength(1);
  expect(freeBucket.lifecycle.prevent_destroy).toBe(false);
  expect(freeBucket.force_destroy).toBe(true);
  expect(serverOf(disposable, "host01").protected).toBe(false);
});

test("a changed offer or OS is compared with the memory of what was installed, which the file cannot rewrite", () => {
  const memory = resourcesOf(guarded.instances, "terraform_data")["host01/server/installed/Resource"];
  expect(memory.input).toEqual({ offer: "EM-A610R-NVME", os: "Ubuntu 24.04 LTS (Noble Numbat)", zone: "fr-par-2" });
  expect(memory.lifecycle.ignore_changes).toEqual(["input"]);
  const [guard] = serverOf(guarded, "host01").lifecycle.precondition;
  expect(guard.error_message).toContain("To allow it: servers.allowReinstall: [host01]");
});

test("allowReinstall lifts the guard of the server it names and of no other", () => {
  const stacks = synthesize(deploymentFile("servers: {workers: 2, allowReinstall: [host01]}\n"), "prod");
  expect(serverOf(stacks, "host01").lifecycle.precondition).toBeUndefined();
  expect(serverOf(stacks, "host01").protected).toBe(false);
  expect(serverOf(stacks, "host02").lifecycle.precondition).toHaveLength(1);
  expect(serverOf(stacks, "host02").protected).toBe(true);
});

test("retire lifts the deletion protection, but not the guard against a reinstall", () => {
  const stacks = synthesize(deploymentFile("servers: {workers: 2, retire: [host02]}\n"), "prod");
  expect(serverOf(stacks, "host02").protected).toBe(false);
  expect(serverOf(stacks, "host02").lifecycle.precondition).toHaveLength(1);
  expect(serverOf(stacks, "host01").protected).toBe(true);
});

test("a server is reinstalled by nothing but its OS: a changed key or user only warns", () => {
  expect(serverOf(guarded, "fe").reinstall_on_config_changes).toBe(false);
});

test("the account is asked for the servers by the bare id of their network: the API refuses the regional one", () => {
  const [addresses] = Object.values<any>(guarded.instances.data.scaleway_ipam_ips);
  expect(addresses.private_network_id).toMatch(/^\$\{element\(split\("\/", .*\), 1\)\}$/);
});
