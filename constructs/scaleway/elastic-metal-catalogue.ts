import { Construct } from "constructs";
import { DataScalewayBaremetalOffer } from "../../.gen/providers/scaleway/data-scaleway-baremetal-offer";
import { DataScalewayBaremetalOption } from "../../.gen/providers/scaleway/data-scaleway-baremetal-option";
import { DataScalewayBaremetalOs } from "../../.gen/providers/scaleway/data-scaleway-baremetal-os";
import type { HeldHosts } from "./held-hosts";

/** Name under which every offer lists the option that carries VLANs to the server. */
const PRIVATE_NETWORK_OPTION = "Private Network";

export interface ElasticMetalCatalogueProps {
  readonly zone: string;
  /** Upper case: the API's list is compared exactly. */
  readonly offer: string;
  readonly subscription: "hourly" | "monthly";
  readonly os: { readonly name: string; readonly version: string };
  /** Every host that the deployment file names. */
  readonly hostNames: readonly string[];
  readonly held: HeldHosts;
}

/**
 * Looks up what a server is ordered with. The provider's data sources for OS and option succeed with an empty id when nothing
 * matches (the failure would come minutes later, from the order), so each lookup ends with a postcondition of ours.
 */
export class ElasticMetalCatalogue extends Construct {
  /** Zoned ids, `fr-par-2/<uuid>`. */
  public readonly offerId: string;
  public readonly osId: string;
  public readonly privateNetworkOptionId: string;

  constructor(scope: Construct, id: string, props: ElasticMetalCatalogueProps) {
    super(scope, id);
    const { zone } = props;
    const found = (attribute: string) => `\${length(split("/", self.${attribute})[1]) == 36}`;

    const toOrder = `setsubtract(${JSON.stringify(props.hostNames)}, ${props.held.names})`;
    const offer = new DataScalewayBaremetalOffer(this, "offer", {
      zone,
      name: props.offer,
      subscriptionPeriod: props.subscription,
      lifecycle: {
        postcondition: [
          {
            // A cloud that stands must not be held up by an offer that is sold out.
            condition: `\${self.stock != "empty" || length(${toOrder}) == 0}`,
            errorMessage:
              `${props.offer} is out of stock in ${zone}, and these hosts have no server yet: \${join(", ", sort(${toOrder}))}. ` +
              "Nothing was ordered. Choose another servers.offer or zone, or run again later.",
          },
        ],
      },
    });
    const os = new DataScalewayBaremetalOs(this, "os", {
      zone,
      name: props.os.name,
      version: props.os.version,
      lifecycle: {
        postcondition: [
          {
            condition: found("os_id"),
            errorMessage:
              `${zone} offers no OS "${props.os.name}" in version "${props.os.version}". Nothing was changed. ` +
              "Write servers.os exactly as the console lists it, for example {name: Ubuntu, version: 24.04 LTS (Noble Numbat)}.",
          },
        ],
      },
    });
    const option = new DataScalewayBaremetalOption(this, "private-network-option", {
      zone,
      name: PRIVATE_NETWORK_OPTION,
      lifecycle: {
        postcondition: [
          {
            condition: found("option_id"),
            errorMessage: `${zone} has no option "${PRIVATE_NETWORK_OPTION}" for Elastic Metal. Nothing was changed. Choose another zone.`,
          },
        ],
      },
    });
    this.offerId = offer.offerId;
    this.osId = os.osId;
    this.privateNetworkOptionId = option.optionId;
  }
}
