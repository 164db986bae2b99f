package qontak

import (
	"context"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/transport"
)

// targetCloud is Qontak's word for numbers of the Cloud API, the kind that is
// set up here.
const targetCloud = "wa_cloud"

// ListNumbers gives the WhatsApp channels of the organisation that the sign-in
// belongs to.
func (p *Protocol) ListNumbers(ctx context.Context, c protocol.Config) ([]protocol.Number, error) {
	// What stands in the box may be wrong: choosing is how it gets mended.
	c.Channel = c.Channel.Clone()
	delete(c.Channel.Fields, fieldChannel)
	k, bad := p.ready(c)
	if bad != nil {
		return nil, bad
	}
	list, _, bad := k.integrations(ctx)
	if bad != nil {
		return nil, bad
	}
	out := make([]protocol.Number, 0, len(list))
	for _, i := range list {
		status := "ACTIVE"
		if !i.isActive() {
			status = "INACTIVE"
		}
		out = append(out, protocol.Number{
			Fields:       map[string]string{fieldChannel: string(i.ID)},
			AccountCode:  i.accountCode(),
			VerifiedName: k.clean(string(i.Settings.Name)),
			Status:       status,
		})
	}
	return out, nil
}

// integrations reads all pages of the organisation's WhatsApp channels, each
// once, and gives the first page's answer for what its headers tell.
func (k *connection) integrations(ctx context.Context) ([]integration, transport.Answer, *app.Error) {
	var out []integration
	var first transport.Answer
	seen := map[string]bool{}
	for pages := newPager(); ; {
		q := pages.query()
		q.Set("target_channel", targetCloud)
		var list []integration
		meta, answer, bad := k.get(ctx, "integrations", "/integrations", q, &list)
		if pages.pages == 0 {
			first = answer
		}
		if bad != nil {
			return nil, first, bad
		}
		fresh := 0
		for _, i := range list {
			id, ok := cleanUUID(string(i.ID))
			if !ok || seen[id] {
				continue
			}
			seen[id], i.ID = true, text(id)
			out = append(out, i)
			fresh++
		}
		switch pages.took(len(list), fresh, meta) {
		case atEnd:
			return out, first, nil
		case runsInCircles:
			return nil, first, k.p.caller.Strange(app.Say("Qontak's list of channels does not come to an end."), "paging")
		case goesOn:
		}
	}
}

// integration asks for one channel by its ID. found is false when Qontak does
// not know it or does not show it to this sign-in.
func (k *connection) integration(ctx context.Context, id string) (i integration, found bool, bad *app.Error) {
	var answer lone[integration]
	_, _, bad = k.get(ctx, "integrations/"+id, "/integrations/{id}", nil, &answer)
	if bad != nil {
		return i, false, unlessUnknown(bad)
	}
	own, ok := cleanUUID(string(answer.it.ID))
	return answer.it, ok && own == id, nil
}

// isTemplate asks whether an ID is that of a message template.
func (k *connection) isTemplate(ctx context.Context, id string) (name string, is bool, bad *app.Error) {
	var answer lone[struct {
		ID   text `json:"id"`
		Name text `json:"name"`
	}]
	_, _, bad = k.get(ctx, "templates/"+id+"/whatsapp", "/templates/{id}/whatsapp", nil, &answer)
	if bad != nil {
		return "", false, unlessUnknown(bad)
	}
	own, ok := cleanUUID(string(answer.it.ID))
	return k.clean(string(answer.it.Name)), ok && own == id, nil
}

// unlessUnknown drops a refusal that only says that an ID is not known or not
// shown.
func unlessUnknown(e *app.Error) *app.Error {
	if isStatus(e, 400, 403, 404, 422) {
		return nil
	}
	return e
}
