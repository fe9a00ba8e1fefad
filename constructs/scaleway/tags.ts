/** Tags of everything that belongs to a deployment; Scaleway's tags are plain strings, `key=value` is the custom. */
export function deploymentTags(deployment: string, ...more: readonly string[]): string[] {
  return ["opennebula-hosted-cloud", `deployment=${deployment}`, ...more];
}

/** The tag by which a host's objects are found again, whatever their names. */
export function hostTag(hostName: string): string {
  return `host=${hostName}`;
}
