package sandbox

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestCosterPushesATemplate(t *testing.T) {
	b := newCosterBench(t)
	r := b.push(b.v.PushToken, b.template())
	require.Equal(t, 200, r.status, r.raw)
	m := b.c.Messages()[0]
	to := digitsOf(b.v.Customer)
	require.Equal(t, `{"meta":{"author":"jatis mobile","meta":"0.0.1"},"contacts":[{"input":"`+to+`","wa_id":"`+to+
		`"}],"messages":[{"id":"`+m.ID+`","xid":"p-1"}]}`, r.raw)
	require.Equal(t, "application/json; charset=utf-8", r.header.Get("Content-Type"))
	require.Equal(t, "Halo Sari, pembayaran Rp75.000 sudah kami terima.", m.Text)
	require.Equal(t, b.v.AccountID, m.AccountID)
	require.Equal(t, "push", m.Host)
	require.Equal(t, "accepted", m.State)
	b.clock.move(time.Second)
	require.Equal(t, "sent", b.c.Messages()[0].State)
	b.clock.move(2 * time.Second)
	require.Equal(t, "delivered", b.c.Messages()[0].State)
	require.Empty(t, b.c.Violations())
}

func TestCosterSendsIntoASession(t *testing.T) {
	b := newCosterBench(t)
	r := b.converse(b.v.ConversationToken, b.session())
	require.Equal(t, 200, r.status, r.raw)
	m := b.c.Messages()[0]
	require.Contains(t, r.raw, `"messages":[{"id":"`+m.ID+`","xid":"s-1"}]`)
	require.Equal(t, "Selamat pagi.", m.Text)
	require.Equal(t, b.v.DivisionID, m.DivisionID)
	require.Equal(t, "conversation", m.Host)
	require.Empty(t, b.c.Violations())

	b.c.Change(func(w *CosterWorld) { w.Quirks.PlainReply = true })
	r = b.converse(b.v.ConversationToken, b.session("s-1", "s-2"))
	require.JSONEq(t, fmt.Sprintf(`{"code":200,"message":"OK","servertime":%d}`, today.Unix()), r.raw)
	require.Equal(t, 200, b.converse(b.v.ConversationToken, b.session("s-1", "s-2")).status)
	require.Equal(t, []Rule{RuleAgain}, rulesIn(b.c.Violations()))
}

func TestCosterTokensAreOfAHostAndAnAccount(t *testing.T) {
	b := newCosterBench(t)
	b.push("", b.template()).deniedAs(t, "Access token is missing")
	b.converse("", b.session()).deniedAs(t, "Access token is missing")
	require.Equal(t, []Rule{RuleMissing, RuleMissing}, rulesIn(b.c.Violations()))
	b.c.Forget()
	b.push(b.v.UnknownToken, b.template()).deniedAs(t, "Access token is invalid")
	b.converse(b.v.UnknownToken, b.session()).deniedAs(t, "Access token is invalid")
	b.push(b.v.ExpiredPushToken, b.template()).deniedAs(t, "Access token is expired")
	b.converse(b.v.ExpiredConversationToken, b.session()).deniedAs(t, "Access token is expired")
	b.push(b.v.OtherPushToken, b.template()).deniedAs(t, "Access token is not of this account")
	b.converse(b.v.OtherConversationToken, b.session()).deniedAs(t, "Access token is not of this account")
	b.post("/push/v1/"+b.v.UnknownAccountID+"/messages", b.v.PushToken, b.template()).invalidAs(t, "Unknown Account")
	b.converse(b.v.ConversationToken, b.session(b.v.DivisionID, b.v.OtherDivisionID)).invalidAs(t, "Unknown Division")
	b.converse(b.v.ConversationToken, b.session(b.v.AccountID, b.v.UnknownAccountID)).invalidAs(t, "Unknown Account")
	require.Empty(t, b.c.Violations(), "values that are wrong are no fault of the program")

	b.push(b.v.ConversationToken, b.template()).deniedAs(t, "Access token is invalid")
	b.converse(b.v.PushToken, b.session()).deniedAs(t, "Access token is invalid")
	r := b.post("/conversation/v1/"+b.v.AccountID+"/messages", b.v.PushToken, b.template())
	r.refusedAs(t, 404, "1006", "Resource not found", "Unknown path")
	require.Equal(t, []Rule{RuleWrongPlace, RuleWrongPlace, RuleWrongPlace, RuleRefused}, rulesIn(b.c.Violations()))
	require.Empty(t, b.c.Messages())
}

func TestCosterMedia(t *testing.T) {
	b := newCosterBench(t)
	r := b.withToken("GET", "/conversation/bot/media/"+b.v.MediaID, b.v.ConversationToken, "")
	require.Equal(t, 200, r.status)
	require.Equal(t, "image/png", r.header.Get("Content-Type"))
	require.Equal(t, "\x89PNG", r.raw[:4])
	for id, token := range map[string]string{b.v.UnknownMediaID: b.v.ConversationToken, b.v.MediaID: b.v.OtherConversationToken} {
		b.withToken("GET", "/conversation/bot/media/"+id, token, "").refusedAs(t, 404, "1006", "Resource not found", "Unknown media")
	}
	b.withToken("GET", "/conversation/bot/media/"+b.v.MediaID, b.v.UnknownToken, "").deniedAs(t, "Access token is invalid")
}

func TestCosterMessagesThatFailLater(t *testing.T) {
	b := newCosterBench(t)
	b.push(b.v.PushToken, b.template(digitsOf(b.v.Customer), digitsOf(b.v.NotOnWhatsApp)))
	b.push(b.v.PushToken, b.template(digitsOf(b.v.Customer), digitsOf(b.v.NoSession), "p-1", "p-2"))
	b.push(b.v.PushToken, b.template(`,{"type":"text","text":"Rp75.000"}`, "", "p-1", "p-3"))
	b.converse(b.v.ConversationToken, b.session(digitsOf(b.v.Customer), digitsOf(b.v.NoSession)))
	b.clock.move(time.Minute)
	var got []string
	for _, m := range b.c.Messages() {
		got = append(got, fmt.Sprint(m.State, " ", m.Code))
	}
	require.Equal(t, []string{"failed 131026", "delivered 0", "failed 132000", "failed 131047"}, got)
	require.Empty(t, b.c.Violations())
}

func TestCosterQuirks(t *testing.T) {
	b := newCosterBench(t)
	with := func(quirks CosterQuirks, body string) reply {
		b.c.Change(func(w *CosterWorld) { w.Quirks = quirks })
		return b.push(b.v.PushToken, body)
	}
	unknown := b.template(b.v.Template, b.v.UnknownTemplate)
	with(CosterQuirks{}, unknown).invalidAs(t, "Unknown Template")
	with(CosterQuirks{ErrorStatus: 200}, unknown).refusedAs(t, 200, "1006", "Required parameter is missing or invalid", "Unknown Template")
	with(CosterQuirks{CodeText: true}, unknown).refusedAs(t, 500, `"1006"`, "Required parameter is missing or invalid", "Unknown Template")
	r := with(CosterQuirks{ErrorObject: true}, unknown)
	require.Equal(t, 500, r.status)
	require.JSONEq(t, `{"error":{"code":1006,"title":"Required parameter is missing or invalid","detail":"Unknown Template"},
		"meta":{"author":"jatis mobile","meta":"0.0.1"}}`, r.raw)
	numeric := b.template(`"p-1"`, `"202611220001"`)
	require.Contains(t, with(CosterQuirks{}, numeric).raw, `"xid":"202611220001"`)
	require.Contains(t, with(CosterQuirks{NumberXID: true}, numeric).raw, `"xid":202611220001`)
	require.Contains(t, with(CosterQuirks{NumberXID: true}, b.template()).raw, `"xid":"p-1"`)
	r = with(CosterQuirks{ZeroError: true}, b.template())
	require.Contains(t, r.raw, `"errors":[{"code":0,`)
	require.Equal(t, 200, r.status)
	require.Contains(t, with(CosterQuirks{MetaVersion: true}, b.template()).raw, `"meta":{"author":"jatis mobile","version":"0.0.1"}`)
}

func TestCosterFaults(t *testing.T) {
	b := newCosterBench(t)
	b.c.Inject(Fault{Kind: FaultError, Code: 471, Status: 200, Text: "Spam rate limit hit", Path: "/v1/*/messages", Times: 1})
	require.Equal(t, 200, b.converse(b.v.ConversationToken, b.session()).status)
	b.push(b.v.PushToken, b.template()).refusedAs(t, 200, "471", "Generic error", "Spam rate limit hit")
	b.c.Inject(Fault{Kind: FaultError, Path: "/bot/webhook", Times: 1})
	b.converse(b.v.ConversationToken, b.session()).refusedAs(t, 500, "1000", "Generic error", "An error was asked of the sandbox.")
	b.c.Inject(Fault{Kind: FaultHalf, Times: 1})
	_, err := b.do(b.request(t.Context(), "POST", "/push/v1/"+b.v.AccountID+"/messages", b.v.PushToken, "application/json", b.template()))
	require.Error(t, err)
	require.Len(t, b.c.Messages(), 2, "half an answer comes after the whole deed")
	b.c.Inject(Fault{Kind: FaultHTML, Status: 502, Times: 1})
	require.Equal(t, 502, b.push(b.v.PushToken, b.template()).status)
}

func TestCosterKeepsNoSecretOfARequest(t *testing.T) {
	b := newCosterBench(t)
	b.push(b.v.PushToken, b.template())
	b.converse(b.v.ConversationToken, b.session())
	b.post("/push/v1/"+b.v.AccountID+"/messages?access_token="+b.v.PushToken, "", b.template())
	b.withToken("GET", "/conversation/bot/media/"+b.v.ConversationToken, b.v.ConversationToken, "")
	recs := b.c.Requests()
	require.Equal(t, "coster", recs[0].Provider)
	require.Equal(t, "push", recs[0].Version)
	require.Equal(t, "/bot/webhook", recs[1].Path)
	require.Equal(t, "[not kept]", recs[1].Header["X-Access-Token"])
	require.Equal(t, "query", recs[2].TokenAt)
	all := fmt.Sprintf("%+v %+v", recs, b.c.Violations())
	for _, secret := range b.v.Secrets() {
		require.NotContains(t, all, secret)
	}
	require.Equal(t, []Rule{RuleTokenInURL, RuleMissing, RuleSecretInURL}, rulesIn(b.c.Violations()))
}
