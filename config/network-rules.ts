import { Cidr } from "../constructs/net/cidr";
import type { Draft, Rule } from "./draft";
import type { Problem } from "./problems";
import { PRIVATE_NETWORK_PREFIX, UNBOOKABLE_ADDRESSES } from "./scaleway-limits";
import { workersOf } from "./workers";

const NETWORKS = ["private", "vmToVm"] as const;

/** One worker can leave and another come in the same deployment: the new address is booked before the old one is free. */
const ROOM = 2;

function cidrOf(draft: Draft, name: string): Cidr | undefined {
  const text = draft.value<string>("network", name);
  return text === undefined ? undefined : Cidr.containing(text);
}

function fixTo(name: string, cidr: Cidr | string): string {
  return `write ${name}: ${cidr}`;
}

function aligned(draft: Draft): Problem[] {
  return NETWORKS.flatMap((name) => {
    const cidr = cidrOf(draft, name);
    return cidr === undefined || draft.value("network", name) === cidr.toString()
      ? []
      : [
          draft.problem(["network", name], {
            expected: "a network address, with no bit set behind the prefix",
            fix: fixTo(name, cidr),
          }),
        ];
  });
}

function isPrivate(draft: Draft): Problem[] {
  return NETWORKS.flatMap((name) => {
    const cidr = cidrOf(draft, name);
    const example = name === "private" ? "10.16.0.0/20" : "10.17.0.0/20";
    return cidr === undefined || cidr.isPrivate
      ? []
      : [
          draft.problem(["network", name], {
            expected: "a private network, inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16",
            fix: fixTo(name, example),
          }),
        ];
  });
}

function apart(draft: Draft): Problem[] {
  const [one, other] = NETWORKS.map((name) => cidrOf(draft, name));
  if (one === undefined || other === undefined || !one.overlaps(other)) {
    return [];
  }
  const next = ["10.17.0.0/20", "10.16.0.0/20"].map(Cidr.parse).find((candidate) => !candidate.overlaps(one));
  return [
    draft.problem(["network", "vmToVm"], {
      expected: "two networks that do not overlap",
      found: `${other}, which overlaps with network.private ${one}`,
      fix: fixTo("vmToVm", next ?? "172.16.0.0/20"),
    }),
  ];
}

function smallestPrefix(hosts: number): number {
  const needed = hosts + ROOM + UNBOOKABLE_ADDRESSES;
  return Math.min(32 - Math.ceil(Math.log2(needed)), PRIVATE_NETWORK_PREFIX.smallest);
}

function size(draft: Draft): Problem[] {
  const hosts = 1 + (workersOf(draft)?.length ?? 0);
  const { largest, smallest } = PRIVATE_NETWORK_PREFIX;
  return NETWORKS.flatMap((name) => {
    const cidr = cidrOf(draft, name);
    if (cidr === undefined) {
      return [];
    }
    if (cidr.prefixLength < largest) {
      const expected = `a prefix length from /${largest} to /${smallest}, as Scaleway's Private Networks have`;
      return [draft.problem(["network", name], { expected, fix: fixTo(name, cidr.resized(largest)) })];
    }
    const fitting = smallestPrefix(hosts);
    if (cidr.prefixLength <= fitting) {
      return [];
    }
    return [
      draft.problem(["network", name], {
        expected: `room for ${hosts + ROOM + UNBOOKABLE_ADDRESSES} addresses, so /${fitting} or larger: ${hosts} ${hosts === 1 ? "host" : "hosts"}, ${ROOM} while workers come and go, ${UNBOOKABLE_ADDRESSES} that Scaleway keeps`,
        found: `${cidr} with ${cidr.size} ${cidr.size === 1 ? "address" : "addresses"}`,
        fix: fixTo(name, cidr.resized(fitting)),
      }),
    ];
  });
}

export const networkRules: readonly Rule[] = [
  {
    statement: "`network.private` and `network.vmToVm` are network addresses: no bit is set behind the prefix.",
    check: aligned,
  },
  { statement: "Both networks lie in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.", check: isPrivate },
  { statement: "The two networks do not overlap.", check: apart },
  {
    statement: `Both networks have a prefix length from /${PRIVATE_NETWORK_PREFIX.largest} to /${PRIVATE_NETWORK_PREFIX.smallest}, and room for every host, ${ROOM} more while workers come and go, and the ${UNBOOKABLE_ADDRESSES} addresses that Scaleway keeps.`,
    check: size,
  },
];
