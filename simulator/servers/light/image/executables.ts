/**
 * The programs of the simulated server: what the shell looks for on PATH. Names that just-bash brings but a freshly
 * installed Ubuntu has not (jq, yq, rg, sqlite3, tree …) are left out on purpose, and so is python3, which real servers have:
 * Ansible's modules do not run here, and a missing interpreter says so at once.
 */
const FROM_JUST_BASH = [
  ..."awk base64 basename chmod clear column comm cp cut date diff dirname du echo egrep env expand expr false fgrep".split(
    " ",
  ),
  ..."file find fold grep gunzip gzip head join ln md5sum mkdir mv nl od paste printenv printf pwd readlink rev rm rmdir".split(
    " ",
  ),
  ..."sed seq sha1sum sha256sum sleep sort split strings tac tail tar time timeout touch tr true unexpand uniq wc which xargs zcat".split(
    " ",
  ),
];

/** Shell builtins that just-bash looks for on PATH. */
const BUILTINS = ["alias", "history", "trap", "ulimit", "umask", "unalias"];

/** Administration programs that live in /usr/sbin, by which scripts sometimes call them. */
export const IN_SBIN = ["ip", "netplan", "poweroff", "reboot", "shutdown", "sshd", "modprobe"];

export function executables(own: readonly string[]): string[] {
  return [...new Set([...FROM_JUST_BASH, ...BUILTINS, ...own])].sort();
}
