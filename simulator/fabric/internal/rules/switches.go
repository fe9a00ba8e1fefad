package rules

// Switches are the rules that are not enforced, for negative controls: a test that passes with the rule switched off
// has not tested it. The last two carry traffic instead of stopping it.
type Switches struct {
	VLANMembership     bool
	SourceMAC          bool
	SourceAddress      bool
	FlexibleIPPlace    bool
	BroadcastIsolation bool
	PrivateNetworks    bool
	PublicRouting      bool
}

func (s *Switches) named(name string) *bool {
	switch name {
	case "vlan-membership":
		return &s.VLANMembership
	case "source-mac":
		return &s.SourceMAC
	case "source-address":
		return &s.SourceAddress
	case "flexible-ip-place":
		return &s.FlexibleIPPlace
	case "broadcast-isolation":
		return &s.BroadcastIsolation
	case "private-networks":
		return &s.PrivateNetworks
	case "public-routing":
		return &s.PublicRouting
	}
	return nil
}

// Off tells which rules are switched off.
func (r *Rules) Off() Switches {
	var off Switches
	for _, name := range r.SwitchedOff {
		if rule := off.named(name); rule != nil {
			*rule = true
		}
	}
	return off
}
