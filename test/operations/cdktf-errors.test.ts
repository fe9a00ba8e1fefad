import { errorsIn } from "../../operations/cdktf-errors";

const REFUSAL = `               }

instances  Error: Resource precondition failed

             on cdk.tf.json line 911, in resource.terraform_data.fleet-guard_72BC2EDC (fleet-guard/Resource).lifecycle.precondition[0]:
            911:               "condition": "\${length(setsubtract(distinct([for tag in …])) == 0}",
               ├────────────────
               │ data.scaleway_ipam_ips.fleet-guard_addresses_066A5E0D (fleet-guard/addresses).ips is list of object with 4 elements

           These workers have left servers.workers, and their servers with the VMs on them
           would be destroyed: host02. Nothing was changed.


0 Stacks deploying     3 Stacks done     2 Stacks waiting
Invoking Terraform CLI failed with exit code 1`.split("\n");

test("a refusal is told in its own words, without the quoted JSON and what cdktf says after it", () => {
  expect(errorsIn(REFUSAL)).toEqual([
    "  Error: Resource precondition failed",
    "",
    "  These workers have left servers.workers, and their servers with the VMs on them",
    "  would be destroyed: host02. Nothing was changed.",
  ]);
});

test("the frame that Terraform draws on a terminal is left out, and an error that is repeated is told once", () => {
  const framed = ["╷", "│ Error: no stock", "│ ", "│   with scaleway_baremetal_server.fe_server,", "╵"];
  expect(errorsIn([...framed, ...framed, "│ Error: another"])).toEqual([
    "  Error: no stock",
    "",
    "  with scaleway_baremetal_server.fe_server,",
    "",
    "  Error: another",
  ]);
});

test("where a command on a server failed, what that server said last stands below Terraform's exit code", () => {
  const about = (host: string) => `null_resource.${host}-identity_contact_F6 (${host}-identity/contact)`;
  const lines = [
    `network  ${about("fe")} (remote-exec):   Host: 51.159.53.116`,
    `network  ${about("fe")} (remote-exec): Connected!`,
    `         ${about("host01")} (remote-exec): Connected!`,
    ...Array.from({ length: 12 }, (_, number) => `         ${about("fe")} (remote-exec): word ${number}`),
    `         ${about("host01")} (remote-exec): of another server`,
    "network  Error: remote-exec provisioner error",
    "",
    `           with ${about("fe")},`,
    "           on cdk.tf.json line 265, in resource.null_resource.fe-identity_contact_F6:",
    "          265:             }",
    "",
    '         error executing "terraform_1812747443.sh": Process exited with status 1',
  ];
  const told = errorsIn(lines);
  expect(told).toEqual([
    "  Error: remote-exec provisioner error",
    "",
    `  with ${about("fe")},`,
    "",
    "  the server said:",
    ...Array.from({ length: 8 }, (_, number) => `  | word ${number + 4}`),
    "",
    '  error executing "terraform_1812747443.sh": Process exited with status 1',
  ]);
});

test("without a marked error the end of the output has to do", () => {
  const lines = Array.from({ length: 40 }, (_, number) => `line ${number}`);
  expect(errorsIn([...lines, "npm warn old lockfile", ""])).toEqual(lines.slice(25).map((line) => `  ${line}`));
});
