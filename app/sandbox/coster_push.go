package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// push answers POST /v1/{account_id}/messages of the push host.
func (c *Coster) push(r *http.Request, q *plainRequest) *costerAnswer {
	t, refused := c.tokenFor(r, q)
	if refused != nil {
		return refused
	}
	if refused := c.readable(q); refused != nil {
		return refused
	}
	template := q.body.inner("template")
	m := costerMessage{CosterMessage: CosterMessage{
		Host: costerPush, XID: q.body.text("xid"), AccountID: q.segments[1], To: q.body.text("to"),
		Type: q.body.text("type"), Template: template.text("name"), Language: template.inner("language").text("code"),
	}}
	if refused := c.checkPush(q, t, template, m.CosterMessage); refused != nil {
		return refused
	}
	known, refused := c.templateOf(m.CosterMessage)
	if refused != nil {
		return refused
	}
	counts, refused := c.readComponents(q, template, &m)
	if refused != nil {
		return refused
	}
	if counts != [3]int{known.Header, known.Body, known.Button} {
		m.troubleCode, m.trouble = 132000, "Number of parameters does not match the expected number of params"
	}
	body := m.Values[counts[0] : counts[0]+counts[1]]
	m.Text = fillVariables(known.Text, body)
	return c.accepted(c.accept(q, m))
}

// foreignToPush are members of Meta's own interface, or of older ones, that a
// push does not have.
var foreignToPush = []string{"messaging_product", "recipient_type", "account_id", "division_id", "channel_id", "data"}

func (c *Coster) checkPush(q *plainRequest, t CosterToken, template fields, m CosterMessage) *costerAnswer {
	for _, name := range foreignToPush {
		if _, has := q.body[name]; has {
			c.note(q, RuleForeign, "%s does not belong to a push", name)
		}
	}
	if _, has := template["namespace"]; has {
		c.note(q, RuleForeign, "namespace does not belong to a push")
	}
	c.needs(q, q.body, "xid", "to", "type")
	if _, refused := c.account(t, m.AccountID); refused != nil {
		return refused
	}
	switch {
	case m.XID == "":
		return c.wrong(q, "xid is required")
	case !digitsOnly.MatchString(m.To):
		return c.wrongNumber(q)
	case m.Type != "template":
		return c.wrong(q, "type must be template")
	case m.Template == "":
		return c.wrong(q, "template.name is required")
	case m.Language == "":
		return c.wrong(q, "template.language.code is required")
	}
	if template.inner("language").text("policy") != "deterministic" {
		c.note(q, RuleMissing, "template.language.policy is not deterministic")
	}
	return nil
}

// templateOf finds the registered template of a message.
func (c *Coster) templateOf(m CosterMessage) (CosterTemplate, *costerAnswer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range c.world.Templates {
		if t.AccountID == m.AccountID && t.Name == m.Template && t.Language == m.Language {
			return t, nil
		}
	}
	return CosterTemplate{}, invalid("Unknown Template")
}

// componentOrder is the order in which values are kept and counted.
var componentOrder = []string{"header", "body", "button"}

// readComponents reads the values and counts them by kind of component.
func (c *Coster) readComponents(q *plainRequest, template fields, m *costerMessage) (counts [3]int, refused *costerAnswer) {
	components, ok := template.list("components")
	if !ok {
		return counts, c.wrong(q, "template.components is invalid")
	}
	var values [3][]string
	for _, one := range components {
		kind := slices.Index(componentOrder, strings.ToLower(one.text("type")))
		if kind < 0 {
			return counts, c.wrong(q, "template.components.type is invalid")
		}
		if componentOrder[kind] == "button" {
			c.judgeButton(q, one)
		}
		parameters, ok := one.list("parameters")
		if !ok {
			return counts, c.wrong(q, "template.components.parameters is invalid")
		}
		for _, p := range parameters {
			value, ok := parameterValue(p)
			if !ok {
				return counts, c.wrong(q, fmt.Sprintf("a parameter of the %s is invalid", componentOrder[kind]))
			}
			values[kind] = append(values[kind], value)
		}
	}
	for i := range values {
		counts[i] = len(values[i])
	}
	m.Values = slices.Concat(values[0], values[1], values[2])
	return counts, nil
}

// judgeButton notes an index that is no number, which some other providers take.
func (c *Coster) judgeButton(q *plainRequest, button fields) {
	if _, isNumber := button["index"].(json.Number); !isNumber {
		c.note(q, RuleType, "index of a button is not a number")
	}
	if button.text("sub_type") == "" {
		c.note(q, RuleMissing, "sub_type of a button is missing")
	}
}

// parameterValue is the text of a parameter, or where its file is.
func parameterValue(p fields) (string, bool) {
	switch kind := p.text("type"); kind {
	case "text", "payload":
		text, isText := p[kind].(string)
		return text, isText && text != ""
	case "image", "video", "document":
		link := p.inner(kind).text("link")
		return link, link != ""
	}
	return "", false
}
