// A second client that nobody here wrote: the official TypeScript SDK makes, changes, lists and deletes.
import { Accountv3 } from "@scaleway/sdk-account";
import { Iamv1alpha1 } from "@scaleway/sdk-iam";
import { Ipamv1 } from "@scaleway/sdk-ipam";
import { Vpcv2 } from "@scaleway/sdk-vpc";
import { SimulatedAccount } from "./simulated-account";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICJEoOOgQBLJPs4g/XcPTKT82NywNPpxeuA20FlOPlpO operator@host";

let account: SimulatedAccount;
let projectId: string;
beforeEach(async () => {
  account = new SimulatedAccount();
  const projects = new Accountv3.ProjectAPI(account.sdkClient());
  projectId = (await projects.createProject({ name: "opennebula-scw", description: "" })).id;
});

test("projects by name, then none", async () => {
  const projects = new Accountv3.ProjectAPI(account.sdkClient());
  expect(await projects.listProjects({ name: "opennebula" }).all()).toEqual([
    expect.objectContaining({ id: projectId }),
  ]);
  await projects.updateProject({ projectId, description: "changed" });
  expect((await projects.getProject({ projectId })).description).toBe("changed");
  await projects.deleteProject({ projectId });
  await expect(projects.getProject({ projectId })).rejects.toMatchObject({ name: "ResourceNotFoundError" });
});

test("networks and their addresses", async () => {
  const vpc = new Vpcv2.API(account.sdkClient());
  const ipam = new Ipamv1.API(account.sdkClient());
  const { id: vpcId } = await vpc.createVPC({ name: "vpc", projectId, enableRouting: true });
  const network = await vpc.createPrivateNetwork({
    vpcId,
    projectId,
    subnets: ["10.16.0.0/20"],
    defaultRoutePropagationEnabled: false,
  });
  const source = { privateNetworkId: network.id };
  const resource = { macAddress: "bc:24:11:74:d0:5a", name: "vm" };
  const ip = await ipam.bookIP({ projectId, source, isIpv6: false, address: "10.16.0.7", resource });
  expect(ip).toMatchObject({ address: "10.16.0.7/20", resource: { type: "custom", macAddress: "BC:24:11:74:D0:5A" } });
  const filter = { privateNetworkId: network.id, attached: true, resourceName: "vm", tags: [] };
  expect(await ipam.listIPs(filter).all()).toHaveLength(1);
  await expect(ipam.releaseIP({ ipId: ip.id })).rejects.toMatchObject({ name: "PreconditionFailedError" });
  await ipam.updateIP({ ipId: ip.id, tags: ["host01"] });
  await ipam.detachIP({ ipId: ip.id, resource });
  await ipam.releaseIP({ ipId: ip.id });
  expect(await vpc.listSubnets({ vpcId }).all()).toHaveLength(2);
  await vpc.deletePrivateNetwork({ privateNetworkId: network.id });
  await vpc.deleteVPC({ vpcId });
  expect(await vpc.listVPCs({ projectId }).all()).toEqual([]);
});

test("an application's way to a key that may do one thing", async () => {
  const iam = new Iamv1alpha1.API(account.sdkClient());
  const { id: applicationId } = await iam.createApplication({ name: "flexip", description: "" });
  const { id: groupId } = await iam.createGroup({ name: "flexip-group", description: "" });
  await iam.addGroupMember({ groupId, applicationId });
  const rules = [{ permissionSetNames: ["ElasticMetalFullAccess"], projectIds: [projectId], condition: "" }];
  const policy = await iam.createPolicy({ name: "policy", description: "", groupId, rules });
  expect((await iam.listRules({ policyId: policy.id })).rules).toEqual([
    expect.objectContaining({ projectIds: [projectId] }),
  ]);
  const expiresAt = new Date("2027-11-22T10:00:00Z");
  const key = await iam.createAPIKey({ applicationId, defaultProjectId: projectId, description: "", expiresAt });
  expect(key.expiresAt).toEqual(expiresAt);
  expect(account.call("GET", "/iam/v1alpha1/applications", undefined, key.secretKey).status).toBe(403);
  expect(await iam.listAPIKeys({ bearerId: applicationId }).all()).toEqual([
    expect.objectContaining({ accessKey: key.accessKey }),
  ]);
  await iam.deleteApplication({ applicationId });
  await expect(iam.getAPIKey({ accessKey: key.accessKey })).rejects.toMatchObject({ name: "ResourceNotFoundError" });
});

test("SSH keys, without their comment", async () => {
  const iam = new Iamv1alpha1.API(account.sdkClient());
  const key = await iam.createSSHKey({ name: "operator", publicKey: KEY, projectId });
  expect(key.publicKey).toBe(KEY.replace(" operator@host", ""));
  await iam.updateSSHKey({ sshKeyId: key.id, disabled: true });
  expect(await iam.listSSHKeys({ projectId, disabled: false }).all()).toEqual([]);
  await iam.deleteSSHKey({ sshKeyId: key.id });
  expect(await iam.listSSHKeys({ projectId }).all()).toEqual([]);
});

test("lists longer than a page arrive whole", async () => {
  const ipam = new Ipamv1.API(account.sdkClient());
  const vpc = new Vpcv2.API(account.sdkClient());
  const network = await vpc.createPrivateNetwork({ projectId, defaultRoutePropagationEnabled: false });
  for (let count = 0; count < 120; count++) {
    await ipam.bookIP({ projectId, source: { privateNetworkId: network.id }, isIpv6: false });
  }
  const ips = await ipam.listIPs({ privateNetworkId: network.id }).all();
  expect(new Set(ips.map((ip) => ip.address)).size).toBe(120);
});
