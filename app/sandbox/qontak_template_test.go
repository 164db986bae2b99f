package sandbox

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestQontakTemplates(t *testing.T) {
	b := newQontakBench(t)
	r := b.get("/templates/whatsapp")
	require.Equal(t, 200, r.status)
	require.Equal(t, "body buttons category footer header id language name organization_id quality_rating quality_rating_text status type",
		r.keysOf(t, "data"))
	require.Len(t, r.json(t)["data"], 6)
	require.NotContains(t, r.raw, b.v.ForeignTemplateID)
	for query, count := range map[string]int{
		"status=APPROVED": 3, "statuses[]=PENDING&statuses[]=REJECTED": 2, "category[]=MARKETING": 2,
		"excluded_category[]=MARKETING": 4, "query=invoice": 1, "limit=2&offset=3": 2, "limit=5&offset=2": 1,
	} {
		require.Len(t, b.get("/templates/whatsapp?" + query).json(t)["data"], count, query)
	}
	r = b.get("/templates/" + b.v.DocumentTemplateID + "/whatsapp")
	require.Contains(t, r.raw, `"header":{"format":"DOCUMENT","example":"https://files.example.test/invoice.pdf"}`)
	require.Contains(t, r.raw, `"example":"[\"https://pay.example.test/a1\"]"`, "the example of a button is a text that holds a list")
	require.Contains(t, b.get("/templates/"+b.v.TemplateID+"/whatsapp").raw, `"header":null`)
	b.get("/templates/"+b.v.ForeignTemplateID+"/whatsapp").refused(t, 404, "Message template not found")
	require.Empty(t, b.k.Violations())
}

const newTemplate = `{"name":"visit_reminder","category":"UTILITY","attributes":[{"language":"id","components":[
	{"type":"HEADER","format":"TEXT","text":"Janji {{1}}","example":{"header_text":["Senin"]}},
	{"type":"BODY","text":"Halo {{1}}, jam {{2}} ya.","example":{"body_text":["Sari","10.00"]}},
	{"type":"FOOTER","text":"Rumah Teduh"},
	{"type":"BUTTONS","buttons":[
		{"type":"URL","text":"Lihat","url":"https://visit.example.test/{{1}}","example":["https://visit.example.test/a"]},
		{"type":"PHONE_NUMBER","text":"Telepon","phone_number":"6281355509000"}]}]}]}`

func TestQontakReviewsNewTemplates(t *testing.T) {
	b := newQontakBench(t)
	r := b.call("POST", "/templates/whatsapp", newTemplate)
	require.Equal(t, 201, r.status, r.raw)
	data := r.json(t)["data"].(map[string]any)
	require.Equal(t, "PENDING", data["status"])
	b.clock.move(ReviewTime - time.Second)
	require.Contains(t, b.get("/templates/"+data["id"].(string)+"/whatsapp").raw, "PENDING")
	b.clock.move(time.Second)
	require.Contains(t, b.get("/templates/"+data["id"].(string)+"/whatsapp").raw, "APPROVED")
	require.Equal(t, "visit_reminder", b.k.Templates()[0].Name, "newest first")
	require.Contains(t, b.get("/templates/whatsapp?limit=1").raw, "visit_reminder")
	require.Empty(t, b.k.Violations())
	b.call("POST", "/templates/whatsapp", newTemplate).refused(t, 422, "Name has already been taken")

	another := NewQontak(Options{Seed: t.Name(), Clock: b.clock})
	require.NoError(t, another.Restore(b.k.StateWithAddresses()))
	require.Equal(t, b.k.Templates()[0], another.Templates()[0])
	require.Len(t, another.Templates(), len(b.k.Templates()))
}

func TestQontakRefusesTemplates(t *testing.T) {
	b := newQontakBench(t)
	for _, c := range []struct{ old, new, message string }{
		{`"visit_reminder"`, `"Visit Reminder"`, "Name is invalid"},
		{`"UTILITY"`, `"SERVICE"`, "Category is invalid"},
		{`"language":"id"`, `"language":""`, "Language can't be blank"},
		{`["Sari","10.00"]`, `[["Sari","10.00"]]`, "Body needs 2 examples"},
		{`["Sari","10.00"]`, `["Sari"]`, "Body needs 2 examples"},
		{`"FOOTER"`, `"FOOT"`, "Component type is invalid"},
		{`"format":"TEXT"`, `"format":"SOUND"`, "Header format is invalid"},
		{`"format":"TEXT"`, `"format":"IMAGE"`, "Header example can't be blank"},
		{`["Senin"]`, `[]`, "Header text is invalid"},
		{`"phone_number":"6281355509000"`, `"phone":"6281355509000"`, "Button is invalid"},
	} {
		body := strings.Replace(newTemplate, c.old, c.new, 1)
		b.call("POST", "/templates/whatsapp", body).refused(t, 422, c.message)
	}
	b.call("POST", "/templates/whatsapp", `{}`).refused(t, 422, "Name is invalid", "Category is invalid", "Attributes can't be blank")
	require.Contains(t, rulesIn(b.k.Violations()), RuleType, "nested examples are Meta's")
}

func TestQontakState(t *testing.T) {
	b := newQontakBench(t)
	b.call("PUT", "/message_interactions", `{"status_message":true,"url":"`+hookURL+`"}`)
	b.call("PUT", "/room_interactions", `{"room_resolved":true,"url":"`+hookURL+`"}`)
	b.k.SetEndpoint("an organisation that is not there", hookURL)
	another := newQontakBench(t)
	require.NoError(t, another.k.Restore(b.k.StateWithAddresses()))
	require.Equal(t, b.k.Endpoint(), another.k.Endpoint())
	require.Zero(t, another.k.EndpointOf("an organisation that is not there"))
	require.Contains(t, another.get("/message_interactions").raw, `"room_resolved":{"enabled":true`)
	require.Error(t, another.k.Restore([]byte("{")))
	require.Equal(t, hookURL, another.k.Endpoint().URL)
	require.Equal(t, 200, another.call("PUT", "/message_interactions", `{"status_message":true,"url":"`+hookURL+`/2"}`).status)
	require.Equal(t, hookURL, b.k.Endpoint().URL)
}

const newCodeTemplate = `{"name":"sign_in_code","category":"AUTHENTICATION","attributes":[{"language":"id","components":[
	{"type":"BODY","add_security_recommendation":true},
	{"type":"FOOTER","code_expiration_minutes":5},
	{"type":"BUTTONS","buttons":[{"type":"OTP","otp_type":"COPY_CODE","text":"Salin kode"}]}]}]}`

// A template for authentication has no words of its own.
func TestQontakTakesCodeTemplates(t *testing.T) {
	b := newQontakBench(t)
	r := b.call("POST", "/templates/whatsapp", newCodeTemplate)
	require.Equal(t, 201, r.status, r.raw)
	made := b.k.Templates()[0]
	require.Equal(t, "{{1}} adalah kode verifikasi Anda. Demi keamanan, jangan bagikan kode ini.", made.Body)
	require.Equal(t, "Kode ini kedaluwarsa dalam 5 menit.", made.Footer)
	require.Equal(t, "URL", made.Buttons[0].Type, "read back, the button is an address")
	require.Empty(t, b.k.Violations())
	for _, c := range []struct{ old, new, message string }{
		{`{"type":"BODY",`, `{"type":"BODY","text":"Your code is {{1}}",`, "Body text is not allowed for authentication"},
		{`recommendation":true`, `recommendation":"yes"`, "Add security recommendation is invalid"},
		{`minutes":5`, `minutes":91`, "Code expiration minutes is invalid"},
		{`"COPY_CODE"`, `"PASTE"`, "Otp type is invalid"},
		{`"type":"OTP"`, `"type":"QUICK_REPLY"`, "Buttons is invalid"},
		{`"FOOTER"`, `"HEADER"`, "Component type is invalid"},
		{`"AUTHENTICATION"`, `"UTILITY"`, "Body can't be blank"},
	} {
		body := strings.Replace(strings.Replace(newCodeTemplate, c.old, c.new, 1), "sign_in_code", "another_code", 1)
		require.Contains(t, b.call("POST", "/templates/whatsapp", body).raw, c.message, c.new)
	}
}
