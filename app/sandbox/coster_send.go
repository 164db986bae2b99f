package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
)

// converse answers POST /bot/webhook of the conversation host.
func (c *Coster) converse(r *http.Request, q *plainRequest) *costerAnswer {
	t, refused := c.tokenFor(r, q)
	if refused != nil {
		return refused
	}
	if refused := c.readable(q); refused != nil {
		return refused
	}
	data := q.body.inner("data")
	m := costerMessage{CosterMessage: CosterMessage{
		Host: costerConversation, XID: q.body.text("xid"), AccountID: q.body.text("account_id"),
		DivisionID: q.body.text("division_id"), To: data.text("to"), Type: data.text("type"),
		Text: data.inner("text").text("body"),
	}}
	if refused := c.checkEnvelope(q, data, t, m.CosterMessage); refused != nil {
		return refused
	}
	c.mu.Lock()
	quirks := c.world.Quirks
	if c.world.NoSession[m.To] {
		m.troubleCode, m.trouble = 131047, "Re-engagement message"
	}
	c.mu.Unlock()
	m = c.accept(q, m)
	if quirks.PlainReply {
		return &costerAnswer{status: http.StatusOK, body: object{{"code", 200}, {"message", "OK"}, {"servertime", c.now().Unix()}}}
	}
	return c.accepted(m)
}

// readable refuses what is no JSON object.
func (c *Coster) readable(q *plainRequest) *costerAnswer {
	if q.bodyForm == "json" && !q.broken {
		return nil
	}
	if q.bodyForm != "json" {
		c.note(q, RuleBody, "%s takes JSON", q.path)
	}
	return invalid("Body is not valid JSON")
}

// envelopeConstants are members that always have the same value.
var envelopeConstants = []member{{"channel_id", "whatsapp-cloud"}, {"message_type", "outbound"}}

func (c *Coster) checkEnvelope(q *plainRequest, data fields, t CosterToken, m CosterMessage) *costerAnswer {
	c.needs(q, q.body, "xid", "channel_id", "account_id", "division_id", "is_helpdesk", "message_type", "data")
	c.needs(q, data, "messaging_product", "recipient_type", "to", "type")
	if _, isSwitch := q.body["is_helpdesk"].(bool); !isSwitch && q.body["is_helpdesk"] != nil {
		c.note(q, RuleType, "is_helpdesk is not true or false")
	}
	for _, want := range envelopeConstants {
		if q.body.text(want.Name) != want.Value {
			return c.wrong(q, fmt.Sprintf("%s must be %v", want.Name, want.Value))
		}
	}
	if m.XID == "" {
		return c.wrong(q, "xid is required")
	}
	a, refused := c.account(t, m.AccountID)
	switch {
	case refused != nil:
		return refused
	case !slices.Contains(a.DivisionIDs, m.DivisionID):
		return invalid("Unknown Division")
	case data == nil:
		return c.wrong(q, "data is required")
	case data.text("messaging_product") != "whatsapp":
		return c.wrong(q, "messaging_product must be whatsapp")
	case !digitsOnly.MatchString(m.To):
		return c.wrongNumber(q)
	case m.Type == "":
		return c.wrong(q, "type is required")
	case m.Type == "text" && m.Text == "":
		return c.wrong(q, "text.body is required")
	case m.Type != "text" && data.inner(m.Type) == nil:
		return c.wrong(q, m.Type+" is required")
	}
	return nil
}

// needs notes members that the reference has and the request has not.
func (c *Coster) needs(q *plainRequest, o fields, names ...string) {
	for _, name := range names {
		if _, ok := o[name]; !ok {
			c.note(q, RuleMissing, "%s is missing", name)
		}
	}
}

// wrong refuses a request for its form.
func (c *Coster) wrong(q *plainRequest, detail string) *costerAnswer {
	c.note(q, RuleRefused, "%s %s: %s", q.method, q.path, detail)
	return invalid(detail)
}

func (c *Coster) wrongNumber(q *plainRequest) *costerAnswer {
	c.note(q, RuleType, "to is not digits with the country's code in front")
	return invalid("Unknown Contact")
}

// accept keeps a message.
func (c *Coster) accept(q *plainRequest, m costerMessage) costerMessage {
	c.mu.Lock()
	m.At = c.now()
	m.ID = wamid(fmt.Sprint("coster ", c.options.Seed, len(c.messages)+1, " ", q.number))
	if c.world.NotOnWhatsApp[m.To] {
		m.troubleCode, m.trouble = 131026, "Message undeliverable"
	}
	if c.xids[m.XID] {
		c.violate(q.number, RuleAgain, "this xid was used before")
	}
	c.xids[m.XID] = true
	c.messages = append(c.messages, m)
	number := c.world.Accounts[m.AccountID].PhoneNumber
	c.mu.Unlock()
	c.send(m, number)
	return m
}

// accepted is the body of a success.
func (c *Coster) accepted(m costerMessage) *costerAnswer {
	c.mu.Lock()
	quirks := c.world.Quirks
	c.mu.Unlock()
	var xid any = m.XID
	if quirks.NumberXID && digitsOnly.MatchString(m.XID) {
		xid = json.Number(m.XID)
	}
	body := object{
		{"meta", quirks.meta()},
		{"contacts", []object{{{"input", m.To}, {"wa_id", m.To}}}},
		{"messages", []object{{{"id", m.ID}, {"xid", xid}}}},
	}
	if quirks.ZeroError {
		body = append(body, member{"errors", []object{{{"code", 0}, {"title", "Success"}}}})
	}
	return &costerAnswer{status: http.StatusOK, body: body}
}
