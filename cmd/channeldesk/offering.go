package main

import (
	"slices"
	"strings"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
)

// offering is the target of a verb that changes something, if its protocol
// offers what the verb needs.
func (d *desk) offering(a protocol.Ability) (channel.View, error) {
	v, err := d.editable()
	switch {
	case err != nil:
		return v, err
	case v.Declaration.ID == "":
		return v, app.NewError(app.CodeIncomplete, app.Say("Choose a protocol first.")).WithField("protocol")
	case slices.Contains(abilityNames(d.Channel.Abilities(v.Channel.Protocol)), a):
		return v, nil
	}
	return v, d.lacking(v, a)
}

// lacking says what the protocol does not offer, and which verb does it instead.
func (d *desk) lacking(v channel.View, a protocol.Ability) error {
	lack, ok := v.Declaration.Lacks(a)
	if !ok {
		lack.What = app.Say("{{.Protocol}} does not offer this.", "Protocol", v.Declaration.Name)
	}
	fix, has := lack.Instead.String(), d.Channel.Abilities(v.Channel.Protocol)
	switch address := a == protocol.AbilityRegister || a == protocol.AbilityOverride || a == protocol.AbilitySubscribe; {
	case address && has.Register:
		fix += " Use: channeldesk register"
	case address && has.Override:
		fix += " Use: channeldesk webhook set"
	case lack.Page == "handoff":
		fix += " Use: channeldesk handoff --include-secret -o FILE"
	case a == protocol.AbilityTestSend:
		fix += " Use: channeldesk check"
	}
	e := app.NewError(app.CodeUnsupported, lack.What)
	if fix = strings.TrimSpace(fix); fix != "" {
		e = e.WithFix(app.Say("{{.Fix}}", "Fix", fix))
	}
	return e
}

// abilityNames are the abilities that a protocol has, in a fixed order.
func abilityNames(a channel.Abilities) []protocol.Ability {
	out := []protocol.Ability{}
	for _, one := range []struct {
		has  bool
		name protocol.Ability
	}{
		{a.Pick, protocol.AbilityPick},
		{a.Subscribe, protocol.AbilitySubscribe},
		{a.Override, protocol.AbilityOverride},
		{a.Register, protocol.AbilityRegister},
		{a.TestSend, protocol.AbilityTestSend},
	} {
		if one.has {
			out = append(out, one.name)
		}
	}
	return out
}

// abilityText says what an ability is and which verb uses it.
var abilityText = map[protocol.Ability]string{
	protocol.AbilityPick:      "pick from what the token can see: channeldesk numbers",
	protocol.AbilitySubscribe: "switch message delivery on: channeldesk subscribe",
	protocol.AbilityOverride:  "set this channel's own webhook address: channeldesk webhook set",
	protocol.AbilityRegister:  "register the webhook address for the organisation: channeldesk register",
	protocol.AbilityTestSend:  "prove a token by a test message: channeldesk test-message",
}
