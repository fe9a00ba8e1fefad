import path from "node:path";

/** Where the toolchain keeps what it made; all of it can be deleted and comes back. */
export interface Places {
  /** The repository's folder. */
  readonly repository: string;
  readonly cache: string;
  /** Providers built from Go modules, in Terraform's layout: `<host>/<namespace>/<name>/<version>/<os>_<arch>/`. */
  readonly built: string;
  /** Providers downloaded from the registry, zipped, in Terraform's layout. */
  readonly downloaded: string;
  /** Those of the stacks, unzipped once for all five. */
  readonly pluginCache: string;
  /** CLI configuration that makes Terraform install from one of the two folders and from nowhere else. */
  readonly cliConfig: string;
  /** Checksums of the registry's providers for every platform. */
  readonly lockFile: string;
  /** OpenTofu, where it had to be built. */
  readonly tofu: string;
  /** The network of the simulated metal servers. */
  readonly fabric: string;
  /** One file per built program: the hash of what it was built from. */
  readonly stamps: string;
  /** Variables that a shell needs, sourced by env.sh. */
  readonly environment: string;
  /** What real guests need, as the last `npm run toolchain:metal` found it; the simulator reads it. */
  readonly metal: string;
  /** CDKTF's output, one folder per deployment. */
  readonly synthesized: string;
}

/** @param repository absolute */
export function placesIn(repository: string): Places {
  const cache = path.join(repository, ".cache");
  return {
    repository,
    cache,
    built: path.join(cache, "providers"),
    downloaded: path.join(cache, "downloaded-providers"),
    pluginCache: path.join(cache, "plugins"),
    cliConfig: path.join(cache, "terraform.rc"),
    lockFile: path.join(cache, "terraform.lock.hcl"),
    tofu: path.join(cache, "bin", "tofu"),
    fabric: path.join(cache, "bin", "fabric"),
    stamps: path.join(cache, "stamps"),
    environment: path.join(cache, "toolchain.env"),
    metal: path.join(cache, "metal.json"),
    synthesized: path.join(repository, "cdktf.out"),
  };
}

/** Those of this checkout. */
export const PLACES = placesIn(path.resolve(__dirname, ".."));
