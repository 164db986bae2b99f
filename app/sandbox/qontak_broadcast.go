package sandbox

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// sendBroadcast answers POST /broadcasts/whatsapp/direct.
func (k *Qontak) sendBroadcast(q *plainRequest, c qontakCaller) *qontakAnswer {
	if q.bodyForm != "json" {
		k.note(q, RuleBody, "%s takes JSON", q.path)
	}
	m := qontakMessage{QontakMessage: QontakMessage{
		OrganisationID: c.organisation, IntegrationID: q.body.text("channel_integration_id"),
		To: q.body.text("to_number"), Name: q.body.text("to_name"), TemplateID: q.body.text("message_template_id"),
		Language: q.body.inner("language").text("code"), Suffixes: map[string]string{},
	}}
	wrong := k.checkReceiver(q, m)
	n, known := k.integration(c, m.IntegrationID)
	switch {
	case m.IntegrationID == "":
		wrong = append(wrong, "Channel integration can't be blank")
	case !known:
		wrong = append(wrong, "Channel integration not found")
	case !n.Active:
		wrong = append(wrong, "Channel integration is not active")
	}
	t, known := k.template(c, m.TemplateID)
	switch {
	case m.TemplateID == "":
		wrong = append(wrong, "Message template can't be blank")
	case !known:
		wrong = append(wrong, "Message template not found")
	case t.Status != templateApproved:
		wrong = append(wrong, "Message template is not approved")
	case m.Language == "":
		wrong = append(wrong, "Language code can't be blank")
	case m.Language != t.Language:
		wrong = append(wrong, "Language code is invalid")
	default:
		wrong = append(wrong, k.readParameters(q, t, &m)...)
	}
	if len(wrong) > 0 {
		return refuse(http.StatusUnprocessableEntity, wrong...)
	}
	m.TemplateName, m.Text = t.Name, fillVariables(t.Body, m.Values)
	return k.accept(q, n, t, m)
}

var (
	digitsOnly   = regexp.MustCompile(`^[1-9][0-9]{7,14}$`)
	variableName = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)+$`)
)

func (k *Qontak) checkReceiver(q *plainRequest, m qontakMessage) (wrong []string) {
	switch {
	case m.To == "":
		wrong = append(wrong, "To number can't be blank")
	case !digitsOnly.MatchString(m.To):
		k.note(q, RuleType, "to_number is not digits with the country's code in front")
		wrong = append(wrong, "To number is invalid")
	}
	if m.Name == "" {
		wrong = append(wrong, "To name can't be blank")
	}
	return wrong
}

// readParameters reads the values. value is the name of the variable and
// value_text what is sent: who swaps them sends the name.
func (k *Qontak) readParameters(q *plainRequest, t QontakTemplate, m *qontakMessage) (wrong []string) {
	parameters := q.body.inner("parameters")
	if header := parameters.inner("header"); header != nil {
		wrong = append(wrong, readBroadcastHeader(t, header, m)...)
	} else if t.HeaderFormat != "" && t.HeaderFormat != "TEXT" {
		m.trouble = "(#132012) Parameter format does not match format in the created template"
	}
	body, ok := parameters.list("body")
	if !ok {
		return append(wrong, "Parameters body is invalid")
	}
	m.Values, m.Names = make([]string, len(body)), make([]string, len(body))
	for i, p := range body {
		position, ok := k.position(q, p["key"])
		if !ok || position < 1 || position > len(body) {
			return append(wrong, "Parameters body key is invalid")
		}
		name, text := p.text("value"), p.text("value_text")
		if text == "" || name == "" {
			wrong = append(wrong, fmt.Sprintf("Parameters body %d value can't be blank", i+1))
		}
		if variableName.MatchString(text) && !variableName.MatchString(name) {
			k.note(q, RuleSwapped, "value and value_text of body %d look swapped", i+1)
		}
		m.Values[position-1], m.Names[position-1] = text, name
	}
	if len(body) != countVariables(t.Body) && m.trouble == "" {
		m.trouble = "(#132000) Number of parameters does not match the expected number of params"
	}
	return append(wrong, k.readSuffixes(q, t, parameters, m)...)
}

// position reads a place, which is a text with a number; a number is taken too.
func (k *Qontak) position(q *plainRequest, value any) (int, bool) {
	switch v := value.(type) {
	case string:
		n, err := strconv.Atoi(v)
		return n, err == nil
	case json.Number:
		k.note(q, RuleType, "a key or index is a number and not a text")
		n, err := strconv.Atoi(v.String())
		return n, err == nil
	}
	return 0, false
}

func readBroadcastHeader(t QontakTemplate, header fields, m *qontakMessage) []string {
	if t.HeaderFormat == "" || !strings.EqualFold(header.text("format"), t.HeaderFormat) {
		return []string{"Parameters header format is invalid"}
	}
	params, ok := header.list("params")
	if !ok {
		return []string{"Parameters header params is invalid"}
	}
	for _, p := range params {
		if p.text("key") == "url" {
			m.Header = p.text("value")
		}
	}
	if m.Header == "" {
		return []string{"Parameters header url can't be blank"}
	}
	return nil
}

func (k *Qontak) readSuffixes(q *plainRequest, t QontakTemplate, parameters fields, m *qontakMessage) (wrong []string) {
	buttons, ok := parameters.list("buttons")
	if !ok {
		return []string{"Parameters buttons is invalid"}
	}
	for _, b := range buttons {
		index, ok := k.position(q, b["index"])
		if !ok || index < 0 || index >= len(t.Buttons) || !strings.EqualFold(b.text("type"), "url") || b.text("value") == "" {
			return []string{"Parameters buttons is invalid"}
		}
		m.Suffixes[strconv.Itoa(index)] = b.text("value")
	}
	dynamic := 0
	for _, b := range t.Buttons {
		if countVariables(b.URL) > 0 {
			dynamic++
		}
	}
	if dynamic != len(m.Suffixes) && m.trouble == "" {
		m.trouble = "(#131008) Required parameter is missing"
	}
	return nil
}

// accept keeps a broadcast and answers with its id.
func (k *Qontak) accept(q *plainRequest, n QontakIntegration, t QontakTemplate, m qontakMessage) *qontakAnswer {
	k.mu.Lock()
	serial := fmt.Sprint(len(k.messages)+1, " ", q.number)
	m.At = k.now()
	m.BroadcastID, m.LogID = deriveUUID("qontak broadcast "+serial), deriveUUID("qontak log "+serial)
	m.WhatsAppID = wamid("qontak " + k.options.Seed + serial)
	if k.world.NotOnWhatsApp[m.To] {
		m.trouble = "(#131026) Message undeliverable"
	}
	k.messages = append(k.messages, m)
	k.mu.Unlock()
	k.sendBroadcastTo(m, n, t)
	return &qontakAnswer{status: http.StatusCreated, data: k.broadcastBody(m, n, t)}
}

// wamid makes a WhatsApp message id.
func wamid(name string) string {
	return "wamid." + base64.StdEncoding.EncodeToString(slices.Concat([]byte("\x1d"), derive("", "wamid "+name, 38)))
}
