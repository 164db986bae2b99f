package main

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol/coster"
	"channeldesk/app/sandbox"
)

type sandboxVerb struct {
	Listen      string `help:"Address on this computer; without it, or with port 0, a free one." default:"127.0.0.1:0" placeholder:"HOST:PORT"`
	Gateway     string `help:"Send webhooks to the gateway at this address, whatever host is registered." placeholder:"URL"`
	CosterSheet string `help:"Do what Coster's staff do with this hand-off sheet, written as JSON with its secret." placeholder:"FILE"`
	ShowValues  bool   `help:"Print the sample values to type, the sample secrets among them."`
}

// Run serves the simulated providers until it is interrupted.
func (v sandboxVerb) Run(s *session) error {
	sb, err := sandbox.Start(s.ctx, sandbox.Options{Listen: v.Listen})
	if err != nil {
		return app.NewError(app.CodeInvalid, app.Say("The sandbox cannot listen on this address.")).
			WithFix(app.Say("Give a free port of this computer, for example --listen 127.0.0.1:8090, or leave it out.")).
			WithField("listen").Because(err)
	}
	if err := sb.SetGateway(v.Gateway); err != nil {
		_ = sb.Close(s.ctx)
		return usage("--gateway takes an address like http://127.0.0.1:8080.")
	}
	if err := v.enterSheet(sb); err != nil {
		_ = sb.Close(s.ctx)
		return err
	}
	if err := v.announce(s, sb); err != nil {
		return err
	}
	<-s.ctx.Done()
	closing, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), 3*time.Second)
	defer cancel()
	return sb.Close(closing)
}

// enterSheet gives the simulated Coster the address that a hand-off sheet names,
// for there is no call with which a program could.
func (v sandboxVerb) enterSheet(sb *sandbox.Sandbox) error {
	if v.CosterSheet == "" {
		return nil
	}
	data, err := os.ReadFile(v.CosterSheet)
	if err != nil {
		return cannotRead(v.CosterSheet, err)
	}
	var sheet struct {
		Protocol app.ProtocolID `json:"protocol"`
		Address  string         `json:"webhook_url"`
	}
	if json.Unmarshal(data, &sheet) != nil || sheet.Protocol != coster.ID || strings.Contains(sheet.Address, "…") || sb.Coster.SetCallback("", sheet.Address) != nil {
		return app.NewError(app.CodeInvalid, app.Say("This is not the hand-off sheet of a Coster channel with its whole address.")).
			WithFix(app.Say("Write it with: channeldesk handoff --format json --include-secret -o FILE")).WithField("coster_sheet")
	}
	return nil
}

// simulated is one provider of the sandbox for scripts and people.
type simulated struct {
	id, name string
	// addresses are by the field that they belong into.
	addresses map[string]string
	values    any
}

func simulators(sb *sandbox.Sandbox) []simulated {
	return []simulated{
		{"meta_cloud", "Meta Cloud", map[string]string{"api_address": sb.MetaURL()}, sb.Sample()},
		{"coster", "Coster", map[string]string{
			"conversation_address": sb.CosterConversationURL(), "push_address": sb.CosterPushURL(),
		}, sb.Coster.Sample()},
		{"qontak", "Qontak", map[string]string{
			"api_address": sb.QontakBearerURL(), "api_address_hmac": sb.QontakHMACURL(),
		}, sb.Qontak.Sample()},
	}
}

func (v sandboxVerb) announce(s *session, sb *sandbox.Sandbox) error {
	if s.flags.JSON {
		out := map[string]any{}
		for _, p := range simulators(sb) {
			one := map[string]any{}
			for name, address := range p.addresses {
				one[name] = address
			}
			if v.ShowValues {
				one["values"] = p.values
			}
			out[p.id] = one
		}
		out["phone"] = sb.PhoneURL()
		return s.console.json(out)
	}
	t := &table{}
	for _, p := range simulators(sb) {
		for _, name := range sortedKeys(p.addresses) {
			t.add(p.name, name, p.addresses[name])
		}
	}
	t.add("Customer's phone", "page", sb.PhoneURL())
	t.print(s.console.out)
	if !v.ShowValues {
		s.console.printf("Add --show-values for the sample values to type. Stop with Ctrl-C.\n")
		return nil
	}
	for _, p := range simulators(sb) {
		// The names and order of the values are those of their JSON form.
		data, err := json.MarshalIndent(p.values, "", "  ")
		if err != nil {
			return err
		}
		s.console.printf("%s\n%s\n", p.name, data)
	}
	s.console.printf("These belong to the sandbox only. Stop with Ctrl-C.\n")
	return nil
}
