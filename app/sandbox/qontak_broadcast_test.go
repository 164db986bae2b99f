package sandbox

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// broadcast is a good body; each pair of replacements spoils it.
func (b qontakBench) broadcast(replacements ...string) string {
	return strings.NewReplacer(replacements...).Replace(`{"to_number":"` + digitsOf(b.v.Customer) + `","to_name":"Sari",
		"message_template_id":"` + b.v.TemplateID + `","channel_integration_id":"` + b.v.ChannelIntegrationID + `",
		"language":{"code":"id"},"parameters":{"body":[
			{"key":"1","value":"customer_name","value_text":"Sari"},{"key":"2","value":"order_number","value_text":"A-17"}],
		"buttons":[]}}`)
}

const direct = "/broadcasts/whatsapp/direct"

func TestQontakSendsATemplate(t *testing.T) {
	b := newQontakBench(t)
	r := b.call("POST", direct, b.broadcast())
	require.Equal(t, 201, r.status, r.raw)
	require.Equal(t, "channel_account_name channel_integration_id channel_phone_number contact_id contact_list_id created_at "+
		"execute_status execute_type id message_broadcast_error message_status_count message_template name organization_id parameters "+
		"send_at target_channel", r.keysOf(t, "data"))
	require.Equal(t, "delivered failed pending read sent", r.keysOf(t, "data", "message_status_count"))
	require.Equal(t, "1 2", r.keysOf(t, "data", "parameters", "body"))

	m := b.k.Messages()[0]
	require.Equal(t, m.BroadcastID, r.json(t)["data"].(map[string]any)["id"])
	require.Equal(t, "Halo Sari, pesanan A-17 sudah siap diambil.", m.Text)
	require.Equal(t, []string{"customer_name", "order_number"}, m.Names)
	require.Equal(t, "pending", m.State)
	require.NotEqual(t, m.BroadcastID, m.LogID)
	require.True(t, strings.HasPrefix(m.WhatsAppID, "wamid."))

	log := "/broadcasts/" + m.BroadcastID + "/whatsapp/log"
	require.Empty(t, b.get(log).json(t)["data"], "the log is empty right after sending")
	b.clock.move(2 * time.Second)
	r = b.get(log)
	require.Equal(t, "channel_integration_id contact_full_name contact_phone_number created_at id is_pacing messages messages_broadcast_id "+
		"messages_response organization_id status whatsapp_error_message whatsapp_message_id", r.keysOf(t, "data"))
	require.Contains(t, r.raw, `"whatsapp_error_message":"n/a"`)
	require.Contains(t, r.raw, `"status":"sent"`)
	b.clock.move(time.Second)
	require.Contains(t, b.get(log).raw, `"status":"delivered"`)
	require.Contains(t, b.get("/broadcasts/"+m.BroadcastID+"/whatsapp").raw, `"delivered":1`)
	require.Equal(t, "delivered", b.k.Messages()[0].State)
	require.Empty(t, b.k.Violations())
	b.get("/broadcasts/"+m.LogID+"/whatsapp/log").refused(t, 404, "Broadcast not found")
	b.send("GET", bearerBase+log, b.v.OtherToken, "", "").refused(t, 404, "Broadcast not found")
}

func TestQontakSwappedValuesSendTheName(t *testing.T) {
	b := newQontakBench(t)
	body := b.broadcast(`"value":"customer_name","value_text":"Sari"`, `"value":"Sari","value_text":"customer_name"`)
	require.Equal(t, 201, b.call("POST", direct, body).status)
	require.Equal(t, "Halo customer_name, pesanan A-17 sudah siap diambil.", b.k.Messages()[0].Text)
	require.Equal(t, []Rule{RuleSwapped}, rulesIn(b.k.Violations()))
	both := b.broadcast(`"value":"customer_name"`, `"value":"Sari"`)
	require.Equal(t, 201, b.call("POST", direct, both).status)
	require.Len(t, b.k.Violations(), 1, "the text in both is taken")
}

func TestQontakMessagesThatFailLater(t *testing.T) {
	b := newQontakBench(t)
	for replacement, trouble := range map[[2]string]string{
		{digitsOf(b.v.Customer), digitsOf(b.v.NotOnWhatsApp)}:                       "(#131026) Message undeliverable",
		{`,{"key":"2","value":"order_number","value_text":"A-17"}`, ""}:             "(#132000) Number of parameters does not match the expected number of params",
		{b.v.TemplateID, b.v.DocumentTemplateID}:                                    "(#132012) Parameter format does not match format in the created template",
		{b.v.TemplateID, b.v.CodeTemplateID}:                                        "(#132000) Number of parameters does not match the expected number of params",
		{`"buttons":[]`, `"buttons":[],"header":{"format":"DOCUMENT","params":[]}`}: "",
	} {
		r := b.call("POST", direct, b.broadcast(replacement[0], replacement[1]))
		if trouble == "" {
			r.refused(t, 422, "Parameters header format is invalid")
			continue
		}
		require.Equal(t, 201, r.status, r.raw)
		b.clock.move(5 * time.Second)
		all := b.k.Messages()
		m := all[len(all)-1]
		require.Equal(t, "failed", m.State)
		require.Equal(t, trouble, m.Error)
		require.Contains(t, b.get("/broadcasts/"+m.BroadcastID+"/whatsapp/log").raw, trouble)
	}
}

func TestQontakSendsDocumentsAndCodes(t *testing.T) {
	b := newQontakBench(t)
	document := b.broadcast(b.v.TemplateID, b.v.DocumentTemplateID, `"buttons":[]`, `"buttons":[{"index":"0","type":"url","value":"a1"}],
		"header":{"format":"DOCUMENT","params":[{"key":"url","value":"https://files.example.test/a.pdf"},{"key":"filename","value":"a.pdf"}]}`)
	r := b.call("POST", direct, document)
	require.Equal(t, 201, r.status, r.raw)
	require.Contains(t, r.raw, `"buttons":{"0":{"type":"url","value":"a1"}}`)
	b.clock.move(5 * time.Second)
	m := b.k.Messages()[0]
	require.Equal(t, "delivered", m.State, m.Error)
	require.Equal(t, "https://files.example.test/a.pdf", m.Header)
	require.Equal(t, map[string]string{"0": "a1"}, m.Suffixes)
	require.Empty(t, b.k.Violations())
	numbers := b.broadcast(`"key":"1"`, `"key":1`)
	require.Equal(t, 201, b.call("POST", direct, numbers).status, "a number is taken as well")
	require.Equal(t, []Rule{RuleType}, rulesIn(b.k.Violations()))
}

func TestQontakRefusesBroadcasts(t *testing.T) {
	b := newQontakBench(t)
	for replacement, message := range map[[2]string]string{
		{`"to_number":"` + digitsOf(b.v.Customer) + `",`, ""}:                  "To number can't be blank",
		{digitsOf(b.v.Customer), b.v.Customer}:                                 "To number is invalid",
		{digitsOf(b.v.Customer), "081255507001"}:                               "To number is invalid",
		{`"to_name":"Sari",`, ""}:                                              "To name can't be blank",
		{b.v.ChannelIntegrationID, ""}:                                         "Channel integration can't be blank",
		{b.v.ChannelIntegrationID, b.v.ForeignIntegrationID}:                   "Channel integration not found",
		{b.v.ChannelIntegrationID, b.v.InactiveIntegrationID}:                  "Channel integration is not active",
		{b.v.TemplateID, ""}:                                                   "Message template can't be blank",
		{b.v.TemplateID, b.v.Template}:                                         "Message template not found",
		{b.v.TemplateID, b.v.PendingTemplateID}:                                "Message template is not approved",
		{b.v.TemplateID, b.v.RejectedTemplateID}:                               "Message template is not approved",
		{`{"code":"id"}`, `"id"`}:                                              "Language code can't be blank",
		{`{"code":"id"}`, `{"code":"en"}`}:                                     "Language code is invalid",
		{`,"value_text":"Sari"`, ""}:                                           "Parameters body 1 value can't be blank",
		{`"key":"1"`, `"key":"one"`}:                                           "Parameters body key is invalid",
		{`"buttons":[]`, `"buttons":[{"index":"0","type":"url","value":"x"}]`}: "Parameters buttons is invalid",
		{`"buttons":[]`, `"buttons":{}`}:                                       "Parameters buttons is invalid",
	} {
		b.call("POST", direct, b.broadcast(replacement[0], replacement[1])).refused(t, 422, message)
	}
	require.Empty(t, b.k.Messages())
	b.send("POST", bearerBase+direct, b.v.BotToken, "application/json", b.broadcast()).refused(t, 403, "You are not authorized to access this resource")
}
