package internet

import (
	"strings"

	"golang.org/x/net/dns/dnsmessage"

	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/frame"
	"opennebula-hosted-cloud-scaleway/simulator/fabric/internal/rules"
)

// ttlSeconds is short, since services come and go while a guest runs.
const ttlSeconds = 10

// names are those of the services, small letters, without the final dot; `*.` stands for one label or more (RFC 4592).
type names map[string][]frame.Address

func newNames(services []rules.Service) names {
	n := names{}
	for _, service := range services {
		for _, name := range service.Names {
			n.add(strings.ToLower(name), service.Address)
		}
	}
	return n
}

func (n names) add(name string, address frame.Address) {
	for _, known := range n[name] {
		if known == address {
			return
		}
	}
	n[name] = append(n[name], address)
}

// find the name itself, otherwise the closest wildcard.
func (n names) find(name string) []frame.Address {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if found := n[name]; found != nil {
		return found
	}
	for {
		_, parent, more := strings.Cut(name, ".")
		if !more {
			return nil
		}
		if found := n["*."+parent]; found != nil {
			return found
		}
		name = parent
	}
}

// answerQuestion is the whole DNS server: addresses for names of services, an empty answer for their other types, NXDOMAIN
// for everything else. It is nil for what is no question (RFC 1035).
func (e *Endpoint) answerQuestion(message []byte) []byte {
	var parser dnsmessage.Parser
	asked, err := parser.Start(message)
	if err != nil || asked.Response {
		return nil
	}
	answer := dnsmessage.Header{
		ID: asked.ID, Response: true, OpCode: asked.OpCode, RecursionDesired: asked.RecursionDesired, RecursionAvailable: true,
	}
	question, err := parser.Question()
	switch {
	case err != nil:
		answer.RCode = dnsmessage.RCodeFormatError
		return build(answer, nil, nil, false)
	case asked.OpCode != 0:
		answer.RCode = dnsmessage.RCodeNotImplemented
		return build(answer, &question, nil, false)
	}
	found := e.settings.Load().names.find(question.Name.String())
	if found == nil {
		answer.RCode = dnsmessage.RCodeNameError
		e.RefusedNames.count(strings.ToLower(strings.TrimSuffix(question.Name.String(), ".")))
	}
	if question.Class != dnsmessage.ClassINET || (question.Type != dnsmessage.TypeA && question.Type != dnsmessage.TypeALL) {
		found = nil
	}
	return build(answer, &question, found, hasExtension(&parser))
}

// hasExtension is true for clients of EDNS(0), which want it back (RFC 6891, 6.1.1).
func hasExtension(parser *dnsmessage.Parser) bool {
	if parser.SkipAllQuestions() != nil || parser.SkipAllAnswers() != nil || parser.SkipAllAuthorities() != nil {
		return false
	}
	for {
		resource, err := parser.AdditionalHeader()
		if err != nil {
			return false
		}
		if resource.Type == dnsmessage.TypeOPT {
			return true
		}
		if parser.SkipAdditional() != nil {
			return false
		}
	}
}

func build(answer dnsmessage.Header, question *dnsmessage.Question, addresses []frame.Address, extended bool) []byte {
	message := dnsmessage.Message{Header: answer}
	if question != nil {
		message.Questions = []dnsmessage.Question{*question}
		for _, address := range addresses {
			message.Answers = append(message.Answers, dnsmessage.Resource{
				Header: dnsmessage.ResourceHeader{Name: question.Name, Class: dnsmessage.ClassINET, TTL: ttlSeconds},
				Body:   &dnsmessage.AResource{A: address},
			})
		}
	}
	if extended {
		var header dnsmessage.ResourceHeader
		if header.SetEDNS0(largestDatagram, dnsmessage.RCodeSuccess, false) == nil {
			message.Additionals = []dnsmessage.Resource{{Header: header, Body: &dnsmessage.OPTResource{}}}
		}
	}
	packed, err := message.Pack()
	if err != nil {
		return nil
	}
	return packed
}
