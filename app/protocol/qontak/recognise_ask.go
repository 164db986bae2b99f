package qontak

import (
	"context"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// idKind is what an ID of Qontak's stands for.
type idKind int

const (
	kindNothing idKind = iota // not known, or not shown to this sign-in
	kindChannel
	kindOrganisation
	kindTemplate
)

// identity is what Qontak says of an ID.
type identity struct {
	kind    idKind
	channel integration
	name    string
}

// identify finds out what an ID stands for that is not among the listed channels.
func (k *connection) identify(ctx context.Context, id string, list []integration) (identity, *app.Error) {
	for _, i := range list {
		if own, ok := cleanUUID(string(i.Organisation)); ok && own == id {
			return identity{kind: kindOrganisation}, nil
		}
	}
	i, found, e := k.integration(ctx, id)
	if found || e != nil {
		return identity{kind: kindChannel, channel: i}, e
	}
	name, is, e := k.isTemplate(ctx, id)
	if e != nil || !is {
		return identity{}, e
	}
	if name == "" {
		name = id
	}
	return identity{kind: kindTemplate, name: name}, nil
}

// RecogniseByAsking asks Qontak what an ID is. ok is false when it belongs where
// it is or when Qontak does not know it. An ID of something that has no box here
// is told with an empty Field.
func (p *Protocol) RecogniseByAsking(ctx context.Context, c protocol.Config, field, value string) (protocol.Placement, bool, error) {
	box, _ := p.declaration.Field(fieldChannel)
	id, err := box.Check(strings.TrimSpace(value))
	if field != fieldChannel && field != fieldCode || err != nil || id == "" {
		return protocol.Placement{}, false, nil
	}
	// The value itself may not yet be a valid one of its box.
	c.Channel = c.Channel.Clone()
	delete(c.Channel.Fields, field)
	k, bad := p.ready(c)
	if bad != nil {
		return protocol.Placement{}, false, bad
	}
	list, _, bad := k.integrations(ctx)
	if bad != nil {
		return protocol.Placement{}, false, bad
	}
	for _, i := range list {
		if string(i.ID) != id {
			continue
		}
		if field == fieldChannel {
			return protocol.Placement{}, false, nil
		}
		return protocol.Placement{Field: fieldChannel, Label: p.label(fieldChannel), Certain: true,
			Why: app.Say("Qontak says that it is the channel {{.Name}}.", "Name", k.nameOf(i))}, true, nil
	}
	what, bad := k.identify(ctx, id, list)
	if bad != nil {
		return protocol.Placement{}, false, bad
	}
	place, ok := what.placement(k)
	return place, ok, nil
}

// placement tells of an ID for which there is no box here.
func (w identity) placement(k *connection) (protocol.Placement, bool) {
	place := protocol.Placement{Certain: true}
	switch w.kind {
	case kindOrganisation:
		place.Label, place.Why = "Organisation ID", app.Say("Choose the channel from the list instead.")
	case kindTemplate:
		place.Label, place.Why = "Template ID", app.Say("It is the template {{.Name}}. Choose the channel from the list instead.", "Name", w.name)
	case kindChannel:
		target := k.clean(string(w.channel.Target))
		if target == "" || target == targetCloud {
			return protocol.Placement{}, false
		}
		place.Label = "ID of another channel"
		place.Why = app.Say("{{.Name}} is a channel of another kind: {{.Kind}}. Choose a WhatsApp channel from the list instead.", "Name", k.nameOf(w.channel), "Kind", kindWords(target))
	case kindNothing:
		return protocol.Placement{}, false
	}
	return place, true
}

// nameOf is a channel's name, or its ID where it has none.
func (k *connection) nameOf(i integration) string {
	if name := k.clean(string(i.Settings.Name)); name != "" {
		return name
	}
	return k.clean(string(i.ID))
}
