import { parse } from "yaml";
import { type SeedProps, seedFiles } from "../../../../simulator/servers/metal/seed-files";

const PROPS: SeedProps = {
  serverId: "11111111-2222-4333-8444-555555555555",
  hostname: "opennebula-web",
  user: "ubuntu",
  authorizedKeys: ["ssh-ed25519 AAAA operator", "ecdsa-sha2-nistp256 BBBB other"],
  userData: '#cloud-config\n"ssh_deletekeys": true\n',
  caCertificate: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
  hosts: { "51.159.107.10": ["api.scaleway.com", "account.test"] },
};

/** Bodies of the parts by their type. */
function parts(vendorData: string): Record<string, string> {
  const boundary = /boundary="([^"]+)"/.exec(vendorData)![1]!;
  const bodies = vendorData.split(new RegExp(`^--${boundary}(?:--)?\\n`, "m")).slice(1, -1);
  return Object.fromEntries(
    bodies.map((body) => {
      const [head, ...rest] = body.split("\n\n");
      return [/^Content-Type: ([^;]+);/.exec(head!)![1]!, rest.join("\n\n")];
    }),
  );
}

test("user data goes through as it was ordered", () => {
  expect(seedFiles(PROPS)["user-data"]).toBe(PROPS.userData);
});

test("a server without user data gets a document that says nothing", () => {
  const text = seedFiles({ ...PROPS, userData: "" })["user-data"];
  expect(text).toMatch(/^#cloud-config\n/);
  expect(parse(text)).toEqual({});
});

test("the instance is the server, named as ordered, with the keys for its first user", () => {
  expect(parse(seedFiles(PROPS)["meta-data"])).toEqual({
    "instance-id": PROPS.serverId,
    "local-hostname": "opennebula-web",
    "public-keys": PROPS.authorizedKeys,
  });
});

test("the ordered user becomes cloud-init's default user, with sudo and without a password", () => {
  const config = parts(seedFiles(PROPS)["vendor-data"])["text/cloud-config"]!;
  expect(config).toMatch(/^#cloud-config\n/);
  expect(parse(config)).toMatchObject({
    system_info: { default_user: { name: "ubuntu", lock_passwd: true, sudo: ["ALL=(ALL) NOPASSWD:ALL"] } },
    ca_certs: { trusted: [PROPS.caCertificate] },
  });
});

test("extra hosts are added at each boot, once, without taking the place of commands in the user data", () => {
  const { "text/cloud-boothook": hook, "text/cloud-config": config } = parts(seedFiles(PROPS)["vendor-data"]);
  const line = "51.159.107.10 api.scaleway.com account.test";
  expect(hook).toContain(`grep -qxF '${line}' /etc/hosts || echo '${line}' >> /etc/hosts`);
  expect(Object.keys(parse(config!))).not.toEqual(expect.arrayContaining(["bootcmd"]));
});

test("there is no network configuration: a guest asks its first interface for an address, as on the provider's image", () => {
  expect(Object.keys(seedFiles(PROPS)).sort()).toEqual(["meta-data", "user-data", "vendor-data"]);
});
