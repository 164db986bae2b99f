package metacloud

import (
	"context"
	"net/http"
	"net/url"
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
	kind, name, e := k.identify(ctx, id, field)
	if e != nil {
		return protocol.Placement{}, false, e
	}
	if kind == "" || kind == field {
		return protocol.Placement{}, false, nil
	}
	why := app.Say("Meta says that it is the {{.Label}} of {{.Name}}.", "Label", p.label(kind), "Name", name)
	return protocol.Placement{Field: kind, Label: p.label(kind), Certain: true, Why: why}, true, nil
}

// probe is a question that only one kind of thing answers.
type probe struct {
	field  string
	fields string
	// name gives the thing's name, or "" when the answer is not of this kind.
	name func(*connection, probeAnswer) string
}

type probeAnswer struct {
	accountAnswer
	Display      text `json:"display_phone_number"`
	VerifiedName text `json:"verified_name"`
}

var probes = []probe{
	{fieldNumber, "id,display_phone_number,verified_name", func(k *connection, a probeAnswer) string {
		return app.FormatPhone(e164(k.clean(string(a.Display))))
	}},
	{fieldWABA, "id,name,message_template_namespace", func(k *connection, a probeAnswer) string {
		if a.Namespace == "" {
			return ""
		}
		return k.nameOr(a.Name, a.ID)
	}},
	{fieldApp, "id,name,category", func(k *connection, a probeAnswer) string {
		if a.Category == "" {
			return ""
		}
		return k.nameOr(a.Name, a.ID)
	}},
}

func (k *connection) nameOr(name, id text) string {
	if n := k.clean(string(name)); n != "" {
		return n
	}
	return k.clean(string(id))
}

// identify finds out what an identifier stands for: the field it belongs to and
// its name, both "" when Meta does not know it. The box it stands in is asked
// first, so that a right value costs one call.
func (k *connection) identify(ctx context.Context, id, box string) (field, name string, e *app.Error) {
	for _, ask := range inOrder(box) {
		var a probeAnswer
		err := k.do(ctx, call{method: http.MethodGet, path: id, query: url.Values{"fields": {ask.fields}}, read: true}, &a)
		if err == nil {
			if name := ask.name(k, a); name != "" {
				return ask.field, name, nil
			}
			continue
		}
		refused := app.AsError(err)
		if !isRefusal(refused, wrongID...) && !isRefusal(refused, 3, 10, 200) {
			return "", "", refused
		}
	}
	return "", "", nil
}

func inOrder(box string) []probe {
	out := make([]probe, 0, len(probes))
	for _, p := range probes {
		if p.field == box {
			out = append(out, p)
		}
	}
	for _, p := range probes {
		if p.field != box {
			out = append(out, p)
		}
	}
	return out
}
