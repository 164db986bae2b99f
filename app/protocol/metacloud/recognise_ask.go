package metacloud

import (
	"context"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// RecogniseByAsking asks Meta what an identifier is. ok is false when it belongs
// where it is or when Meta does not know it.
func (p *Protocol) RecogniseByAsking(ctx context.Context, c protocol.Config, field, value string) (protocol.Placement, bool, error) {
	id := strings.Join(strings.Fields(value), "")
	if !(isID(field) || field == fieldCode) || !isDigits(id) || len(id) < idMin || len(id) > idMax {
		return protocol.Placement{}, false, nil
	}
	// The value itself may not yet be a valid one of its box.
	c.Channel = c.Channel.Clone()
	delete(c.Channel.Fields, field)
	k, bad := p.connect(c)
	if bad != nil {
		return protocol.Placement{}, false, bad
	}
	if e := k.need(secretToken); e != nil {
		return protocol.Placement{}, false, e
	}
	kind, name, e := k.identify(ctx, id)
	if e != nil {
		return protocol.Placement{}, false, e
	}
	if kind == "" || kind == field {
		return protocol.Placement{}, false, nil
	}
	why := app.Say("Meta says that it is the {{.Label}} of {{.Name}}.", "Label", app.Say(p.label(kind)), "Name", name)
	return protocol.Placement{Field: kind, Label: p.label(kind), Certain: true, Why: why}, true, nil
}

// nodeAnswer holds what the three kinds of things tell when nothing is asked in
// particular. Asking for a field that only one kind has would be refused.
type nodeAnswer struct {
	ID        text `json:"id"`
	Name      text `json:"name"`
	Display   text `json:"display_phone_number"`
	Namespace text `json:"message_template_namespace"`
	TimeZone  text `json:"timezone_id"`
	Category  text `json:"category"`
	Link      text `json:"link"`
}

// field is the box that the thing's id belongs to, "" for other things.
func (a nodeAnswer) field() string {
	switch {
	case a.Display != "":
		return fieldNumber
	case a.Namespace != "" || a.TimeZone != "":
		return fieldWABA
	case a.Category != "" || a.Link != "":
		return fieldApp
	}
	return ""
}

// identify finds out what an identifier stands for: the field it belongs to and
// its name, both "" when Meta does not know it or may not show it.
func (k *connection) identify(ctx context.Context, id string) (field, name string, e *app.Error) {
	var a nodeAnswer
	if err := k.get(ctx, id, nil, &a); err != nil {
		refused := app.AsError(err)
		if isRefusal(refused, wrongID...) || isRefusal(refused, 3, 10, 200) {
			return "", "", nil
		}
		return "", "", refused
	}
	field = a.field()
	name = k.clean(string(a.Name))
	if field == fieldNumber {
		name = app.FormatPhone(e164(k.clean(string(a.Display))))
	}
	if name == "" {
		name = id
	}
	return field, name, nil
}
