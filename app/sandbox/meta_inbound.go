package sandbox

import (
	"strconv"
	"strings"
)

// business is what the phones need of Meta.
func (m *Meta) business() business {
	return business{
		account: func(id string) (string, string, bool) {
			n, ok := m.number(id)
			return n.VerifiedName, "+" + onlyDigits(n.Display), ok
		},
		sample: func() (string, string) { v := m.Sample(); return v.PhoneNumberID, v.Customer },
		wrote:  m.customerWrote,
		read: func(id string) {
			m.mu.Lock()
			one := m.byID[id]
			m.mu.Unlock()
			if one == nil {
				return
			}
			j := journey{id: id, reach: func(state string) { m.reach(one, state) }}
			m.add(m.courier.delivery(), 0, "hand"+id, m.reaches(j, stateRead), metaStatus{one, stateRead, m.options.Clock.Now()})
		},
		preference: m.customerPrefers,
	}
}

// frame is the part of a value that names number and customer.
func (m *Meta) frame(c Chat) (n Number, value object) {
	n, _ = m.number(c.Account)
	return n, object{
		{"messaging_product", "whatsapp"},
		{"metadata", object{{"display_phone_number", onlyDigits(n.Display)}, {"phone_number_id", n.ID}}},
		{"contacts", []object{{{"profile", object{{"name", c.Name}}}, {"wa_id", c.Customer}}}},
	}
}

// customerWrote tells what a customer wrote.
func (m *Meta) customerWrote(c Chat, b Bubble, a Act) {
	n, value := m.frame(c)
	if a.Type == "image" {
		m.keepMedia(metaMedia{id: mediaID(b.ID), number: n.ID, kind: "image/png", data: samplePicture()})
	}
	message := object{{"from", c.Customer}, {"id", b.ID}, {"timestamp", strconv.FormatInt(b.At.Unix(), 10)}}
	if b.ReplyTo != "" && a.Type != "reaction" {
		message = append(object{{"context", object{{"from", onlyDigits(n.Display)}, {"id", b.ReplyTo}}}}, message...)
	}
	message = append(message, cloudContent(c, b, a)...)
	m.change(n.WABAID, n.ID, "messages", "message", append(value, member{"messages", []object{message}}))
}

// cloudContent is the type of a customer's message with what belongs to it, in
// Meta's shape.
func cloudContent(c Chat, b Bubble, a Act) object {
	switch a.Type {
	case "button":
		return object{{"type", "button"}, {"button", object{{"payload", a.payload}, {"text", a.Text}}}}
	case "interactive":
		return object{{"type", "interactive"}, {"interactive", object{
			{"type", "button_reply"}, {"button_reply", object{{"id", a.payload}, {"title", a.Text}}},
		}}}
	case "image":
		image := object{}
		if a.Text != "" {
			image = append(image, member{"caption", a.Text})
		}
		image = append(image, member{"mime_type", "image/png"}, member{"sha256", sampleMediaHash}, member{"id", mediaID(b.ID)})
		return object{{"type", "image"}, {"image", image}}
	case "reaction":
		return object{{"type", "reaction"}, {"reaction", object{{"message_id", b.ReplyTo}, {"emoji", a.Text}}}}
	case "location":
		name := a.Text
		if name == "" {
			name = "Monumen Nasional"
		}
		return object{{"type", "location"}, {"location", object{{"latitude", -6.1754}, {"longitude", 106.8272}, {"name", name}, {"address", "Jakarta"}}}}
	case "unsupported":
		return object{{"type", "unsupported"}, {"errors", []object{{
			{"code", 131051}, {"title", "Message type unknown"}, {"message", "Message type unknown"},
			{"error_data", object{{"details", "Message type is currently not supported."}}},
		}}}}
	}
	return object{{"type", "text"}, {"text", object{{"body", a.Text}}}}
}

// customerPrefers tells that a customer opted out of marketing, or in again.
func (m *Meta) customerPrefers(c Chat, stop bool) {
	n, value := m.frame(c)
	word, detail := "resume", "User requested to resume marketing messages"
	if stop {
		word, detail = "stop", "User requested to stop marketing messages"
	}
	m.change(n.WABAID, n.ID, "user_preferences", "preference", append(value, member{"user_preferences", []object{{
		{"wa_id", c.Customer}, {"detail", detail}, {"category", "marketing_messages"}, {"value", word},
		{"timestamp", m.options.Clock.Now().Unix()},
	}}}))
}

// Notice tells any other change of the sample account, as a quality update: field
// is Meta's name, value the payload's. Those of templates have calls of their own.
func (m *Meta) Notice(wabaID, field string, value map[string]any) error {
	if _, ok := m.waba(wabaID); !ok {
		return errAccount
	}
	known := false
	for _, f := range webhookFields {
		known = known || f == field
	}
	if !known {
		return errField
	}
	o := object{}
	for _, name := range sortedNames(value) {
		o = append(o, member{name, value[name]})
	}
	m.change(wabaID, "", field, strings.TrimSuffix(field, "_update"), o)
	return nil
}
