package sandbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

// newSendBench is a bench whose webhooks are in order and at once, with a receiver
// that hears of the sample account.
func newSendBench(t *testing.T, d *Delivery) (bench, *receiver) {
	t.Helper()
	meta := NewMeta(Options{Seed: t.Name(), Clock: app.ClockFunc(func() time.Time { return today }), Delivery: d})
	server := httptest.NewServer(meta)
	t.Cleanup(func() {
		meta.Close()
		server.Close()
	})
	b := bench{t: t, meta: meta, base: server.URL, v: meta.Sample()}
	r := newReceiver(t)
	require.Equal(t, 200, b.post("/v26.0/"+b.v.WABAID+"/subscribed_apps", b.v.Token, overrideBody(r.url+"/hooks/meta/nb")).status)
	return b, r
}

func (b bench) message(body string) reply {
	b.t.Helper()
	return b.post("/v26.0/"+b.v.PhoneNumberID+"/messages", b.v.Token, body)
}

func templateBody(to, name, language, components string) string {
	return `{"messaging_product":"whatsapp","recipient_type":"individual","to":"` + to + `","type":"template",` +
		`"biz_opaque_callback_data":"our-1","template":{"name":"` + name + `","language":{"code":"` + language + `"}` + components + `}}`
}

func bodyValues(values ...string) string {
	for i, v := range values {
		values[i] = `{"type":"text","text":"` + v + `"}`
	}
	return `,"components":[{"type":"body","parameters":[` + strings.Join(values, ",") + `]}]`
}

func TestTemplateIsSentAndItsStatesAreTold(t *testing.T) {
	d := QuickDelivery()
	d.ReadShare = 100
	b, r := newSendBench(t, &d)
	answer := b.message(templateBody(b.v.Customer, b.v.Template, "id", bodyValues("Rina", "NB-7")))
	require.Equal(t, 200, answer.status, answer.raw)
	sent := b.meta.Messages()[0]
	require.JSONEq(t, `{"messaging_product":"whatsapp","contacts":[{"input":"`+b.v.Customer+`","wa_id":"6281255507001"}],`+
		`"messages":[{"id":"`+sent.ID+`","message_status":"accepted"}]}`, answer.raw)
	require.Equal(t, "Halo Rina, pesanan NB-7 sudah siap diambil.", sent.Text)
	require.Equal(t, "our-1", sent.OurID)

	for _, want := range []string{"sent", "delivered", "read"} {
		p := r.next()
		require.Equal(t, "/hooks/meta/nb", p.path)
		mac := hmac.New(sha256.New, []byte(b.v.AppSecret))
		mac.Write([]byte(p.raw))
		require.Equal(t, "sha256="+hex.EncodeToString(mac.Sum(nil)), p.header.Get("X-Hub-Signature-256"))
		v := p.value(t)
		require.Equal(t, b.v.PhoneNumberID, v.Metadata.Number)
		s := v.Statuses[0]
		require.Equal(t, []string{want, sent.ID, "our-1", "6281255507001"}, []string{s.Status, s.ID, s.OurID, s.To})
		if want != "read" {
			require.Equal(t, "utility", s.Pricing.Category)
			require.Equal(t, "regular", s.Pricing.Type)
		}
	}
	require.NoError(t, b.meta.Settled(t.Context()))
	require.Equal(t, "read", b.meta.Messages()[0].State)
	require.Empty(t, b.meta.Violations())
}

func TestWhatMetaRefusesToSend(t *testing.T) {
	b, _ := newSendBench(t, quick())
	to := b.v.Customer
	text := func(to, body string) string {
		return `{"messaging_product":"whatsapp","to":"` + to + `","type":"text","text":{"body":"` + body + `"}}`
	}
	for name, c := range map[string]struct {
		body         string
		status, code int
	}{
		"not there":        {templateBody(to, "nothing", "id", ""), 404, 132001},
		"other language":   {templateBody(to, b.v.Template, "en_GB", bodyValues("a", "b")), 404, 132001},
		"pending":          {templateBody(to, "branch_news", "id", bodyValues("a")), 404, 132001},
		"paused":           {templateBody(to, "loan_offer", "id", bodyValues("a")), 400, 132015},
		"too few":          {templateBody(to, b.v.Template, "id", bodyValues("a")), 400, 132000},
		"too many":         {templateBody(to, b.v.Template, "id", bodyValues("a", "b", "c")), 400, 132000},
		"line break":       {templateBody(to, b.v.Template, "id", bodyValues("a", `b\nc`)), 400, 132018},
		"many blanks":      {templateBody(to, b.v.Template, "id", bodyValues("a", "b     c")), 400, 132018},
		"empty":            {templateBody(to, b.v.Template, "id", bodyValues("a", "")), 400, 131008},
		"too long":         {templateBody(to, b.v.Template, "id", bodyValues("a", strings.Repeat("b", 1024))), 400, 132005},
		"no picture":       {templateBody(to, "weekend_promo", "id", bodyValues("a", "b")), 400, 132012},
		"creation style":   {templateBody(to, b.v.Template, "id", `,"components":[{"type":"BODY","text":"Halo"}]`), 400, 100},
		"no code":          {templateBody(to, "login_code", "id", bodyValues("1234")), 400, 131008},
		"no receiver":      {text("", "a"), 400, 100},
		"ourselves":        {text(b.v.AccountCode, "a"), 400, 131021},
		"no number":        {text("+62x", "a"), 400, 131009},
		"unknown type":     {`{"messaging_product":"whatsapp","to":"` + to + `","type":"poem"}`, 400, 131051},
		"no product":       {`{"to":"` + to + `"}`, 400, 100},
		"long text":        {text(to, strings.Repeat("a", 4097)), 400, 100},
		"wrong type":       {`{"messaging_product":"whatsapp","to":62812}`, 400, 100},
		"mark of whatever": {`{"messaging_product":"whatsapp","status":"read","message_id":"wamid.x"}`, 400, 131009},
	} {
		t.Run(name, func(t *testing.T) {
			answer := b.message(c.body)
			code, _ := answer.errorCode(t)
			require.Equal(t, c.status, answer.status, answer.raw)
			require.EqualValues(t, c.code, code, answer.raw)
		})
	}
	require.Empty(t, b.meta.Messages())
	answer := b.post("/v26.0/"+b.v.TestPhoneNumberID+"/messages", b.v.Token, text("+6281255507002", "a"))
	require.Contains(t, answer.raw, `"code":131030`)
	answer = b.post("/v26.0/"+b.v.UnregisteredPhoneNumberID+"/messages", b.v.Token, text(to, "a"))
	require.Contains(t, answer.raw, `"code":133010`)
	answer = b.post("/v26.0/"+b.v.BannedPhoneNumberID+"/messages", b.v.Token, text(to, "a"))
	require.Equal(t, 403, answer.status)
	require.Equal(t, 401, b.post("/v26.0/"+b.v.PhoneNumberID+"/messages", b.v.ExpiredToken, text(to, "a")).status)
	require.Contains(t, b.post("/v26.0/"+b.v.PhoneNumberID+"/messages", b.v.NoMessagingToken, text(to, "a")).raw, `"code":10`)
}

func TestFailuresAreToldByState(t *testing.T) {
	b, r := newSendBench(t, quick())
	for to, want := range map[string]int{b.v.NotOnWhatsApp: 131026, b.v.HeldBack: 131049} {
		require.Equal(t, 200, b.message(templateBody(to, b.v.Template, "id", bodyValues("a", "b"))).status)
		s := r.next().value(t).Statuses[0]
		require.Equal(t, "failed", s.Status)
		require.Equal(t, want, s.Errors[0].Code)
	}
	text := `{"messaging_product":"whatsapp","to":"` + b.v.Customer + `","type":"text","text":{"body":"Halo"}}`
	require.Equal(t, 200, b.message(text).status)
	require.Equal(t, 131047, r.next().value(t).Statuses[0].Errors[0].Code, "the window is closed")
	d := QuickDelivery()
	d.AtOnce = true
	require.NoError(t, b.meta.SetDelivery(d))
	require.Contains(t, b.message(text).raw, `"code":131047`)

	_, err := b.meta.Phone().Write(Line{}, Act{Text: "Halo"})
	require.NoError(t, err)
	require.Equal(t, "message", typeOf(r.next().value(t)))
	require.Equal(t, 200, b.message(text).status, "the window is open")
	require.Equal(t, "sent", r.next().value(t).Statuses[0].Status)
	s := r.next().value(t).Statuses[0]
	require.Equal(t, "delivered", s.Status)
	require.Equal(t, "free_customer_service", s.Pricing.Type)
	require.NoError(t, b.meta.Phone().SetLastWrote(Line{}, today.Add(-24*time.Hour)))
	require.Contains(t, b.message(text).raw, `"code":131047`)
}

func typeOf(v cloudValue) string {
	if len(v.Messages) == 1 {
		return "message"
	}
	return "status"
}

func TestLimitsOfSending(t *testing.T) {
	b, _ := newSendBench(t, &Delivery{NoStates: true})
	same := templateBody(b.v.Customer, b.v.Template, "id", bodyValues("a", "b"))
	for range 45 {
		require.Equal(t, 200, b.message(same).status)
	}
	require.Contains(t, b.message(same).raw, `"code":131056`)
	b.meta.Change(func(w *World) { w.Limits.PerSecond = 50 })
	last := ""
	for i := range 10 {
		last = b.message(templateBody(fmt.Sprintf("+62812555%05d", i), b.v.Template, "id", bodyValues("a", "b"))).raw
	}
	require.Contains(t, last, `"code":130429`, "the clock stands still")
}

func TestCustomerAnswersAndTaps(t *testing.T) {
	b, r := newSendBench(t, quick())
	components := `,"components":[{"type":"header","parameters":[{"type":"text","text":"besok"}]},` +
		`{"type":"body","parameters":[{"type":"text","text":"Rina"},{"type":"text","text":"Senin"},{"type":"text","text":"09.00"}]},` +
		`{"type":"button","sub_type":"quick_reply","index":"1","parameters":[{"type":"payload","payload":"move"}]}]`
	answer := b.message(templateBody(b.v.Customer, "appointment_reminder", "id", components))
	require.Equal(t, 200, answer.status, answer.raw)
	r.next()
	r.next()
	p := b.meta.Phone()
	_, err := p.Tap(Line{Name: "Rina"}, "", "Ganti jadwal")
	require.NoError(t, err)
	posts := []cloudValue{r.next().value(t), r.next().value(t)}
	if typeOf(posts[0]) == "status" {
		posts[0], posts[1] = posts[1], posts[0]
	}
	m := posts[0].Messages[0]
	require.Equal(t, map[string]any{"payload": "move", "text": "Ganti jadwal"}, m["button"])
	require.Equal(t, b.meta.Messages()[0].ID, m["context"].(map[string]any)["id"])
	require.Equal(t, "Rina", posts[0].Contacts[0].Profile.Name)
	require.Equal(t, "read", posts[1].Statuses[0].Status, "who taps has read")

	buttons := `{"messaging_product":"whatsapp","to":"` + b.v.Customer + `","type":"interactive","interactive":{"type":"button",` +
		`"body":{"text":"Masih perlu bantuan?"},"action":{"buttons":[{"type":"reply","reply":{"id":"yes","title":"Ya"}},{"type":"reply","reply":{"id":"no","title":"Tidak"}}]}}}`
	require.Equal(t, 200, b.message(buttons).status)
	r.next()
	r.next()
	_, err = p.Tap(Line{}, "", "0")
	require.NoError(t, err)
	posts = []cloudValue{r.next().value(t), r.next().value(t)}
	if typeOf(posts[0]) == "status" {
		posts[0], posts[1] = posts[1], posts[0]
	}
	m = posts[0].Messages[0]
	require.Equal(t, map[string]any{"type": "button_reply", "button_reply": map[string]any{"id": "yes", "title": "Ya"}}, m["interactive"])
	_, err = p.Tap(Line{}, "", "nothing")
	require.ErrorIs(t, err, errButton)

	for _, a := range []Act{{Type: "image", Text: "foto"}, {Type: "unsupported"}, {Type: "reaction", Text: "👍"}, {Type: "location"}} {
		_, err := p.Write(Line{}, a)
		require.NoError(t, err)
		p := r.next()
		require.Equal(t, a.Type, p.value(t).Messages[0]["type"])
		require.NotContains(t, p.raw, "👍", "what is not ASCII is escaped")
	}
	require.NoError(t, p.OptOut(Line{}, true))
}

func TestSilentPhone(t *testing.T) {
	b, r := newSendBench(t, quick())
	require.NoError(t, b.meta.Phone().SetSilent(Line{}, true))
	require.Equal(t, 200, b.message(templateBody(b.v.Customer, b.v.Template, "id", bodyValues("a", "b"))).status)
	require.Equal(t, "sent", r.next().value(t).Statuses[0].Status)
	require.NoError(t, b.meta.Settled(t.Context()))
	require.Empty(t, r.posts)
	require.NoError(t, b.meta.Phone().SetSilent(Line{}, false))
	require.Equal(t, "delivered", r.next().value(t).Statuses[0].Status)
	n, err := b.meta.Phone().Read(Line{})
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.Equal(t, "read", r.next().value(t).Statuses[0].Status)
}

func TestPostsAreTriedAgain(t *testing.T) {
	d := QuickDelivery()
	d.Retry, d.NoStates = time.Millisecond, true
	b, r := newSendBench(t, &d)
	r.refuse = 3
	_, err := b.meta.Phone().Write(Line{}, Act{Text: "Halo"})
	require.NoError(t, err)
	r.next()
	require.NoError(t, b.meta.Settled(t.Context()))
	posted := b.meta.Posted()
	require.Len(t, posted, 4)
	require.Equal(t, []int{503, 503, 503, 200}, []int{posted[0].Status, posted[1].Status, posted[2].Status, posted[3].Status})
	require.Equal(t, 8*time.Second, Delivery{Retry: 2 * time.Second}.backoff(3))
	require.Equal(t, time.Minute, Delivery{Retry: 2 * time.Second, RetryLongest: time.Minute}.backoff(30))
}

func TestDisorderIsOfTheSeed(t *testing.T) {
	heard := func() string {
		d := Delivery{Delivered: 2 * time.Millisecond, Read: 20 * time.Millisecond, ReadShare: 50, Disorder: 40, Twice: 20, Skipped: 30, Batch: 20, Timeout: 10 * time.Second}
		b, r := newSendBench(t, &d)
		for i := range 30 {
			to := fmt.Sprintf("+62812555%05d", i)
			require.Equal(t, 200, b.message(templateBody(to, b.v.Template, "id", bodyValues("a", "b"))).status)
		}
		require.NoError(t, b.meta.Settled(t.Context()))
		b.meta.Close()
		count := map[string]int{}
		for len(r.posts) > 0 {
			for _, c := range (<-r.posts).cloud(t).Entry[0].Changes {
				for _, s := range c.Value.Statuses {
					count[s.To+" "+s.Status]++
				}
			}
		}
		return fmt.Sprint(count)
	}
	first := heard()
	require.Equal(t, first, heard())
	require.Contains(t, first, "sent:2", "some come twice")
	require.Contains(t, first, "read:1")
}
