// The form of a deployment file, field by field. What fields mean together (subnets, names, zones) is in rules.ts.
// zod/mini, because loading the file is part of every synth.
import * as z from "zod/mini";
import { IPV4_CIDR_PATTERN, IPV4_PATTERN } from "../constructs/net/cidr";
import { WORKER_NAME_PATTERN } from "../constructs/net/host-name";
import {
  ELASTIC_METAL_ZONES,
  FLEXIBLE_IP_PERMISSION_SETS,
  MAX_WORKERS,
  PROJECT_NAME_MAX_LENGTH,
} from "./scaleway-limits";

/** What the reports, the JSON Schema and the reference say about a field. */
export interface FieldNote {
  readonly description: string;
  /** Ends the sentence "expected …". */
  readonly expected: string;
  /** YAML of a valid value. */
  readonly example: string;
}

export const fieldNotes = z.registry<FieldNote>();

function noted<T extends z.core.$ZodType>(schema: T, note: FieldNote): T {
  fieldNotes.add(schema, note as z.core.$replace<FieldNote, T>);
  return schema;
}

function text(pattern: string, maxLength?: number) {
  const form = z.string().check(z.regex(new RegExp(pattern)));
  return maxLength === undefined ? form : form.check(z.maxLength(maxLength));
}

/** A mapping whose fields all have defaults: left out, it stands for `{}`. */
function section<T extends z.core.$ZodLooseShape>(shape: T, note: FieldNote) {
  return noted(z.prefault(z.strictObject(shape), {} as never), note);
}

function hostName(example: string) {
  return noted(text(WORKER_NAME_PATTERN), {
    description: "Name of an OpenNebula host.",
    expected: "a host name: a lower-case letter, then at most 30 lower-case letters, digits or hyphens",
    example,
  });
}

const privateNetwork = (cidr: string, description: string) =>
  noted(z._default(text(`^${IPV4_CIDR_PATTERN}$`), cidr), {
    description,
    expected: `an IPv4 network such as ${cidr}`,
    example: cidr,
  });

const network = section(
  {
    private: privateNetwork("10.16.0.0/20", "Private Network of the hosts."),
    vmToVm: privateNetwork("10.17.0.0/20", "Private Network under the VXLAN between VMs."),
  },
  {
    description: "The two Private Networks. Neither can be changed once it stands.",
    expected: "a mapping with private and vmToVm",
    example: "{private: 10.16.0.0/20, vmToVm: 10.17.0.0/20}",
  },
);

const os = section(
  {
    name: noted(z._default(text("^[!-~]([ -~]{0,98}[!-~])?$"), "Ubuntu"), {
      description: "Name of the OS image.",
      expected: "the name of an Elastic Metal OS image",
      example: "Ubuntu",
    }),
    version: noted(z._default(text("^[!-~]([ -~]{0,98}[!-~])?$"), "24.04 LTS (Noble Numbat)"), {
      description: "Version of the OS image, in full as the API lists it.",
      expected: "the version of an Elastic Metal OS image, in full",
      example: "24.04 LTS (Noble Numbat)",
    }),
  },
  {
    description: "OS image of every server. A change reinstalls servers, and only those under allowReinstall.",
    expected: "a mapping with name and version",
    example: "{name: Ubuntu, version: 24.04 LTS (Noble Numbat)}",
  },
);

const servers = section(
  {
    offer: noted(z._default(text("^[A-Za-z0-9][A-Za-z0-9-]{0,62}$").check(z.toUpperCase()), "EM-A610R-NVME"), {
      description: "Elastic Metal offer of every server, in any case.",
      expected: "the name of an Elastic Metal offer: letters, digits and hyphens",
      example: "EM-A610R-NVME",
    }),
    os,
    subscription: noted(z._default(z.enum(["hourly", "monthly"]), "hourly"), {
      description: "How servers are billed. Monthly cannot go back to hourly.",
      expected: "hourly or monthly",
      example: "hourly",
    }),
    workers: noted(
      z._default(
        z.union([
          z.int().check(z.minimum(0), z.maximum(MAX_WORKERS)),
          z.array(hostName("host01")).check(z.maxLength(MAX_WORKERS)),
        ]),
        1,
      ),
      {
        description: "Hosts beside the front-end `fe`: a number (2 means host01 and host02) or a list of host names.",
        expected: `a whole number from 0 to ${MAX_WORKERS}, or a list of at most ${MAX_WORKERS} host names`,
        example: "[host01, host02]",
      },
    ),
    retire: noted(z._default(z.array(hostName("host02")), []), {
      description:
        "Workers that are allowed to leave. Named here while still under workers, a server loses its protection; then it may be taken out of workers.",
      expected: "a list of host names",
      example: "[host02]",
    }),
    allowReinstall: noted(z._default(z.array(hostName("host01")), []), {
      description: "Servers that may be reinstalled, by host name. All data on them is lost.",
      expected: "a list of host names",
      example: "[host01]",
    }),
  },
  {
    description: "The Elastic Metal servers.",
    expected: "a mapping with offer, os, subscription, workers, retire and allowReinstall",
    example: "{workers: 1}",
  },
);

const ssh = section(
  {
    user: noted(z._default(text("^[a-z_][a-z0-9_-]{0,31}$"), "ubuntu"), {
      description: "User that the OS image creates and that may use sudo.",
      expected: "a Linux user name",
      example: "ubuntu",
    }),
    publicKeyFile: noted(z.optional(text("^(/|~/)[ -~]{0,4000}\\.pub$")), {
      description: "The operator's own public key. Left out, Terraform makes a key.",
      expected: "the path of a public key: absolute or beginning with ~/, and ending with .pub",
      example: "~/.ssh/id_ed25519.pub",
    }),
  },
  { description: "SSH to the servers.", expected: "a mapping with user and publicKeyFile", example: "{user: ubuntu}" },
);

const address = (example: string, description: string) =>
  noted(text(`^${IPV4_PATTERN}$`), { description, expected: "an IPv4 address", example });

const permissionSet = noted(z.enum(FLEXIBLE_IP_PERMISSION_SETS), {
  description: "Name of a permission set.",
  expected: `one of ${FLEXIBLE_IP_PERMISSION_SETS.join(", ")}`,
  example: "ElasticMetalFullAccess",
});

const flexibleIps = section(
  {
    gateway: noted(z._default(text(`^${IPV4_PATTERN}$`), "62.210.0.1"), {
      description: "Gateway of the VMs that have a Flexible IP. The servers keep their own gateway.",
      expected: "an IPv4 address",
      example: "62.210.0.1",
    }),
    dns: noted(z._default(z.array(address("1.1.1.1", "A DNS resolver.")).check(z.minLength(1)), ["1.1.1.1"]), {
      description: "DNS resolvers of the VMs.",
      expected: "a list of one or more IPv4 addresses",
      example: "[1.1.1.1]",
    }),
    permissionSets: noted(z._default(z.array(permissionSet), ["ElasticMetalFullAccess"]), {
      description: "What the API key that moves Flexible IPs may do in the project. IPAMFullAccess is not needed.",
      expected: `a list out of ${FLEXIBLE_IP_PERMISSION_SETS.join(", ")}`,
      example: "[ElasticMetalFullAccess]",
    }),
    keyGeneration: noted(z._default(z.int().check(z.minimum(1)), 1), {
      description:
        "Raise it by one for a new API key; the one before it lives on until the next time. A key lives 365 days.",
      expected: "a whole number from 1 up",
      example: "1",
    }),
  },
  {
    description: "Public addresses of VMs.",
    expected: "a mapping with gateway, dns, permissionSets and keyGeneration",
    example: "{dns: [1.1.1.1]}",
  },
);

const opennebula = section(
  {
    version: noted(z._default(text("^[0-9]{1,3}\\.[0-9]{1,3}(\\.[0-9]{1,3})?$"), "7.0"), {
      description: 'Version in quotes: "7.0" follows the newest 7.0 release, "7.0.1" stays.',
      expected: 'a version in quotes, such as "7.0" or "7.0.1"',
      example: '"7.0"',
    }),
  },
  { description: "The OpenNebula to deploy.", expected: "a mapping with version", example: '{version: "7.0"}' },
);

const regions = Object.keys(ELASTIC_METAL_ZONES) as (keyof typeof ELASTIC_METAL_ZONES)[];
const zones = Object.values(ELASTIC_METAL_ZONES).flat();

/** A deployment file. Required: project, region, zone. */
export const deploymentSchema = z.strictObject({
  project: noted(text("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", PROJECT_NAME_MAX_LENGTH), {
    description:
      "Names the Scaleway project, the VPC (vpc-…), the bucket of the states (…-tfstates) and the IAM objects.",
    expected: `1 to ${PROJECT_NAME_MAX_LENGTH} lower-case letters, digits and inner hyphens, because the bucket …-tfstates is a DNS label of at most 63 and the IAM policy opennebula-flexip-…-policy has at most 64`,
    example: "opennebula-scw",
  }),
  region: noted(z.enum(regions), {
    description: "Scaleway region.",
    expected: `a region with Elastic Metal: ${regions.join(", ")}`,
    example: "fr-par",
  }),
  zone: noted(z.enum(zones), {
    description: "Zone of the region, for servers and Flexible IPs.",
    expected: `a zone with Elastic Metal: ${zones.join(", ")}`,
    example: "fr-par-2",
  }),
  network,
  servers,
  ssh,
  flexibleIps,
  opennebula,
  disposable: noted(z._default(z.boolean(), false), {
    description: "true: no guards, no protection of servers, and the bucket is emptied on destroy.",
    expected: "true or false",
    example: "false",
  }),
});

/** A deployment file with every default filled in. */
export type DeploymentDocument = z.output<typeof deploymentSchema>;
