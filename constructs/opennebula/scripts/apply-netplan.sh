#!/bin/sh
# Puts a host's netplan document in place: apply-netplan.sh TEMPLATE PUBLIC_ADDRESS (as root, on the server).
# The public NIC is the physical port beneath the public address, whatever its name; its address, MAC and gateway are kept.
# Running it again with the same document changes nothing.
set -eu

template=$1
public_address=$2
document=/etc/netplan/60-opennebula.yaml

fail() {
    echo "apply-netplan: $1. Nothing was changed on $(hostname); running again is safe." >&2
    exit 1
}

line=$(ip -br -4 addr show | awk -v address="$public_address" \
    '{ for (i = 3; i <= NF; i++) { split($i, part, "/"); if (part[1] == address) { print $1, $i; exit } } }')
[ -n "$line" ] || fail "no interface has the public address $public_address"
device=${line% *}
cidr=${line#* }

nic=$device
if [ -d "/sys/class/net/$device/bridge" ]; then
    nic=
    for port in /sys/class/net/"$device"/brif/*; do
        name=${port##*/}
        if [ -e "/sys/class/net/$name/device" ]; then nic=$name; fi
    done
    [ -n "$nic" ] || fail "bridge $device has no physical port"
fi
mac=$(cat "/sys/class/net/$nic/address")
gateway=$(ip -4 route show default | awk '{ for (i = 1; i < NF; i++) if ($i == "via") { print $(i + 1); exit } }')
[ -n "$gateway" ] || fail "there is no default route to take the gateway from"

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
mkdir -p "$stage/etc/netplan"
sed -e "s|@PUBLIC_NIC@|$nic|g" -e "s|@PUBLIC_MAC@|$mac|g" \
    -e "s|@PUBLIC_CIDR@|$cidr|g" -e "s|@PUBLIC_GATEWAY@|$gateway|g" "$template" > "$stage/etc/netplan/60-opennebula.yaml"
chmod 0600 "$stage/etc/netplan/60-opennebula.yaml"

if cmp -s "$stage/etc/netplan/60-opennebula.yaml" "$document"; then
    echo "apply-netplan: the document is already in place"
    exit 0
fi
netplan generate --root-dir "$stage" || fail "netplan refuses the document"

# A document that cloud-init left behind would be merged into ours.
rm -f /etc/netplan/*.yaml
install -m 0600 "$stage/etc/netplan/60-opennebula.yaml" "$document"
mkdir -p /etc/cloud/cloud.cfg.d
echo 'network: {config: disabled}' > /etc/cloud/cloud.cfg.d/99-disable-network-config.cfg

# A VLAN keeps the id it was made with, and networkd the one it has read first, whatever the document says. A network that was attached
# anew has another id: the interface is made anew by a networkd that has begun anew. br0 and its address stay as they are meanwhile.
renewed=
for netdev in "$stage"/run/systemd/network/*.netdev; do
    [ -e "$netdev" ] || continue
    name=$(sed -n 's/^Name=//p' "$netdev")
    wanted=$(sed -n '/^\[VLAN\]/,$ s/^Id=//p' "$netdev")
    present=$(ip -d -o link show dev "$name" 2> /dev/null | sed -n 's/.* vlan protocol 802.1Q id \([0-9]*\) .*/\1/p')
    if [ -n "$wanted" ] && [ -n "$present" ] && [ "$present" != "$wanted" ]; then
        ip link delete dev "$name"
        renewed=yes
    fi
done
if [ -n "$renewed" ]; then
    netplan generate
    systemctl restart systemd-networkd
fi
netplan apply
echo "apply-netplan: $nic is under br0 with $cidr by $gateway"
