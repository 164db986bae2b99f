package coster_test

import (
	"fmt"
	"strings"

	"channeldesk/app/protocol"
	"channeldesk/app/protocol/protocoltest"
)

const (
	accountID = "aaaaaaaa000011eebbbbcccccccccccc"
	metadata  = `"messaging_product":"whatsapp","metadata":{"display_phone_number":"6281155500455","phone_number_id":"100000000000001"}`
	padding   = `"ban_info":null,"decision":"","event":"","message_template_id":0,"message_template_name":"","reason":null,"disable_info":null`
)

// envelope is a customer's post around entries.
func envelope(entry string) string {
	return `{"id":"e1b20000-0000-4000-8000-000000000001","mid":"m-1","client_id":"c-1","channel_id":"whatsapp-cloud",` +
		`"account":{"id":"AAAAAAAA000011eebbbbcccccccccccc","account":"6281155500455","account_title":"Toko Contoh"},` +
		`"data":{"object":"whatsapp_business_account","entry":` + entry + `}}`
}

func change(members string) string {
	return `[{"id":"100000000000009","time":0,"changes":[{"field":"messages","value":{` + metadata + `,` + padding + `,` + members + `}}]}]`
}

// told is a state's post, with our mark beside it.
func told(xid, status, more string) string {
	return `{"xid":` + xid + `,"object":"whatsapp_business_account","entry":` +
		change(`"messages":null,"statuses":[{"id":"wamid.A","recipient_id":"6281255507001","status":"`+status+`","timestamp":"1763800005",`+more+`}]`) +
		`,"outbound":{"type":"template","recipient":"6281255507001","data":{"to":"6281255507001"}},"reroute":[{"delivery_status":"sent","message_id":"sms-1"}]}`
}

const (
	contacts = `"contacts":[{"wa_id":"6281255507001","profile":{"name":"Rina"}}]`
	written  = `{"from":"6281255507001","id":"wamid.IN","timestamp":"1763800000","type":"text","text":{"body":"halo"}}`
)

// posts are the shapes that Coster sends.
var posts = map[string]string{
	"text": envelope(change(contacts + `,"statuses":null,"messages":[` + written + `]`)),
	"image": envelope(change(contacts + `,"messages":[{"from":"6281255507001","id":"wamid.PIC","timestamp":"1763800000","type":"image",` +
		`"image":{"id":"880000000000101","mime_type":"image/jpeg","sha256":"x","caption":"ini"}}]`)),
	"no entries":    envelope(`[]`),
	"null entries":  envelope(`null`),
	"no changes":    envelope(`[{"id":"1","changes":[]}]`),
	"null changes":  envelope(`[{"id":"1","changes":null}]`),
	"no messages":   envelope(change(`"messages":[],"statuses":null`)),
	"sent":          told(`"inv-2026-000123"`, "sent", `"errors":null,"conversation":{"id":"c","expiration_timestamp":null,"origin":{"type":"utility"}}`),
	"delivered":     told(`20261122203400`, "delivered", `"errors":[],"pricing":{"billable":true,"category":"utility","pricing_model":"PMP","type":"regular"}`),
	"read":          told(`2.02611222034e13`, "read", `"errors":null`),
	"failed":        told(`"inv-2026-000124"`, "failed", `"conversation":null,"pricing":{"billable":true},"errors":[{"code":131026,"title":"Message undeliverable","message":"x","error_data":{"details":"y"}}]`),
	"without xid":   strings.Replace(told(`null`, "delivered", `"errors":null`), "wamid.A", "wamid.Z", 1),
	"flat text":     `{"contacts":[{"profile":{"name":"Rina"},"wa_id":"6281255507001"}],"messages":[` + strings.Replace(written, "wamid.IN", "ABGGflat", 1) + `]}`,
	"flat twice":    `{"messages":[` + strings.Replace(written, "wamid.IN", "ABGGtwice", 1) + `,` + strings.Replace(written, "wamid.IN", "ABGGtwice", 1) + `]}`,
	"flat state":    `{"statuses":[{"id":"gBEGflat","recipient_id":"6281255507001","status":"delivered","timestamp":"1763800005","pricing":{"pricing_model":"CBP"}}]}`,
	"flat deleted":  `{"statuses":[{"id":"gBEGgone","status":"deleted","timestamp":"x"}]}`,
	"flat failed":   `{"statuses":[{"id":"gBEGfail","recipient_id":"6281255507001","status":"failed","timestamp":"soon","errors":[{"code":470,"title":"Message failed to send because more than 24 hours have passed"}]}]}`,
	"flat errors":   `{"errors":[{"code":1016,"title":"System overloaded"}]}`,
	"flat document": `{"messages":[{"from":"6281255507001","id":"ABGGdoc","timestamp":"1763800000","type":"document","document":{"filename":"a.pdf","status":"undownloaded","link":"https://files.example.test/a"}}]}`,
	"account news": `{"object":"whatsapp_business_account","entry":[{"id":"100000000000009","time":0,"changes":[{"field":"account_update","value":{` +
		strings.Replace(padding, `"event":""`, `"event":"ACCOUNT_VIOLATION"`, 1) + `}}]}]}`,
	"only a hint": `{"id":"e1","mid":"m-1","account":{"id":"x"}}`,
}

// batch are n states of different messages in one list.
func batch(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf(`{"id":"wamid.%08d","recipient_id":"6281255507001","status":"delivered","timestamp":"1763800005","errors":null}`, i)
	}
	return `{"xid":"one-for-all","object":"whatsapp_business_account","entry":` + change(`"statuses":[`+strings.Join(list, ",")+`]`) + `,"reroute":[]}`
}

var webhooks = &protocoltest.Webhooks{Posts: posts, Batch: batch}

// byStatus: the conversation host's answer may be empty.
func byStatus(m protocol.Outgoing) bool { return m.Template == nil }
