package sandbox

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestCosterRefusesPushes(t *testing.T) {
	b := newCosterBench(t)
	for replacement, details := range map[[2]string]string{
		{`"xid":"p-1",`, ""}:                                            "xid is required",
		{digitsOf(b.v.Customer), b.v.Customer}:                          "Unknown Contact",
		{digitsOf(b.v.Customer), "081255507001"}:                        "Unknown Contact",
		{`"type":"template"`, `"type":"text"`}:                          "type must be template",
		{`"name":"` + b.v.Template + `",`, ""}:                          "template.name is required",
		{`"code":"id"`, `"code":""`}:                                    "template.language.code is required",
		{`"code":"id"`, `"code":"en"`}:                                  "Unknown Template",
		{b.v.Template, b.v.UnknownTemplate}:                             "Unknown Template",
		{`"type":"body"`, `"type":"chorus"`}:                            "template.components.type is invalid",
		{`"text":"Sari"`, `"text":7`}:                                   "a parameter of the body is invalid",
		{`"parameters":[`, `"parameters":"x","p":[`}:                    "template.components.parameters is invalid",
		{`"components":[{"type":"body"`, `"components":{},"c":[{"a":0`}: "template.components is invalid",
	} {
		b.push(b.v.PushToken, b.template(replacement[0], replacement[1])).invalidAs(t, details)
	}
	b.push(b.v.PushToken, "{").invalidAs(t, "Body is not valid JSON")
	require.Empty(t, b.c.Messages())
}

func TestCosterRefusesSessionMessages(t *testing.T) {
	b := newCosterBench(t)
	for replacement, details := range map[[2]string]string{
		{`"xid":"s-1",`, ""}:                    "xid is required",
		{"whatsapp-cloud", "whatsapp"}:          "channel_id must be whatsapp-cloud",
		{"outbound", "inbound"}:                 "message_type must be outbound",
		{`"messaging_product":"whatsapp",`, ""}: "messaging_product must be whatsapp",
		{`"data":{`, `"payload":{`}:             "data is required",
		{digitsOf(b.v.Customer), b.v.Customer}:  "Unknown Contact",
		{`"type":"text",`, ""}:                  "type is required",
		{`"type":"text"`, `"type":"image"`}:     "image is required",
		{"Selamat pagi.", ""}:                   "text.body is required",
	} {
		b.converse(b.v.ConversationToken, b.session(replacement[0], replacement[1])).invalidAs(t, details)
	}
	require.Empty(t, b.c.Messages())
	image := b.session(`"type":"text","text":{"body":"Selamat pagi."}`, `"type":"image","image":{"link":"https://files.example.test/a.png"}`)
	require.Equal(t, 200, b.converse(b.v.ConversationToken, image).status, "other types of the Cloud API pass")
}

// What is taken but is not as the reference has it.
func TestCosterViolations(t *testing.T) {
	b := newCosterBench(t)
	push := func(want Rule, replacements ...string) {
		t.Helper()
		b.c.Forget()
		r := b.push(b.v.PushToken, b.template(replacements...))
		require.Equal(t, 200, r.status, r.raw)
		require.Contains(t, rulesIn(b.c.Violations()), want)
	}
	push(RuleForeign, `"xid":"p-1"`, `"xid":"p-1","messaging_product":"whatsapp"`)
	push(RuleForeign, `"xid":"p-1"`, `"xid":"p-2","recipient_type":"individual"`)
	push(RuleForeign, `"template":{`, `"template":{"namespace":"a_b",`)
	push(RuleMissing, `"policy":"deterministic",`, "")
	button := func(index string) []string {
		return []string{
			b.v.Template, b.v.CodeTemplate, `{"type":"text","text":"Sari"},{"type":"text","text":"Rp75.000"}]}`,
			`{"type":"text","text":"123456"}]},{"type":"button","sub_type":"url","index":` + index +
				`,"parameters":[{"type":"text","text":"123456"}]}`, "p-1", fmt.Sprint("otp-", len(index)),
		}
	}
	push(RuleType, button(`"0"`)...)
	b.c.Forget()
	require.Equal(t, 200, b.push(b.v.PushToken, b.template(button("0")...)).status)
	require.Empty(t, b.c.Violations())
	b.clock.move(time.Minute)
	all := b.c.Messages()
	require.Equal(t, "delivered", all[len(all)-1].State)
	require.Equal(t, "123456 adalah kode verifikasi Anda.", all[len(all)-1].Text)

	b.c.Forget()
	r := b.send("POST", "/push/v1/"+b.v.AccountID+"/messages", b.v.PushToken, "text/plain", b.template())
	r.invalidAs(t, "Body is not valid JSON")
	require.Contains(t, rulesIn(b.c.Violations()), RuleBody)
	b.c.Forget()
	b.converse(b.v.ConversationToken, b.session(`"is_helpdesk":false,`, ""))
	require.Contains(t, rulesIn(b.c.Violations()), RuleMissing)
}
