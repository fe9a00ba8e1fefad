// The whole life of a cloud on metal servers: real guests, real netplan, a fabric that enforces what the API says. The cases
// build on each other and share one cloud; the table of what was found is printed at the end.
import { ansibleCase } from "./cases/ansible";
import { firstBootCase } from "./cases/first-boot";
import { firstVmCases } from "./cases/first-vm";
import { fleetCases, planIsEmpty } from "./cases/fleet";
import { flexibleIpCases } from "./cases/flexible-ip";
import { nothingEscapes } from "./cases/outside";
import { attachCase, detachCase, reachCases } from "./cases/reach";
import { rebootCases } from "./cases/reboot";
import { vxlanCases } from "./cases/vxlan";
import { sharedCloud } from "./shared-cloud";
import { row } from "./table";

jest.setTimeout(30 * 60_000);

const theCloud = sharedCloud("[host01, host02]", "three servers");

firstBootCase(theCloud);
reachCases(theCloud);
detachCase(theCloud);
attachCase(theCloud);
vxlanCases(theCloud);
flexibleIpCases(theCloud);
firstVmCases(theCloud);
nothingEscapes(theCloud);
ansibleCase(theCloud);
rebootCases(theCloud);

test("the second plan is empty after all of it", async () => {
  await row("second plan", "Terraform", "all stacks", async () => {
    await planIsEmpty(theCloud());
    return "no changes";
  });
});

fleetCases(theCloud);
