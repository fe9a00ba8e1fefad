// Three cases of `make test-metal` on real guests, for every commit: private network, VXLAN, Flexible IP; and what they boot with.
import { firstBootCase } from "./cases/first-boot";
import { flexibleIpCases } from "./cases/flexible-ip";
import { detachCase, reachCases } from "./cases/reach";
import { vxlanCases } from "./cases/vxlan";
import { sharedCloud } from "./shared-cloud";

jest.setTimeout(20 * 60_000);

const theCloud = sharedCloud("1", "two servers");

firstBootCase(theCloud);
reachCases(theCloud);
vxlanCases(theCloud);
flexibleIpCases(theCloud);
detachCase(theCloud);
