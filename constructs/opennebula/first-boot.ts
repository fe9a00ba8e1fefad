export interface FirstBootProps {
  /** Plain addresses, for a text expression. Private half of the first host key, PEM or OpenSSH; known to whoever may read user data through the API. */
  readonly hostKeyPrivate: string;
  readonly hostKeyPublic: string;
}

/**
 * cloud-init user data that gives a server the host key it is first met with. It is an ECDSA key and the lasting one is
 * ED25519, so that both can be known at once: an SSH client keeps one key per type for an address. cloud-init generates no other
 * where it is given one (cc_ssh), and its schema refuses the empty list that would say so.
 */
export function firstBootUserData(props: FirstBootProps): string {
  const keys = `{ecdsa_private = ${props.hostKeyPrivate}, ecdsa_public = trimspace(${props.hostKeyPublic})}`;
  const document = `{ssh_deletekeys = true, ssh_keys = ${keys}}`;
  return `\${join("\\n", ["#cloud-config", yamlencode(${document})])}`;
}
