/** No line of a document or script of ours. */
const END = "END_OF_THIS_FILE";

/**
 * Lines of a remote-exec provisioner that write a text into a file on the server. Terraform opens an SSH connection for each
 * provisioner, a second or more on a busy server, so what is not secret comes with the commands that use it.
 * @param path on the server, without blanks
 * @param text not secret: Terraform leaves the commands in the server's folder for temporary files while they run
 */
export function writeRemoteFile(path: string, text: string): string[] {
  return [`cat > ${path} <<'${END}'`, text, END];
}
