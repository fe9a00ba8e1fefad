// The Flexible-IP driver on metal servers: set up by the real playbook, its hooks called as OpenNebula calls them, and whether the
// traffic follows asked of the internet end point. An hour, since each module of Ansible takes seconds on an emulated CPU.
import { driverAfterRebootCase, driverCases } from "./cases/driver";
import { driverRotationCases } from "./cases/driver-rotation";
import { driverSetupCases } from "./cases/driver-setup";
import { rebootCases } from "./cases/reboot";
import { sharedCloud } from "./shared-cloud";

jest.setTimeout(30 * 60_000);

const theCloud = sharedCloud("[host01, host02]", "three servers");

driverSetupCases(theCloud);
driverCases(theCloud);
driverRotationCases(theCloud);
rebootCases(theCloud);
driverAfterRebootCase(theCloud);
