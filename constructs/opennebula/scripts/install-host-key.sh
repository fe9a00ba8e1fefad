#!/bin/sh
# Replaces the host key that came with user data by the lasting one: install-host-key.sh FOLDER (as root, on the server).
# FOLDER holds `key` and `key.pub`. The first key is removed only after sshd has taken the new one; running it again is safe.
set -eu

folder=$1
install -m 0600 "$folder/key" /etc/ssh/ssh_host_ed25519_key
install -m 0644 "$folder/key.pub" /etc/ssh/ssh_host_ed25519_key.pub
rm -f /etc/ssh/ssh_host_ecdsa_key /etc/ssh/ssh_host_ecdsa_key.pub
# cloud-init would write the first key back at the next new instance.
mkdir -p /etc/cloud/cloud.cfg.d
echo 'ssh_deletekeys: false' > /etc/cloud/cloud.cfg.d/99-keep-host-key.cfg
systemctl restart ssh
rm -rf "$folder"
echo "install-host-key: $(hostname) answers with its lasting key"
