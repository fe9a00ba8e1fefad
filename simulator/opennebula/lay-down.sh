#!/bin/sh
# Gives a server what of OpenNebula the Flexible-IP driver meets: its user, folders and commands, all standing in for the real ones.
# Run as root, from the folder that holds these files and what the caller has put beside them:
#   lay-down.sh front-end   hosts: oneadmin's addresses of all servers; known_hosts: their keys. Prints oneadmin's public key.
#   lay-down.sh node        public-key: oneadmin's of the front-end
# A second run changes nothing. A front-end with OpenNebula itself is left alone, and prints nothing.
set -eu
umask 022
cd "$(dirname "$0")"
test ! -e /usr/bin/oned || exit 0

# Number, home and shell as the package opennebula-common gives them.
if ! getent passwd oneadmin > /dev/null; then
  groupadd --gid 9869 oneadmin
  useradd --uid 9869 --gid oneadmin --home-dir /var/lib/one --shell /bin/bash oneadmin
fi
ours() { install -d -o oneadmin -g oneadmin -m "$1" "$2"; }
ours 0750 /var/lib/one
ours 0700 /var/lib/one/.ssh

front_end() {
  for driver in bridge fw; do
    for action in pre post clean; do
      ours 0750 "/var/lib/one/remotes/vnm/$driver/$action.d"
    done
  done
  for folder in remotes remotes/vnm remotes/vnm/bridge remotes/vnm/fw stand-in; do ours 0750 "/var/lib/one/$folder"; done
  install -d -o root -g oneadmin -m 0750 /etc/one
  test -e /etc/one/oned.conf || install -o root -g oneadmin -m 0640 oned.conf /etc/one/oned.conf
  # Of the package's names and places: OpenNebula itself, should it come, replaces them.
  install -m 0755 onehost onevnet /usr/bin/
  install -m 0644 opennebula.service /usr/lib/systemd/system/
  install -o oneadmin -g oneadmin -m 0640 hosts /var/lib/one/stand-in/
  test -e /var/lib/one/stand-in/networks.json ||
    install -o oneadmin -g oneadmin -m 0640 networks.json /var/lib/one/stand-in/
  install -o oneadmin -g oneadmin -m 0600 known_hosts /var/lib/one/.ssh/
  install -o oneadmin -g oneadmin -m 0600 ssh-config /var/lib/one/.ssh/config
  test -e /var/lib/one/.ssh/id_ed25519 ||
    setpriv --reuid oneadmin --regid oneadmin --clear-groups \
      ssh-keygen -q -t ed25519 -N "" -C oneadmin -f /var/lib/one/.ssh/id_ed25519
  systemctl daemon-reload
  systemctl --quiet enable --now opennebula.service
  cat /var/lib/one/.ssh/id_ed25519.pub
}

node() {
  install -o oneadmin -g oneadmin -m 0600 public-key /var/lib/one/.ssh/authorized_keys
}

case $1 in
  front-end) front_end ;;
  node) node ;;
esac
