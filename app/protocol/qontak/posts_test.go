package qontak_test

import (
	"fmt"
	"strings"

	"channeldesk/app/protocol/protocoltest"
)

const (
	room = `"room":{"id":"a2d00000-0000-4000-8000-000000000001","name":"Rina","status":"unassigned","channel":"wa_cloud","channel_account":"Toko Contoh",` +
		`"account_uniq_id":"6281255507001","channel_integration_id":"0B5F0C52-5a35-4c53-9a8e-3f1f7ab0d111","session":"open","session_at":"2026-11-20T03:53:29.000Z"}`
	newer      = `,"webhook_event":"message_interaction"`
	byCustomer = `"sender_id":"51f00000-0000-4000-8000-000000000001","sender_type":"Models::Contact","sender":{"name":"Rina","avatar":null},"participant_type":"customer"`
	byBot      = `"sender_id":"90000000-0000-4000-8000-000000000001","sender_type":"Models::SystemAccount","sender":{"name":"Bot"},"participant_type":"bot"`
	byAgent    = `"sender_type":"Models::User","sender":{"name":"Agent"},"participant_type":"agent"`
)

// written is a message's post; more are its own members, event what it is.
func written(id, by, more, event string) string {
	post := `{"id":"` + id + `","room_id":"a2d00000-0000-4000-8000-000000000001","is_campaign":false,` + by +
		`,"organization_id":"6e0a7a54-93a1-4b5d-8c55-0a0f3d7e2f10","local_id":null,"created_at":"2026-11-20T03:53:29.000Z","buttons":[],` + room + `,` + more
	if event != "" {
		post += `,"data_event":"` + event + `"` + newer
	}
	return post + `}`
}

// logged is a broadcast's state.
func logged(id, status, more string) string {
	return `{"id":"` + id + `","messages_broadcast_id":"9d1b0000-0000-4000-8000-000000000001","channel_integration_id":"0b5f0c52-5a35-4c53-9a8e-3f1f7ab0d111",` +
		`"contact_full_name":"Rina","contact_phone_number":"6281255507001","status":"` + status + `","is_pacing":false,"created_at":"2026-11-20T03:15:31.686Z",` +
		more + `,"messages":{"body":{"type":"body"}},"data_event":"broadcast_log_status"` + newer + `}`
}

const (
	customer = "receive_message_from_customer"
	agent    = "receive_message_from_agent"
	states   = "status_message"
	fine     = `"whatsapp_message_id":"wamid.LOG","whatsapp_error_message":"n/a"`
)

// posts are the shapes that Qontak sends.
var posts = map[string]string{
	"text":           written("m-text", byCustomer, `"type":"text","text":"halo","status":"created","external_id":"wamid.IN","reply":null`, customer),
	"reply":          written("m-reply", byCustomer, `"type":"text","text":"ya","status":"created","external_id":"wamid.IN2","reply":{"id":"r1","external_id":"wamid.OURS"}`, customer),
	"picture":        written("m-pic", byCustomer, `"type":"image","text":"ini","status":"created","external_id":"wamid.IN3","file_uniq_id":"f1","file":{"url":"https://cdn.example.test/a.jpg","filename":"a.jpg","size":7,"large":{"url":"x"}}`, customer),
	"voice":          written("m-voice", byCustomer, `"type":"voice","text":null,"status":"created","external_id":null,"file":{"url":"https://cdn.example.test/a.ogg"}`, customer),
	"old text":       written("m-old", byCustomer, `"type":"text","text":"lama","status":"created","external_id":"wamid.OLD"`, ""),
	"by an agent":    written("m-agent", byAgent, `"type":"text","text":"dari kami","status":"created","external_id":null`, agent),
	"agent as told":  written("m-odd", byAgent, `"type":"text","text":"dari kami","status":"created"`, customer),
	"old agent":      written("m-oldagent", byAgent, `"type":"text","text":"dari kami","status":"created"`, ""),
	"system":         written("m-system", byCustomer, `"type":"system","text":"joined","status":"created"`, customer),
	"bot created":    written("m-bot", byBot, `"type":"text","text":"Halo","status":"created","external_id":null`, states),
	"bot sent":       written("m-bot", byBot, `"type":"text","text":"Halo","status":"sent","external_id":"wamid.BOT"`, states),
	"bot delivered":  written("m-bot", byBot, `"type":"text","text":"Halo","status":"delivered","external_id":"wamid.BOT"`, states),
	"old bot read":   written("m-oldbot", byBot, `"type":"text","text":"Halo","status":"read","external_id":"wamid.OLDBOT"`, ""),
	"bot failed":     written("m-bot2", byBot, `"type":"text","text":"Halo","status":"failed","external_id":null`, states),
	"campaign":       strings.Replace(written("m-camp", byBot, `"type":"text","text":"Halo","status":"read","external_id":"wamid.LOG"`, states), `"is_campaign":false`, `"is_campaign":true`, 1),
	"pending":        logged("l-1", "pending", `"whatsapp_message_id":null,"whatsapp_error_message":"n/a"`),
	"log sent":       logged("l-1", "sent", fine),
	"log read":       logged("l-1", "read", fine),
	"old log":        strings.Replace(logged("l-2", "delivered", fine), `,"data_event":"broadcast_log_status"`+newer, "", 1),
	"log failed":     logged("l-3", "failed", `"whatsapp_message_id":"n/a","whatsapp_error_message":"(#131026) Message undeliverable"`),
	"failed inside":  logged("l-4", "failed", `"whatsapp_message_id":null,"whatsapp_error_message":"n/a","messages_response":{"failed":{"statuses":[{"errors":[{"code":131049,"title":"x"}]}]}}`),
	"failed, words":  logged("l-5", "failed", `"whatsapp_message_id":null,"whatsapp_error_message":"Something new with 6281255507001"`),
	"new log state":  logged("l-6", "teleported", fine),
	"room resolved":  `{"id":"e1","data_event":"room_resolved","webhook_event":"room_interaction"}`,
	"template state": `{"webhook_event":"waba_interaction","status":"APPROVED","name":"order_ready"}`,
	"nothing known":  `{"hello":"world"}`,
}

// batch are n states of broadcasts in one list.
func batch(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = logged(fmt.Sprint("log-", i), "delivered", fmt.Sprintf(`"whatsapp_message_id":"wamid.%d","whatsapp_error_message":"n/a"`, i))
	}
	return "[" + strings.Join(list, ",") + "]"
}

var webhooks = &protocoltest.Webhooks{Posts: posts, Batch: batch}
