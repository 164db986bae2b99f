package metacloud_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"

	"channeldesk/app/protocol"
	"channeldesk/app/protocol/protocoltest"
)

// change is a post with one change.
func change(field, value string) string {
	return `{"object":"whatsapp_business_account","entry":[{"id":"118204417730915","time":1763800001,"changes":[{"field":"` + field + `","value":` + value + `}]}]}`
}

const (
	metadata = `"messaging_product":"whatsapp","metadata":{"display_phone_number":"+62 811-5550-0188","phone_number_id":"104729385561027"}`
	contacts = `"contacts":[{"wa_id":"6281255507001","profile":{"name":"Rina"}}]`
)

func received(message string) string {
	return change("messages", `{`+metadata+`,`+contacts+`,"messages":[`+message+`]}`)
}

func state(members string) string {
	return change("messages", `{`+metadata+`,"statuses":[{"recipient_id":"6281255507001","timestamp":"1763800005",`+members+`}]}`)
}

func from(id, rest string) string {
	return `{"from":"6281255507001","id":"wamid.` + id + `","timestamp":"1763800000",` + rest + `}`
}

// posts are the shapes that Meta sends.
var posts = map[string]string{
	"text":     received(from("text", `"type":"text","text":{"body":"Halo\n\u00e9 \ud83d\ude00"}`)),
	"reply":    received(from("reply", `"type":"text","text":{"body":"ya"},"context":{"from":"628115550188","id":"wamid.ours"}`)),
	"referral": received(from("referral", `"type":"text","text":{"body":"info"},"referral":{"source_url":"https://fb.me/x","headline":"Promo"}`)),
	"image":    received(from("image", `"type":"image","image":{"id":"880000000000101","mime_type":"image/jpeg","sha256":"x","caption":"ini","url":"https://lookaside.fbsbx.com/a"}`)),
	"document": received(from("document", `"type":"document","document":{"id":"880000000000102","mime_type":"application/pdf","filename":"inv.pdf"}`)),
	"audio":    received(from("audio", `"type":"audio","audio":{"id":"880000000000103","mime_type":"audio/ogg; codecs=opus","voice":true}`)),
	"sticker":  received(from("sticker", `"type":"sticker","sticker":{"id":"880000000000104","mime_type":"image/webp","animated":false}`)),
	"button":   received(from("button", `"type":"button","button":{"payload":"YES","text":"Ya"},"context":{"id":"wamid.ours"}`)),
	"tapped":   received(from("tapped", `"type":"interactive","interactive":{"type":"button_reply","button_reply":{"id":"more-time","title":"Masih perlu"}}`)),
	"row":      received(from("row", `"type":"interactive","interactive":{"type":"list_reply","list_reply":{"id":"row-2","title":"Dua","description":"x"}}`)),
	"form":     received(from("form", `"type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"name":"flow","body":"Sent","response_json":"{}"}}`)),
	"location": received(from("location", `"type":"location","location":{"latitude":-6.2088,"longitude":106.8456}`)),
	"place":    received(from("place", `"type":"location","location":{"latitude":-6.2088,"longitude":106.8456,"name":"Monas","address":"Jakarta"}`)),
	"cards":    received(from("cards", `"type":"contacts","contacts":[{"name":{"formatted_name":"Budi"}},{"name":{"formatted_name":"Sari"}}]`)),
	"reaction": received(from("reaction", `"type":"reaction","reaction":{"message_id":"wamid.ours","emoji":"\ud83d\udc4d"}`)),
	"order":    received(from("order", `"type":"order","order":{"catalog_id":"1","text":"dua","product_items":[{"quantity":"2"}]}`)),
	"system": change("messages", `{`+metadata+`,"messages":[`+
		from("system", `"type":"system","system":{"type":"user_changed_number","body":"changed","wa_id":"6281255507002"}`)+`]}`),
	"unsupported": received(from("unsupported", `"type":"unsupported","errors":[{"code":131051,"title":"Message type unknown"}]`)),
	"unheard of":  received(from("new", `"type":"hologram","hologram":{"x":1}`)),
	"no number": change("messages", `{`+metadata+`,"contacts":[{"profile":{"name":"Ann"},"user_id":"US.13491208655302741918"}],`+
		`"messages":[{"from_user_id":"US.13491208655302741918","id":"wamid.bsuid","timestamp":"1763800000","type":"text","text":{"body":"hi"}}]}`),
	"echo": change("smb_message_echoes", `{`+metadata+`,"message_echoes":[{"from":"628115550188","to":"6281255507001","id":"wamid.echo","timestamp":"1763800000","type":"text","text":{"body":"from the phone"}}]}`),

	"sent":                         state(`"id":"wamid.A","status":"sent","biz_opaque_callback_data":"msg-0001","pricing":{"billable":true,"pricing_model":"PMP","type":"regular","category":"utility"}`),
	"delivered":                    state(`"id":"wamid.A","status":"delivered","biz_opaque_callback_data":"msg-0001"`),
	"read":                         state(`"id":"wamid.A","status":"read","timestamp":1763800005`),
	"played":                       state(`"id":"wamid.A","status":"played"`),
	"accepted":                     state(`"id":"wamid.A","status":"accepted"`),
	"failed":                       state(`"id":"wamid.B","status":"failed","errors":[{"code":131026,"title":"Message undeliverable","message":"Message undeliverable","error_data":{"details":"to +62 812-5550-7001"}}]`),
	"failed oddly":                 state(`"id":"wamid.C","status":"failed","errors":[{"code":999999,"title":"New trouble with 6281255507001"},{"code":131047,"title":"Re-engagement message"}]`),
	"failed for an unknown reason": state(`"id":"wamid.D","status":"failed","errors":[{"code":999999,"title":"New trouble with 6281255507001"}]`),
	"failed without a word":        state(`"id":"wamid.E","status":"failed"`),
	"new state":                    state(`"id":"wamid.F","status":"teleported"`),
	"hidden recipient":             change("messages", `{`+metadata+`,"statuses":[{"id":"wamid.G","status":"read","recipient_id":"","recipient_user_id":"US.1349","timestamp":"1763800005"}]}`),
	"trouble of the number":        change("messages", `{`+metadata+`,"errors":[{"code":130429,"title":"Rate limit hit"}]}`),

	"template status":   change("message_template_status_update", `{"event":"APPROVED","message_template_id":9007199254740993,"message_template_name":"order_ready","message_template_language":"en-US","reason":null}`),
	"template quality":  change("message_template_quality_update", `{"previous_quality_score":"GREEN","new_quality_score":"YELLOW","message_template_id":9007199254740993,"message_template_name":"order_ready","message_template_language":"id"}`),
	"template category": change("template_category_update", `{"message_template_id":9007199254740993,"message_template_name":"order_ready","message_template_language":"id","new_category":"UTILITY","correct_category":"MARKETING","category_update_timestamp":1763900000}`),
	"template content":  change("message_template_components_update", `{"message_template_id":9007199254740993,"message_template_name":"order_ready","message_template_language":"id","message_template_element":"x"}`),
	"quality":           change("phone_number_quality_update", `{"display_phone_number":"628115550188","event":"DOWNGRADE","current_limit":"TIER_2K"}`),
	"name":              change("phone_number_name_update", `{"display_phone_number":"628115550188","decision":"APPROVED","requested_verified_name":"Rumah Teduh","rejection_reason":null}`),
	"limit":             change("business_capability_update", `{"max_daily_conversations_per_business":"TIER_10K","max_phone_numbers_per_business":20}`),
	"account":           change("account_update", `{"event":"DISABLED_UPDATE","ban_info":{"waba_ban_state":"REINSTATE","waba_ban_date":"x"}}`),
	"review":            change("account_review_update", `{"decision":"REJECTED"}`),
	"alert":             change("account_alerts", `{"entity_type":"BUSINESS","alert_info":{"alert_severity":"CRITICAL","alert_type":"OBA_APPROVED"}}`),
	"security":          change("security", `{"display_phone_number":"628115550188","event":"PIN_CHANGED","requester":"1"}`),
	"preference":        change("user_preferences", `{`+metadata+`,"user_preferences":[{"wa_id":"6281255507001","category":"marketing_messages","value":"stop","timestamp":1763800000}]}`),
	"new field":         change("holograms", `{"x":1}`),
	"other object":      `{"object":"page","entry":[{"id":"1","time":2}]}`,
	"nothing in it":     `{"object":"whatsapp_business_account","entry":[]}`,
}

// batch is a post with n states in one list.
func batch(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf(`{"id":"wamid.HBgNNjI4MTI1NTUwNzAwMRUCABEYEj%08d","status":"delivered","timestamp":"1763800005","recipient_id":"62812555%05d",`+
			`"biz_opaque_callback_data":"msg-%08d","pricing":{"billable":true,"pricing_model":"PMP","type":"regular","category":"utility"}}`, i, i, i)
	}
	return change("messages", `{`+metadata+`,"statuses":[`+strings.Join(list, ",")+`]}`)
}

// webhooks are what Meta posts, for the suite.
var webhooks = &protocoltest.Webhooks{Posts: posts, Batch: batch, Sign: signed, Ask: func(secret string) (url.Values, string) {
	return url.Values{"hub.mode": {"subscribe"}, "hub.challenge": {"1158201444"}, "hub.verify_token": {secret}}, "1158201444"
}}

func signed(c protocol.Config, body []byte) map[string]string {
	mac := hmac.New(sha256.New, []byte(c.Secrets["app_secret"].Expose()))
	mac.Write(body)
	return map[string]string{"X-Hub-Signature-256": "sha256=" + hex.EncodeToString(mac.Sum(nil))}
}
