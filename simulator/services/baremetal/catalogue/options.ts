// Options of Elastic Metal servers, ids and names as the provider's cassettes list them
// (internal/services/baremetal/testdata/data-source-option-basic, server-basic). Left out: the other Windows licences, the
// serial console and bandwidths that no offer of this catalogue sells.

/** What an option is; the API puts it under a key of that name. */
export type OptionKind = "private_network" | "public_bandwidth" | "remote_access" | "license" | "certification";

export interface OptionRecord {
  readonly id: string;
  readonly name: string;
  /** False for options that come with an OS or a contract and cannot be added or removed alone. */
  readonly manageable: boolean;
  readonly kind: OptionKind;
  /** Of a public bandwidth; a Private Network has the offer's private bandwidth. */
  readonly bandwidthInBps?: number;
  /** Of a licence: the OS it licenses. */
  readonly osId?: string;
}

/** The provider refuses a `private_network` block without this very id in `options` (baremetal/helpers.go). */
export const PRIVATE_NETWORK_OPTION_ID = "cd4158d7-2d65-49be-8803-c4b8ab6f760c";

export const OPTIONS: readonly OptionRecord[] = [
  { id: PRIVATE_NETWORK_OPTION_ID, name: "Private Network", manageable: true, kind: "private_network" },
  { id: "931df052-d713-4674-8b58-96a63244c8e2", name: "Remote Access", manageable: true, kind: "remote_access" },
  publicBandwidth("9ce714f1-ed03-4e3b-8c69-d46957ab0ebb", 1),
  publicBandwidth("b92d36c0-9754-4678-9efd-096e4244e798", 2),
  publicBandwidth("a905e3e8-690a-4822-9c90-21418a44aa76", 3),
  publicBandwidth("b37af8cf-8b18-4349-a063-64e9c3d50124", 4),
  publicBandwidth("e0063872-115b-413e-bbf9-fff7eeca1065", 5),
  publicBandwidth("31f5cddb-8217-4eb0-ac6a-96dbcb080b88", 10),
  { id: "31f78309-e6e0-4005-99b3-b3de3958ca7d", name: "HDS", manageable: false, kind: "certification" },
  {
    id: "83a8fb91-47b4-4c20-82f9-84c31d79bfd8",
    name: "Windows 2022 standard",
    manageable: false,
    kind: "license",
    osId: "bf705b90-1548-4368-98ca-d17dbd8dd860",
  },
];

function publicBandwidth(id: string, gigabits: number): OptionRecord {
  return {
    id,
    name: `Public Bandwidth ${gigabits}Gbps`,
    manageable: true,
    kind: "public_bandwidth",
    bandwidthInBps: gigabits * 1_000_000_000,
  };
}
