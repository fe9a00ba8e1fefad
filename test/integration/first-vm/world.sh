#!/bin/bash
# world.sh GUEST CONFIGURATION SCRIPT NODE: a guest with a Flexible IP, in namespaces of the caller's: its gateway outside its subnet,
# an address of the internet behind that, and a folder /etc of its own. Prints what is found as `name: value`. GUEST is debian, alpine
# (ifupdown's doings written down here), ubuntu (networkctl stood in for) or networkd (the real one).
set -eu
# The units and scripts of a system are read by users of their own.
umask 022
guest=$1 configuration=$2 script=$3 node=$4
address=51.159.200.7 mac=52:54:00:2A:11:01 internet=198.51.100.9

mount --make-rprivate /
mount -t tmpfs tmpfs /mnt
for part in passwd group nsswitch.conf dbus-1 alternatives ld.so.cache; do
  if [ -e /etc/$part ]; then cp -r /etc/$part /mnt/; fi
done
mount --rbind /mnt /etc
mount -t tmpfs tmpfs /run
mkdir -p /etc/network/if-up.d /etc/systemd/network /run/systemd/network

ip netns add gateway
ip netns add internet
ip link set lo up
ip link add eth0 address $mac type veth peer name guest netns gateway
ip link add uplink netns gateway type veth peer name eth0 netns internet
ip -n gateway address add 62.210.0.1/32 dev guest
ip -n gateway link set guest up
ip -n gateway route add $address dev guest
ip -n gateway address add 198.51.100.1/24 dev uplink
ip -n gateway link set uplink up
ip netns exec gateway sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
ip -n internet address add $internet/24 dev eth0
ip -n internet link set lo up
ip -n internet link set eth0 up
ip -n internet route add default via 198.51.100.1

answers() { timeout 0.7 bash -c ": < /dev/tcp/$1/22" 2> /dev/null && echo yes || echo no; }
listen() { "$@" "$node" -e 'require("net").createServer((caller) => caller.end()).listen(22)' & }
reached_from_internet() { ip netns exec internet bash -c "$(declare -f answers); answers $address"; }
tell_reach() {
  echo "$1 out: $(answers $internet)"
  echo "$1 in: $(reached_from_internet)"
}
listen env
listen ip netns exec internet
until [ "$(answers 127.0.0.1)" = yes ]; do sleep 0.1; done
until [ "$(ip netns exec internet bash -c "$(declare -f answers); answers 127.0.0.1")" = yes ]; do sleep 0.1; done
trap 'kill $(jobs -p)' EXIT

bring_up() {
  ip address flush dev eth0
  ip link set eth0 down
  ip address add $address/32 dev eth0
  ip link set eth0 up
  gateway=$(sed -n 's/^ *gateway //p' /etc/network/interfaces)
  if [ -n "$gateway" ]; then
    if [ "$guest" = debian ]; then ip route add default via "$gateway" dev eth0 onlink; fi
    # ifupdown-ng (0.11) tries without onlink, says that it failed, and goes on.
    if [ "$guest" = alpine ] && ip route add default via "$gateway" dev eth0 2> /dev/null; then exit 1; fi
  fi
  IFACE=eth0 run-parts /etc/network/if-up.d
}

case $guest in
debian | alpine)
  printf %s "$configuration" > /etc/network/interfaces
  bring_up
  again() { bring_up; }
  ;;
ubuntu)
  printf %s "$configuration" > /run/systemd/network/10-netplan-eth0.network
  mkdir -p /run/bin
  cat > /run/bin/networkctl << 'END'
#!/bin/sh
# Stands in for systemd-networkd: the routes of the drop-in that was left for it, whatever stood before.
set -e
drop_in=/etc/systemd/network/10-netplan-eth0.network.d/flexible-ip.conf
ip route flush dev eth0
sed -n 's/^Destination=//p' $drop_in | while read -r to; do ip route add "$to" dev eth0 proto static scope link; done
sed -n 's/^Gateway=//p' $drop_in | while read -r via; do ip route add default via "$via" dev eth0 proto static; done
END
  chmod 755 /run/bin/networkctl
  PATH=/run/bin:$PATH
  ip address add $address/32 dev eth0
  ip link set eth0 up
  again() { networkctl reconfigure eth0; }
  ;;
networkd)
  # Where /sys cannot be written, networkd expects no udev.
  mount -t sysfs -o ro sysfs /sys
  mkdir -p /run/dbus /run/systemd/netif/links /run/systemd/netif/leases /run/systemd/netif/lldp
  chown -R systemd-network /run/systemd/netif
  echo 0123456789abcdef0123456789abcdef > /etc/machine-id
  printf %s "$configuration" > /run/systemd/network/10-netplan-eth0.network
  dbus-daemon --system --nofork --nopidfile 2> /dev/null &
  until [ -S /run/dbus/system_bus_socket ]; do sleep 0.1; done
  /lib/systemd/systemd-networkd 2> /dev/null &
  until ip address show eth0 | grep -q $address; do sleep 0.1; done
  again() {
    # It takes routes away that it does not know, some time after the command has ended: when this one has gone, it has begun anew.
    ip route add 203.0.113.77/32 dev eth0
    networkctl reconfigure eth0
    for _ in {1..50}; do
      if ! ip route show | grep -q ^203.0.113.77 && [ "$(reached_from_internet)" = yes ]; then return; fi
      sleep 0.1
    done
  }
  ;;
esac

export ETH0_MAC=$mac ETH0_MASK=255.255.255.255 ETH0_IP=$address
tell_reach before
sh -c "$script" 2>&1 | sed 's/^/script: /'
tell_reach after
state() {
  ip route show
  find /etc/network /etc/systemd -type f -printf '%p %m %T@ ' -exec cat {} \;
}
before=$(state)
sh -c "$script" 2> /dev/null
[ "$before" = "$(state)" ] && echo "second run: nothing changed"
again
tell_reach again
