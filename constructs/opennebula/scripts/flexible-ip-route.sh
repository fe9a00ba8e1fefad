# shellcheck shell=sh
# Runs in a guest at every contextualization; start-script.ts puts GATEWAY before it. The gateway of a Flexible IP lies outside its
# /32, and no context variable can say so to every guest. The route goes where the guest's own network configuration keeps it;
# running it again changes nothing.
set -eu
umask 022

# say TEXT: OpenNebula's contextualization logs what a start script prints.
say() {
  echo "flexible-ip-route: $1" >&2
}

# keep FILE MODE: writes standard input there, unless that is what it holds; `changed` tells which.
keep() {
  mkdir -p "${1%/*}"
  cat > "$1.new"
  chmod "$2" "$1.new"
  if cmp -s "$1.new" "$1"; then
    changed=no
    rm "$1.new"
  else
    changed=yes
    mv "$1.new" "$1"
  fi
}

stands() {
  ip route show | grep -q "^default via $GATEWAY dev $device"
}

# The first interface whose address has no neighbours.
interface=$(env | sed -n 's/^\(ETH[0-9]*\)_MASK=255\.255\.255\.255$/\1/p' | sort | head -n 1)
if [ -z "$interface" ]; then
  say "no interface has a Flexible IP; nothing to do"
  exit 0
fi
mac=$(env | sed -n "s/^${interface}_MAC=//p" | tr 'A-F' 'a-f')
device=$(ip -o link show | sed -n "s/^[0-9]*: \([^:@]*\).* link\/ether $mac .*/\1/p" | head -n 1)
if [ -z "$device" ]; then
  say "no device has the MAC address $mac of $interface"
  exit 1
fi

unit=
for file in "/run/systemd/network/10-netplan-$device.network" "/etc/systemd/network/$device.network"; do
  if [ -e "$file" ]; then unit=${file##*/}; fi
done

if [ -n "$unit" ]; then
  # systemd-networkd sets a route only once its gateway has one, and takes foreign routes away when netplan is applied.
  keep "/etc/systemd/network/$unit.d/flexible-ip.conf" 644 << END
[Route]
Destination=$GATEWAY/32
Scope=link

[Route]
Gateway=$GATEWAY
END
  if [ $changed = yes ]; then networkctl reload; fi
  waited=0
  until stands || [ $waited -ge 20 ]; do
    sleep 1
    waited=$((waited + 1))
  done
elif grep -qs "^iface $device " /etc/network/interfaces; then
  # Run by ifupdown, ifupdown-ng and busybox alike, each time the interface comes up.
  keep /etc/network/if-up.d/flexible-ip 755 << END
#!/bin/sh
[ "\$IFACE" = "$device" ] || exit 0
ip route replace $GATEWAY dev $device scope link
ip route replace default via $GATEWAY dev $device
END
fi

if ! stands; then
  ip route replace "$GATEWAY" dev "$device" scope link
  ip route replace default via "$GATEWAY" dev "$device"
fi
say "$device reaches everything by $GATEWAY"
