import { CdktfProgress } from "../../operations/cdktf-progress";

function progressOf(...lines: string[]) {
  const said: string[] = [];
  let seconds = 0;
  const progress = new CdktfProgress(
    (line) => said.push(line.trim().replace(/\s+/g, " ")),
    () => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds++)),
  );
  for (const line of lines) progress.read(line);
  return { said, runs: progress.runs };
}

test("tells each finished object by its construct path and leaves the rest to the log", () => {
  const { said } = progressOf(
    "vpc  Initializing the backend...",
    "vpc  \u001b[1mscaleway_vpc.vpc_A2121C38 (vpc/Resource): Creating...\u001b[0m",
    "     scaleway_vpc.vpc_A2121C38 (vpc/Resource): Creation complete after 3s [id=fr-par/1]",
    "vpc  scaleway_vpc.vpc_A2121C38: Destruction complete after 0s",
  );
  expect(said).toEqual(["vpc + vpc (3s)", "vpc - vpc (0s)"]);
});

test("a slow object shows that it is still being worked on", () => {
  const { said } = progressOf(
    "instances  scaleway_baremetal_server.fe_server_4D635B29 (fe/server/Resource): Still creating... [1m10s elapsed]",
    "instances  scaleway_baremetal_server.fe_server_4D635B29 (fe/server/Resource): Still creating... [id=x, 1m20s elapsed]",
  );
  expect(said).toEqual(["instances … fe/server creating for 1m10s", "instances … fe/server creating for 1m20s"]);
});

test("what a step says of a host is told, a host with a hyphen in its name too, and nothing else that is run there", () => {
  const { said } = progressOf(
    "network  null_resource.gpu-a-identity_contact_4F (gpu-a-identity/contact) (local-exec): gpu-a: first contact with x at y",
    "         null_resource.gpu-a-identity_contact_4F (gpu-a-identity/contact) (remote-exec): Connected!",
    "         null_resource.gpu-a-identity_contact_4F (gpu-a-identity/contact) (remote-exec): gpu-a: cloud-init reports errors",
    "         null_resource.gpu-a-identity_contact_4F (gpu-a-identity/contact) (remote-exec): status: error",
  );
  expect(said).toEqual(["network gpu-a: first contact with x at y", "network gpu-a: cloud-init reports errors"]);
});

test("counts what each stack's run did, and a stack begins where the one before it ended", () => {
  const { runs } = progressOf(
    "state  data.x.y: Reading...",
    "state  Apply complete! Resources: 4 added, 1 changed, 0 destroyed.",
    "vpc  No changes. Your infrastructure matches the configuration.",
    "vpc  Apply complete! Resources: 0 added, 0 changed, 0 destroyed.",
  );
  expect(runs).toHaveLength(2);
  expect(runs[0]).toMatchObject({ stack: "state", added: 4, changed: 1, destroyed: 0 });
  expect(runs[1]).toMatchObject({ stack: "vpc", added: 0, startedAt: runs[0]!.endedAt });
});
