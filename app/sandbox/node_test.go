package sandbox

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNumberHasExactlyTheFieldsThatWereAskedFor(t *testing.T) {
	b := newBench(t)
	fields := "id,display_phone_number,verified_name,quality_rating,code_verification_status,name_status,status," +
		"platform_type,throughput,account_mode,whatsapp_business_manager_messaging_limit,webhook_configuration"
	r := b.get("/v26.0/"+b.v.PhoneNumberID+"?fields="+fields, b.v.Token)
	require.Equal(t, 200, r.status)
	require.Equal(t, `{"id":"106500000000301","display_phone_number":"+62 811-5550-0188","verified_name":"Nusantara Bank",`+
		`"quality_rating":"GREEN","code_verification_status":"VERIFIED","name_status":"APPROVED","status":"CONNECTED",`+
		`"platform_type":"CLOUD_API","throughput":{"level":"STANDARD"},"account_mode":"LIVE",`+
		`"whatsapp_business_manager_messaging_limit":"TIER_2K","webhook_configuration":{}}`, r.raw)
	require.Equal(t, "v26.0", r.header.Get("facebook-api-version"))
	require.Equal(t, jsonType, r.header.Get("Content-Type"))
	require.Contains(t, r.header.Get("X-App-Usage"), `"call_count"`)
	require.Contains(t, r.header.Get("X-Business-Use-Case-Usage"), b.v.WABAID)

	r = b.get("/v26.0/"+b.v.PhoneNumberID+"?fields=status", b.v.Token)
	require.Equal(t, `{"status":"CONNECTED","id":"106500000000301"}`, r.raw)
	r = b.get("/v26.0/"+b.v.PhoneNumberID, b.v.Token)
	require.Equal(t, `{"verified_name":"Nusantara Bank","code_verification_status":"VERIFIED",`+
		`"display_phone_number":"+62 811-5550-0188","quality_rating":"GREEN","platform_type":"CLOUD_API",`+
		`"throughput":{"level":"STANDARD"},"id":"106500000000301"}`, r.raw)
	require.Empty(t, b.meta.Violations())
}

func TestNodesOfEveryKind(t *testing.T) {
	b := newBench(t)
	for _, c := range []struct{ path, token, want string }{
		{b.v.WABAID + "?fields=name", b.v.Token, `{"name":"Nusantara Bank","id":"102200000000201"}`},
		{b.v.WABAID + "?fields=owner_business_info", b.v.Token,
			`{"owner_business_info":{"name":"Nusantara Group","id":"506100000000001"},"id":"102200000000201"}`},
		{b.v.WABAID + "?fields=id,phone_numbers{id}", b.v.Token, `{"id":"102200000000201","phone_numbers":{"data":[` +
			`{"id":"106500000000301"},{"id":"106500000000302"}],"paging":{"cursors":{"before":"` + cursorOf(b.v.PhoneNumberID) +
			`","after":"` + cursorOf(b.v.SecondPhoneNumberID) + `"}}}}`},
		{b.v.AppID + "?fields=name", b.appToken(), `{"name":"Nusantara Assistant","id":"634900000000101"}`},
		{b.v.AppID + "?fields=link", b.v.Token,
			`{"link":"https:\/\/www.facebook.com\/games\/?app_id=634900000000101","id":"634900000000101"}`},
		{b.v.BusinessID, b.v.Token, `{"id":"506100000000001","name":"Nusantara Group"}`},
	} {
		r := b.get("/v26.0/"+c.path, c.token)
		require.Equal(t, 200, r.status, c.path)
		require.Equal(t, c.want, r.raw, c.path)
	}
}

func TestAnswersAreASCII(t *testing.T) {
	b := newBench(t)
	b.meta.Change(func(w *World) {
		n := w.Numbers[b.v.PhoneNumberID]
		n.VerifiedName = "Kopi É/😀"
		w.Numbers[n.ID] = n
	})
	r := b.get("/v26.0/"+b.v.PhoneNumberID+"?fields=verified_name", b.v.Token)
	require.Equal(t, `{"verified_name":"Kopi \u00c9\/\ud83d\ude00","id":"106500000000301"}`, r.raw)
	require.Equal(t, "Kopi É/😀", r.json(t)["verified_name"])
}

func TestHealth(t *testing.T) {
	b := newBench(t)
	overall := func(id string) string {
		h := b.get("/v26.0/"+id+"?fields=health_status", b.v.Token).json(t)["health_status"].(map[string]any)
		return h["can_send_message"].(string)
	}
	require.Equal(t, "AVAILABLE", overall(b.v.PhoneNumberID))
	require.Equal(t, "AVAILABLE", overall(b.v.WABAID))
	require.Equal(t, "LIMITED", overall(b.v.LimitedPhoneNumberID))
	require.Equal(t, "BLOCKED", overall(b.v.BannedPhoneNumberID))
	require.Equal(t, "BLOCKED", overall(b.v.UnregisteredPhoneNumberID))
	require.Equal(t, "BLOCKED", overall(b.v.BlockedPhoneNumberID))

	r := b.get("/v26.0/"+b.v.BlockedWABAID+"?fields=health_status", b.v.Token)
	require.Equal(t, compact(t, `{"health_status":{"can_send_message":"BLOCKED","entities":[
		{"entity_type":"WABA","id":"102200000000203","can_send_message":"BLOCKED","errors":[{"error_code":141006,
		"error_description":"There is an error with the payment method. This will block business initiated conversations.",
		"possible_solution":"There was an error with your payment method. Please add a new payment method to the account."}]},
		{"entity_type":"BUSINESS","id":"506100000000001","can_send_message":"AVAILABLE"},
		{"entity_type":"APP","id":"634900000000101","can_send_message":"AVAILABLE","can_receive_call_sip":"AVAILABLE"}]},
		"id":"102200000000203"}`), r.raw)
	r = b.get("/v26.0/"+b.v.LimitedPhoneNumberID+"?fields=health_status", b.v.Token)
	require.Contains(t, r.raw, `"entity_type":"PHONE_NUMBER"`)
	require.Contains(t, r.raw, `"additional_info":["Your display name has not been approved yet.`)
}

func TestTroubledNumbers(t *testing.T) {
	b := newBench(t)
	field := func(id, name string) any { return b.get("/v26.0/"+id+"?fields="+name, b.v.Token).json(t)[name] }
	require.Equal(t, "BANNED", field(b.v.BannedPhoneNumberID, "status"))
	require.Equal(t, "NOT_APPLICABLE", field(b.v.UnregisteredPhoneNumberID, "platform_type"))
	require.Equal(t, "NOT_VERIFIED", field(b.v.UnregisteredPhoneNumberID, "code_verification_status"))
	require.Equal(t, "PENDING_REVIEW", field(b.v.LimitedPhoneNumberID, "name_status"))
}

func TestNumbersAreListedByPages(t *testing.T) {
	b := newBench(t)
	r := b.get("/v26.0/"+b.v.WABAID+"/phone_numbers?fields=id,display_phone_number", b.v.Token)
	require.Equal(t, `{"data":[{"id":"106500000000301","display_phone_number":"+62 811-5550-0188"},`+
		`{"id":"106500000000302","display_phone_number":"+62 811-5550-0277"}],"paging":{"cursors":{"before":"`+
		cursorOf(b.v.PhoneNumberID)+`","after":"`+cursorOf(b.v.SecondPhoneNumberID)+`"}}}`, r.raw)

	seen := map[string]bool{}
	after, pages := "", 0
	for {
		r := b.get("/v26.0/"+b.v.ManyNumbersWABAID+"/phone_numbers?fields=id&limit=40&after="+url.QueryEscape(after), b.v.Token)
		page := r.json(t)
		for _, n := range page["data"].([]any) {
			seen[n.(map[string]any)["id"].(string)] = true
		}
		pages++
		paging := page["paging"].(map[string]any)
		after = paging["cursors"].(map[string]any)["after"].(string)
		require.NotEmpty(t, after, "the last page has a cursor, too")
		next, more := paging["next"].(string)
		if !more {
			break
		}
		u, err := url.Parse(next)
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(next, b.base+"/v26.0/"+b.v.ManyNumbersWABAID+"/phone_numbers?"))
		require.Equal(t, b.v.Token, u.Query().Get("access_token"), "next carries the token")
		require.Equal(t, after, u.Query().Get("after"))
		require.Equal(t, "40", u.Query().Get("limit"))
		require.Equal(t, 200, b.get(strings.TrimPrefix(next, b.base), "").status)
	}
	require.Equal(t, 4, pages)
	require.Len(t, seen, ManyNumbers)
	require.True(t, seen[b.v.LastOfManyPhoneNumberID])

	r = b.get("/v26.0/"+b.v.ManyNumbersWABAID+"/phone_numbers?fields=id", b.v.Token)
	require.Len(t, r.json(t)["data"], 25)
	r = b.get("/v26.0/"+b.v.ManyNumbersWABAID+"/phone_numbers?fields=id&limit=5000", b.v.Token)
	require.Len(t, r.json(t)["data"], 100)
	r = b.get("/v26.0/"+b.v.ManyNumbersWABAID+"/phone_numbers?fields=id&limit=3&before="+cursorOf(manyNumberID(2)), b.v.Token)
	require.Len(t, r.json(t)["data"], 2)
	r = b.get("/v26.0/"+b.v.ManyNumbersWABAID+"/phone_numbers?after="+cursorOf(b.v.LastOfManyPhoneNumberID), b.v.Token)
	require.Equal(t, `{"data":[]}`, r.raw)
}

func TestEveryFieldOfTheOtherNodes(t *testing.T) {
	b := newBench(t)
	account := b.get("/v26.0/"+b.v.WABAID+"?fields=id,name,timezone_id,currency,country,account_review_status,"+
		"business_verification_status,ownership_type,message_template_namespace", b.v.Token).json(t)
	require.Len(t, account, 9)
	require.Regexp(t, `^[0-9a-f]{8}(_[0-9a-f]{4}){3}_[0-9a-f]{12}$`, account["message_template_namespace"])
	require.Len(t, b.get("/v26.0/"+b.v.WABAID, b.v.Token).json(t), 5)
	require.Len(t, b.get("/v26.0/"+b.v.AppID, b.v.Token).json(t), 4)
	require.Len(t, b.get("/v26.0/"+b.v.BusinessID+"?fields=verification_status", b.v.Token).json(t), 2)
}

func TestAnOwnWorld(t *testing.T) {
	world := SampleWorld("own", today)
	meta := NewMeta(Options{World: &world})
	meta.Change(func(w *World) { delete(w.Numbers, sampleNumberID) })
	require.Contains(t, world.Numbers, sampleNumberID, "the caller's world is its own")
	_, ok := meta.number(sampleNumberID)
	require.False(t, ok)
}
