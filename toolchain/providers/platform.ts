/** Node's names of architectures in Go's words. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/** This machine as Terraform calls it, e.g. `linux_amd64`. */
export function platform(): string {
  return `${process.platform}_${ARCHITECTURES[process.arch] ?? process.arch}`;
}
