package sandbox

import (
	"net/http"
	"strconv"
)

// broadcast finds a broadcast of the caller's organisation.
func (k *Qontak) broadcast(c qontakCaller, id string) (qontakMessage, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, m := range k.messages {
		if m.BroadcastID == id && m.OrganisationID == c.organisation {
			return m, true
		}
	}
	return qontakMessage{}, false
}

// getBroadcast answers GET /broadcasts/{id}/whatsapp.
func (k *Qontak) getBroadcast(q *plainRequest, c qontakCaller) *qontakAnswer {
	m, ok := k.broadcast(c, q.segments[1])
	if !ok {
		return refuse(http.StatusNotFound, "Broadcast not found")
	}
	n, _ := k.integration(c, m.IntegrationID)
	t, _ := k.template(c, m.TemplateID)
	return &qontakAnswer{status: http.StatusOK, data: k.broadcastBody(m, n, t)}
}

// broadcastLog answers GET /broadcasts/{id}/whatsapp/log. It is empty right
// after sending.
func (k *Qontak) broadcastLog(q *plainRequest, c qontakCaller) *qontakAnswer {
	k.knowsQuery(q, listNames...)
	m, ok := k.broadcast(c, q.segments[1])
	if !ok {
		return refuse(http.StatusNotFound, "Broadcast not found")
	}
	data := []object{}
	if now := k.now(); now.Sub(m.At) >= qontakLogged {
		k.mu.Lock()
		told := k.told[m.WhatsAppID]
		k.mu.Unlock()
		data = append(data, logLine(m.at(now, told)))
	}
	return &qontakAnswer{status: http.StatusOK, data: data, meta: object{{"pagination", object{
		{"cursor", object{}}, {"offset", 1}, {"limit", qontakPage}, {"total", len(data)},
	}}}}
}

func logLine(m QontakMessage) object {
	trouble, wamid := m.Error, any(m.WhatsAppID)
	if trouble == "" {
		trouble = "n/a"
	}
	if m.State == "pending" {
		wamid = nil
	}
	values := object{}
	for i, name := range m.Names {
		values = append(values, member{name, m.Values[i]})
	}
	return object{
		{"id", m.LogID},
		{"organization_id", m.OrganisationID},
		{"messages_broadcast_id", m.BroadcastID},
		{"contact_phone_number", m.To},
		{"contact_full_name", m.Name},
		{"status", m.State},
		{"whatsapp_message_id", wamid},
		{"whatsapp_error_message", trouble},
		{"messages_response", object{
			{"messaging_product", "whatsapp"},
			{"contacts", []object{{{"input", m.To}, {"wa_id", m.To}}}},
			{"messages", []object{{{"id", m.WhatsAppID}, {"message_status", "accepted"}}}},
		}},
		{"messages", object{{"body", object{{"type", "body"}, {"parameters", values}}}}},
		{"created_at", m.At.Format(qontakTime)},
		{"is_pacing", false},
		{"channel_integration_id", m.IntegrationID},
	}
}

// broadcastBody is a broadcast as the sending call and the detail show it: its
// parameters are an object, and the id is not that of the message.
func (k *Qontak) broadcastBody(m qontakMessage, n QontakIntegration, t QontakTemplate) object {
	state := m.at(k.now(), "").State
	body, buttons := object{}, object{}
	for i, text := range m.Values {
		body = append(body, member{strconv.Itoa(i + 1), object{{"value", m.Names[i]}, {"value_text", text}}})
	}
	for i := range t.Buttons {
		if suffix, ok := m.Suffixes[strconv.Itoa(i)]; ok {
			buttons = append(buttons, member{strconv.Itoa(i), object{{"type", "url"}, {"value", suffix}}})
		}
	}
	count := object{}
	for _, name := range []string{"failed", "delivered", "read", "pending", "sent"} {
		n := 0
		if name == state {
			n = 1
		}
		count = append(count, member{name, n})
	}
	return object{
		{"id", m.BroadcastID},
		{"name", m.Name},
		{"organization_id", m.OrganisationID},
		{"channel_integration_id", m.IntegrationID},
		{"contact_list_id", nil},
		{"contact_id", deriveUUID("qontak contact " + m.To)},
		{"target_channel", n.TargetChannel},
		{"send_at", m.At.Format(qontakTime)},
		{"execute_status", "todo"},
		{"execute_type", "immediately"},
		{"parameters", object{{"header", object{}}, {"body", body}, {"buttons", buttons}}},
		{"created_at", m.At.Format(qontakTime)},
		{"message_status_count", count},
		{"message_template", t.body()},
		{"message_broadcast_error", nil},
		{"channel_account_name", n.AccountName},
		{"channel_phone_number", n.PhoneNumber},
	}
}
