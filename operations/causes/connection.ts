import type { Cause } from "./cause";

/** Between this machine and a server, up to root's rights there. */
export const CONNECTION_CAUSES: readonly Cause[] = [
  {
    name: "Host key changed",
    says: /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed|No \S+ host key is known for/,
    because:
      "The server shows another key than the one pinned in the inventory's `known_hosts`: it was reinstalled, or another machine answers.",
    fix: "Find out which. If it was reinstalled on purpose, `make infra` pins the new key; never delete the line by hand.",
  },
  {
    name: "Login refused",
    says: /Permission denied \((?:publickey|password|keyboard-interactive)/,
    because: "The server does not take the login key.",
    fix: "With `ssh.publicKeyFile`, load the private half: `ssh-add`. Otherwise `ansible/inventory/<name>/id_ed25519` is not the key that was installed: `make adopt`, then `make infra`.",
  },
  {
    name: "Name does not resolve",
    says: /Temporary failure in name resolution|Temporary failure resolving|Could not resolve (?:host|'|hostname)|Name or service not known/,
    because: "DNS does not answer on this machine or on the server.",
    fix: "On the server: `resolvectl status`; UDP port 53 must get out to the resolvers it names. `make infra` applies the server's network again.",
  },
  {
    name: "Deployment timeout",
    says: /Connection timed out|Operation timed out|Timeout \(\d+s\) waiting for privilege|timed out during banner exchange|Timeout when waiting for (?:\S+:22|search string)|timed out waiting for ping module/i,
    because: "SSH gets no answer: a firewall on the way drops it, the server is off, or it is still booting.",
    fix: "`make diagnose` says whether the server is on. Let port 22 pass between this machine and the server's public address; behind a proxy see the deployment guide.",
  },
  {
    name: "Not reached",
    says: /Failed to connect to the host via ssh|Connection refused|No route to host|Connection closed by|Network is unreachable/,
    because: "Nothing answers SSH at the server's public address.",
    fix: "`make diagnose` says whether the server is on and installed. If it is, look at its console: `sshd` or the network of `br0` is down.",
  },
  {
    name: "ssh ended early",
    // Ansible waits a millisecond for ssh's own words, then goes without them (plugins/connection/ssh.py, _send_initial_data).
    says: /Data could not be sent to remote host/,
    because:
      "ssh ended before Ansible could send the task, and its own words are lost: another host key, a refused login, or a lost connection.",
    fix: "`make ssh HOST=<host>` shows which. Running again is safe.",
  },
  {
    name: "sudo asks for a password",
    says: /Missing sudo password|sudo: a password is required|Incorrect sudo password|is not in the sudoers file/,
    because: "The login user may not become root without a password.",
    fix: "On the server: `echo '<user> ALL=(ALL) NOPASSWD: ALL' | sudo tee /etc/sudoers.d/90-deployment`.",
  },
  {
    name: "Python missing",
    says: /python3?: (?:command )?not found|\/usr\/bin\/python3?: No such file|failed to start the module interpreter|No python interpreters found/i,
    because: "Ansible's modules need `/usr/bin/python3` on the server.",
    fix: "On the server: `sudo apt-get install python3`. Without one-deploy's first stage (a `--limit` or a tag) nothing installs it.",
  },
];
