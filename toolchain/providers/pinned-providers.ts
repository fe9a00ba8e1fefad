/** One Terraform provider, as the registry knows it and as it is built where no registry can be reached. */
export interface PinnedProvider {
  readonly namespace: string;
  readonly name: string;
  /** What the stacks ask for: both the registry and the mirror have a version in it. */
  readonly constraint: string;
  /** Version in the mirror. */
  readonly version: string;
  /** Go package; its module is pinned in the folder of the provider's name beside this file. */
  readonly package: string;
  readonly linkerFlags?: string;
}

/**
 * Largest first: the build starts with what takes longest. tls and local are untagged commits under module paths that
 * hold no newer tag; their files equal the tags v4.2.1 and v2.9.0. Of null, the module proxy serves nothing newer than
 * 1.0.0, whose null_resource is the same as far as triggers and provisioners go.
 */
export const PINNED_PROVIDERS: readonly PinnedProvider[] = [
  {
    namespace: "scaleway",
    name: "scaleway",
    constraint: "2.81.0",
    version: "2.81.0",
    package: "github.com/scaleway/terraform-provider-scaleway/v2",
    linkerFlags: "-X github.com/scaleway/terraform-provider-scaleway/v2/version.Version=2.81.0",
  },
  {
    namespace: "hashicorp",
    name: "null",
    constraint: ">= 1.0.0, < 4.0.0",
    version: "1.0.0",
    package: "github.com/terraform-providers/terraform-provider-null",
  },
  {
    namespace: "hashicorp",
    name: "tls",
    constraint: "~> 4.0",
    version: "4.2.1",
    package: "github.com/hashicorp/terraform-provider-tls",
  },
  {
    namespace: "hashicorp",
    name: "local",
    constraint: "~> 2.5",
    version: "2.9.0",
    package: "github.com/terraform-providers/terraform-provider-local",
  },
];

/** A `main.tf.json` that requires all of them and does nothing else. */
export function requireAllProviders(): string {
  const required = PINNED_PROVIDERS.map(({ namespace, name, constraint }) => [
    name,
    { source: `${namespace}/${name}`, version: constraint },
  ]);
  return JSON.stringify({ terraform: { required_providers: Object.fromEntries(required) } });
}
