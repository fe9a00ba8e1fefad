package rules

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
)

var (
	portName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,30}$`)
	hostname = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$`)
)

const (
	// longestHostname of the DNS (RFC 1035).
	longestHostname = 253
	// mostResolvers fit into one DHCP option, with room; clients use three.
	mostResolvers = 16
)

// ControlSocket is the one name in the folder that no port can have.
const ControlSocket = "control"

// Read checks the whole document.
//
// The error names every mistake, one a line.
func Read(body []byte, router frame.MAC) (*Rules, error) {
	var rules Rules
	found := readStrictly(body, &rules)
	if len(found) == 0 {
		found = rules.check(router)
	}
	if len(found) > 0 {
		slices.Sort(found)
		return nil, errors.New(strings.Join(found, "\n"))
	}
	return &rules, nil
}

// uses remembers who has what, for everything that must be unique.
type uses map[string]string

func (u uses) take(m *mistakes, what, user string) {
	if other, taken := u[what]; taken {
		m.add("%s is at %s and at %s", what, other, user)
	}
	u[what] = user
}

func (r *Rules) check(router frame.MAC) mistakes {
	var found mistakes
	used := uses{"MAC " + router.String(): "the router"}
	gateways := map[frame.Address]bool{r.FlexibleIPGateway: true}
	for i := range r.Servers {
		gateways[r.Servers[i].Gateway] = true
	}
	for gateway := range gateways {
		used["address "+gateway.String()] = "a gateway"
	}
	for i := range r.Servers {
		r.Servers[i].check(fmt.Sprintf("servers[%d]", i), used, &found)
	}
	if len(r.Resolvers) > mostResolvers {
		found.add("resolvers has %d entries, more than %d", len(r.Resolvers), mostResolvers)
	}
	for i, resolver := range r.Resolvers {
		used.take(&found, "address "+resolver.String(), fmt.Sprintf("resolvers[%d]", i))
	}
	used.take(&found, "address "+r.Internet.Address.String(), "internet")
	r.checkServices(used, &found)
	for i, name := range r.SwitchedOff {
		if new(Switches).named(name) == nil {
			found.add("switchedOff[%d]: there is no rule %q", i, name)
		}
	}
	return found
}

func (s *Server) check(place string, used uses, found *mistakes) {
	if s.ID == "" || strings.ContainsAny(s.ID, "/?#") {
		found.add("%s.id %q does not fit into a path", place, s.ID)
	}
	if !portName.MatchString(s.Port) || s.Port == ControlSocket {
		found.add("%s.port: %q is not a name of small letters, digits and hyphens", place, s.Port)
	}
	used.take(found, "id "+s.ID, place)
	used.take(found, "port "+s.Port, place)
	used.take(found, "MAC "+s.MACAddress.String(), place)
	used.take(found, "address "+s.Address.String(), place)
	if s.PrefixLength < 1 || s.PrefixLength > 30 {
		found.add("%s.prefixLength is %d, not 1 to 30", place, s.PrefixLength)
	} else if !s.Contains(s.Gateway) {
		found.add("%s.gateway %s is outside its subnet %s/%d", place, s.Gateway, s.Address, s.PrefixLength)
	}
	if !hostname.MatchString(s.Hostname) || len(s.Hostname) > longestHostname {
		found.add("%s.hostname: %q is not a host name", place, s.Hostname)
	}
	for i, flexible := range s.FlexibleIPs {
		within := fmt.Sprintf("%s.flexibleIps[%d]", place, i)
		used.take(found, "address "+flexible.Address.String(), within)
		if flexible.MACAddress != nil {
			used.take(found, "MAC "+flexible.MACAddress.String(), within)
		}
	}
	own := uses{}
	for i, network := range s.PrivateNetworks {
		within := fmt.Sprintf("%s.privateNetworks[%d]", place, i)
		if network.VLANID < 1 || network.VLANID > 4094 {
			found.add("%s.vlanId is %d, not 1 to 4094", within, network.VLANID)
		}
		if network.NetworkID == "" {
			found.add("%s.networkId is empty", within)
		}
		own.take(found, fmt.Sprintf("VLAN %d", network.VLANID), within)
		own.take(found, "network "+network.NetworkID, within)
	}
}

func (r *Rules) checkServices(used uses, found *mistakes) {
	own := uses{}
	for i, service := range r.Internet.Services {
		place := fmt.Sprintf("internet.services[%d]", i)
		if user, taken := used["address "+service.Address.String()]; taken && user != "internet" {
			found.add("address %s is at %s and at %s", service.Address, user, place)
		}
		own.take(found, fmt.Sprintf("%s:%d", service.Address, service.Port), place)
		if service.Port == 0 {
			found.add("%s.port is 0", place)
		}
		for _, name := range service.Names {
			if !hostname.MatchString(strings.TrimPrefix(name, "*.")) {
				found.add("%s.names: %q is not a host name", place, name)
			}
		}
		switch {
		case (service.Proxy == "") == (service.Forward == ""):
			found.add("%s needs either proxy or forward", place)
		case service.Proxy != "":
			checkLoopback(place+".proxy", service.Proxy, found)
			if host, port, err := net.SplitHostPort(service.Connect); err != nil || host == "" || !isPort(port) || strings.ContainsAny(host, " \r\n") {
				found.add("%s.connect: %q is not host:port", place, service.Connect)
			}
		default:
			if file, isUnix := strings.CutPrefix(service.Forward, "unix:"); !isUnix {
				checkLoopback(place+".forward", service.Forward, found)
			} else if !path.IsAbs(file) {
				found.add("%s.forward: unix: needs an absolute path", place)
			}
			if service.Connect != "" {
				found.add("%s.connect goes with proxy only", place)
			}
		}
	}
}

// checkLoopback keeps the fabric on this machine. Names are refused as well: whoever answers them decides where they lead.
func checkLoopback(place, value string, found *mistakes) {
	endpoint, err := netip.ParseAddrPort(value)
	loopback := netip.AddrFrom4([4]byte{127, 0, 0, 1})
	if err != nil || (endpoint.Addr() != loopback && endpoint.Addr() != netip.IPv6Loopback()) || endpoint.Port() == 0 {
		found.add("%s: %q is not a port of 127.0.0.1 or [::1]; nothing leaves this machine", place, value)
	}
}

func isPort(text string) bool {
	port, err := strconv.ParseUint(text, 10, 16)
	return err == nil && port > 0
}

func masked(address frame.Address, length int) uint32 {
	return binary.BigEndian.Uint32(address[:]) >> (32 - length)
}
