package health

import (
	"channeldesk/app"
	"channeldesk/app/protocol"
)

// steps lead through the set-up, in the order in which it is done.
func steps(in Input) []Step {
	d := in.Declaration
	list := []Step{
		{ID: "account", Title: app.Say("Protocol and account"), Hint: app.Say("Choose the protocol and enter the phone number"), Short: app.Say("Which number, at which provider"),
			Result: app.Say("{{.Protocol}}", "Protocol", d.Name), Done: d.AccountSaved(in.Channel), Page: "channel", Part: "account", Action: app.Say("Enter the account")},
		credentialStep(in),
		{ID: "gateway", Title: app.Say("Gateway address"), Hint: app.Say("The public address at which the provider reaches us"), Short: app.Say("Where the provider reaches us"),
			Result: app.Say("{{.Host}}", "Host", host(in.PublicAddress)), Done: in.PublicAddress != "", Page: "settings", Part: "gateway", Action: app.Say("Enter the address")},
	}
	handoff := Step{ID: "handoff", Title: app.Say("Webhook details handed over"), Hint: app.Say("Give address and account details to the provider's staff"), Short: app.Say("A sheet for the provider's staff"),
		Result: app.Say("{{.When}}", "When", app.Day(in.HandedAt)), Done: in.HandedOver, Page: "handoff", Action: app.Say("Hand over")}
	delivery, byCall := deliveryStep(in)
	if byCall && delivery.Done && d.SecretInAddress && !in.HandedOver {
		// We told the provider the whole address: nobody there has to enter it.
		handoff.Done, handoff.Result = true, app.Say("Registered instead")
	}
	if byCall {
		list = append(list, delivery, handoff)
	} else {
		list = append(list, handoff, delivery)
	}
	return append(list, Step{
		ID: "session", Title: app.Say("Session behaviour"), Hint: app.Say("Still using the default messages"), Short: app.Say("Still using the default messages"),
		Result: app.Say("Reviewed"), Done: !in.Channel.Session.HasDefaultTexts() || in.Channel.Session.AskUserToEnd, Page: "channel", Part: "webhook", Action: app.Say("Review it"),
	})
}

// unchosen are the milestones while no protocol is chosen.
var unchosen = protocol.Declaration{Steps: []protocol.StepDecl{
	{Milestone: &protocol.Milestone{
		Kind: protocol.MilestoneCredential, Title: app.Say("Access token verified"), Part: "account",
		Hint: app.Say("Paste the token from the provider. We check it for you"), Short: app.Say("Paste it, we check it"), Action: app.Say("Verify the token"),
	}},
	{Milestone: &protocol.Milestone{
		Kind: protocol.MilestoneDelivery, Title: app.Say("Message delivery switched on"), Part: "webhook",
		Hint: app.Say("The provider passes customer messages on to this agent"), Short: app.Say("The provider must know the address"), Action: app.Say("Switch it on"),
	}},
}}

// milestone gives the step of a milestone and whether the latest check passed it.
func milestone(in Input, kind protocol.MilestoneKind) (s Step, passed, ok bool) {
	d := in.Declaration
	if d.ID == "" {
		d = unchosen
	}
	decl, ok := d.Milestone(kind)
	if !ok {
		return s, false, false
	}
	m := decl.Milestone
	for _, step := range in.Report.Steps {
		passed = passed || step.ID == decl.ID && step.State == app.StepPassed
	}
	return Step{
		ID: string(kind), Title: m.Title, Hint: m.Hint, Short: m.Short, Action: m.Action, Page: "channel", Part: m.Part,
		Result: app.Say("{{.When}}", "When", app.Day(in.Report.At)),
	}, passed, true
}

// credentialStep is done by a check that saw the credentials as they are, or an
// older one after which the provider's word on them still stands.
func credentialStep(in Input) Step {
	s, passed, _ := milestone(in, protocol.MilestoneCredential)
	s.Done = passed && (in.ReportCurrent || allVerified(in))
	return s
}

// allVerified reports whether every secret that is stored for the form as it is
// now was accepted by the provider at some time.
func allVerified(in Input) bool {
	some := false
	for _, f := range in.Declaration.Secrets {
		i := in.Channel.Secrets[f.Name]
		if !i.Present() || !in.Declaration.Applies(in.Channel, f.When) {
			continue
		}
		if i.VerifiedAt.IsZero() {
			return false
		}
		some = true
	}
	return some
}

// deliveryStep is the provider's own word where it can be told by API; else the
// provider's staff do it, and what they answered to the hand-off counts.
func deliveryStep(in Input) (s Step, byCall bool) {
	s, passed, byCall := milestone(in, protocol.MilestoneDelivery)
	if byCall {
		s.Done = passed
		return s, true
	}
	return Step{
		ID: string(protocol.MilestoneDelivery), Title: app.Say("Address set at {{.Provider}}", "Provider", in.Declaration.Name),
		Hint:   app.Say("{{.Provider}}'s staff enter the address from the sheet. Mark it confirmed when they say so", "Provider", in.Declaration.Name),
		Short:  app.Say("Their staff enter it"),
		Result: app.Say("Confirmed"), Done: in.Answered, Page: "handoff", Action: app.Say("Open the hand-off"),
	}, false
}
