package metacloud_test

import (
	"net/url"
	"strings"
	"testing"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/metacloud"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// one is the only event of a post.
func one(t testing.TB, body string) protocol.Received {
	t.Helper()
	out, err := metacloud.New(metacloud.Options{}).Parse([]byte(body))
	require.NoError(t, err)
	require.Len(t, out, 1)
	return out[0]
}

// TestMessages: each type says what was written or tapped.
func TestMessages(t *testing.T) {
	for name, want := range map[string]protocol.InboundMessage{
		"text":        {ID: "wamid.text", Type: "text", Text: "Halo\né 😀"},
		"reply":       {ID: "wamid.reply", Type: "text", Text: "ya", ReplyTo: "wamid.ours"},
		"referral":    {ID: "wamid.referral", Type: "text", Text: "info"},
		"image":       {ID: "wamid.image", Type: "image", Text: "ini", Media: &protocol.InboundMedia{ID: "880000000000101", Type: "image/jpeg", URL: "https://lookaside.fbsbx.com/a"}},
		"document":    {ID: "wamid.document", Type: "document", Media: &protocol.InboundMedia{ID: "880000000000102", Type: "application/pdf", Filename: "inv.pdf"}},
		"audio":       {ID: "wamid.audio", Type: "audio", Media: &protocol.InboundMedia{ID: "880000000000103", Type: "audio/ogg; codecs=opus"}},
		"sticker":     {ID: "wamid.sticker", Type: "sticker", Media: &protocol.InboundMedia{ID: "880000000000104", Type: "image/webp"}},
		"button":      {ID: "wamid.button", Type: "button", Text: "Ya", Button: "YES", ReplyTo: "wamid.ours"},
		"tapped":      {ID: "wamid.tapped", Type: "interactive", Text: "Masih perlu", Button: "more-time"},
		"row":         {ID: "wamid.row", Type: "interactive", Text: "Dua", Button: "row-2"},
		"form":        {ID: "wamid.form", Type: "interactive", Text: "Sent", Button: "flow"},
		"location":    {ID: "wamid.location", Type: "location", Text: "-6.2088, 106.8456"},
		"place":       {ID: "wamid.place", Type: "location", Text: "Monas, Jakarta"},
		"cards":       {ID: "wamid.cards", Type: "contacts", Text: "Budi, Sari"},
		"reaction":    {ID: "wamid.reaction", Type: "reaction", Text: "👍", ReplyTo: "wamid.ours", Silent: true},
		"order":       {ID: "wamid.order", Type: "order", Text: "dua"},
		"unsupported": {ID: "wamid.unsupported", Type: "unsupported"},
		"unheard of":  {ID: "wamid.new", Type: "hologram"},
	} {
		r := one(t, posts[name])
		want.From, want.Name = "+6281255507001", "Rina"
		require.Equal(t, &want, r.Message, name)
		require.Equal(t, "message "+want.ID, r.Key)
		require.Equal(t, "2025-11-22T08:26:40Z", r.At.Format("2006-01-02T15:04:05Z07:00"))
		require.Equal(t, map[string]string{
			"waba_id": "118204417730915", "phone_number_id": "104729385561027", "account_code": "+6281155500188",
		}, r.For)
	}
	require.Equal(t, &protocol.InboundMessage{
		ID: "wamid.system", Type: "system", Text: "changed", From: "+6281255507001", Silent: true,
	}, one(t, posts["system"]).Message)
	require.Equal(t, &protocol.InboundMessage{
		ID: "wamid.bsuid", Type: "text", Text: "hi", Name: "Ann", Person: "US.13491208655302741918", Room: "US.13491208655302741918",
	}, one(t, posts["no number"]).Message)
	require.Equal(t, &protocol.InboundMessage{
		ID: "wamid.echo", Type: "text", Text: "from the phone", From: "+6281255507001", Silent: true,
	}, one(t, posts["echo"]).Message)
}

// TestStates: states carry both ids, and failures plain words.
func TestStates(t *testing.T) {
	require.Equal(t, &protocol.InboundStatus{
		MessageID: "wamid.A", OurID: "msg-0001", To: "+6281255507001", State: protocol.StateSent,
		Price: "utility, billable",
	}, one(t, posts["sent"]).Status)
	require.Equal(t, protocol.StateDelivered, one(t, posts["delivered"]).Status.State)
	require.Equal(t, protocol.StateRead, one(t, posts["read"]).Status.State)
	require.False(t, one(t, posts["read"]).At.IsZero())
	require.Equal(t, protocol.StateRead, one(t, posts["played"]).Status.State)
	require.Empty(t, one(t, posts["hidden recipient"]).Status.To)
	require.Equal(t, "status teleported", one(t, posts["new state"]).Unknown)
	for name, want := range map[string][2]string{
		"failed":                       {"131026", "This number cannot receive WhatsApp messages."},
		"failed oddly":                 {"131047", "More than 24 hours have passed since the person wrote, so only a template may be sent."},
		"failed for an unknown reason": {"999999", "The message was not delivered: New trouble with 62********001"},
		"failed without a word":        {"", "The message was not delivered, and nobody said why."},
	} {
		s := one(t, posts[name]).Status
		require.Equal(t, protocol.StateFailed, s.State)
		require.Equal(t, want, [2]string{s.Code, s.Reason.String()}, name)
		require.False(t, s.Fix.IsEmpty())
	}
	out, err := metacloud.New(metacloud.Options{}).Parse([]byte(posts["accepted"]))
	require.NoError(t, err)
	require.Empty(t, out)
}

// TestNotices: ids stay whole, and each kind tells what is new.
func TestNotices(t *testing.T) {
	for name, want := range map[string]protocol.Notice{
		"template status":       {Kind: protocol.NoticeTemplate, Subject: "9007199254740993", Name: "order_ready", Language: "en_US", What: "status", Value: "APPROVED"},
		"template quality":      {Kind: protocol.NoticeTemplate, Subject: "9007199254740993", Name: "order_ready", Language: "id", What: "quality", Value: "YELLOW"},
		"template category":     {Kind: protocol.NoticeTemplate, Subject: "9007199254740993", Name: "order_ready", Language: "id", What: "category", Value: "MARKETING"},
		"template content":      {Kind: protocol.NoticeTemplate, Subject: "9007199254740993", Name: "order_ready", Language: "id", What: "content", Value: "changed"},
		"quality":               {Kind: protocol.NoticeNumber, Subject: "+628115550188", What: "quality", Value: "TIER_2K"},
		"name":                  {Kind: protocol.NoticeNumber, Subject: "+628115550188", Name: "Rumah Teduh", What: "name", Value: "APPROVED"},
		"limit":                 {Kind: protocol.NoticeNumber, What: "limit", Value: "TIER_10K"},
		"account":               {Kind: protocol.NoticeAccount, Subject: "118204417730915", What: "account", Value: "DISABLED_UPDATE REINSTATE"},
		"review":                {Kind: protocol.NoticeAccount, Subject: "118204417730915", What: "review", Value: "REJECTED"},
		"alert":                 {Kind: protocol.NoticeAccount, Subject: "118204417730915", What: "alert", Value: "OBA_APPROVED"},
		"security":              {Kind: protocol.NoticeAccount, Subject: "118204417730915", What: "security", Value: "PIN_CHANGED"},
		"preference":            {Kind: protocol.NoticeAccount, Subject: "+6281255507001", What: "marketing", Value: "stop"},
		"trouble of the number": {Kind: protocol.NoticeNumber, Subject: "+6281155500188", What: "error", Value: "130429"},
	} {
		n := *one(t, posts[name]).Notice
		require.NotEmpty(t, n.Text.String())
		require.Equal(t, n.Kind == protocol.NoticeTemplate, n.Template != nil, name)
		n.Text, n.Template = app.Text{}, nil
		require.Equal(t, want, n, name)
	}
	require.Equal(t, "holograms", one(t, posts["new field"]).Unknown)
	require.Equal(t, "page", one(t, posts["other object"]).Unknown)
}

// TestSeveralAtOnce: a batch over entries, changes and lists is read whole.
func TestSeveralAtOnce(t *testing.T) {
	body := `{"object":"whatsapp_business_account","entry":[` + strings.Join([]string{
		inner(posts["text"]), inner(posts["failed"]), inner(posts["template status"]), `null`,
		`{"id":"118204417730915","changes":[{"field":"messages","value":{` + metadata + `,` + contacts + `,"messages":[` +
			from("m1", `"type":"text","text":{"body":"1"}`) + `,{"id":7},` + from("m2", `"type":"text","text":{"body":"2"}`) + `]}},{"field":"messages","value":{"statuses":"x"}}]}`,
	}, ",") + `]}`
	out, err := metacloud.New(metacloud.Options{}).Parse([]byte(body))
	require.NoError(t, err)
	require.Len(t, out, 7)
	require.NotNil(t, out[0].Message)
	require.NotNil(t, out[1].Status)
	require.NotNil(t, out[2].Notice)
	require.Equal(t, "wamid.m1", out[3].Message.ID)
	require.Equal(t, "messages", out[4].Unknown)
	require.Equal(t, "wamid.m2", out[5].Message.ID)
	require.Equal(t, "statuses", out[6].Unknown)
}

func inner(post string) string {
	return strings.TrimSuffix(strings.TrimPrefix(post, `{"object":"whatsapp_business_account","entry":[`), `]}`)
}

// TestKeysTellEventsApart: two events have the same key only when they are the
// same event.
func TestKeysTellEventsApart(t *testing.T) {
	p := metacloud.New(metacloud.Options{})
	draw := func(r *rapid.T) (event, body string) {
		id := rapid.SampledFrom([]string{"A", "B", "A sent", "Asent", "A\u001fsent", "1", ""}).Draw(r, "id")
		word := rapid.SampledFrom([]string{"sent", "delivered", "read", "played", "failed", "new word"}).Draw(r, "state")
		ours := rapid.SampledFrom([]string{"", "A", "B"}).Draw(r, "our id")
		switch rapid.IntRange(0, 3).Draw(r, "kind") {
		case 0:
			return "m " + id, change("messages", `{`+metadata+`,"messages":[{"id":`+quote(id)+`,"type":"text","text":{"body":"x"}}]}`)
		case 1:
			return "e " + id, change("message_echoes", `{`+metadata+`,"message_echoes":[{"id":`+quote(id)+`,"type":"text","text":{"body":"x"}}]}`)
		case 2:
			body = change("messages", `{"statuses":[{"id":`+quote(id)+`,"status":`+quote(word)+`,"biz_opaque_callback_data":`+quote(ours)+`}]}`)
			switch usable := id != "" && !strings.ContainsAny(id, " \u001f"); {
			case word == "new word" || !usable && ours == "":
				return body, body
			case !usable:
				return "o " + ours + "/" + word, body
			}
			return "s " + id + "/" + word, body
		}
		return "n " + id + "/" + word, change("account_update", `{"event":`+quote(id)+`,"x":`+quote(word)+`}`)
	}
	rapid.Check(t, func(r *rapid.T) {
		one, bodyOne := draw(r)
		two, bodyTwo := draw(r)
		a, err := p.Parse([]byte(bodyOne))
		require.NoError(t, err)
		b, err := p.Parse([]byte(bodyTwo))
		require.NoError(t, err)
		require.Len(t, a, 1)
		require.Len(t, b, 1)
		if bodyOne == bodyTwo {
			require.Equal(t, a[0].Key, b[0].Key)
		}
		require.Equal(t, one == two, a[0].Key == b[0].Key, "%s\n%s", bodyOne, bodyTwo)
	})
}

func quote(s string) string { return `"` + strings.ReplaceAll(s, "\u001f", `\u001f`) + `"` }

// TestHandshakeIsBare: the challenge comes back as it is.
func TestHandshakeIsBare(t *testing.T) {
	p := metacloud.New(metacloud.Options{})
	ours := []app.Secret{app.NewSecret("s")}
	answer, err := p.Handshake(url.Values{"hub.mode": {"subscribe"}, "hub.challenge": {"<b>&1\n"}, "hub.verify_token": {"s"}}, ours)
	require.NoError(t, err)
	require.Equal(t, "<b>&1\n", answer)
	_, err = p.Handshake(url.Values{"hub.mode": {"unsubscribe"}, "hub.challenge": {"1"}, "hub.verify_token": {"s"}}, ours)
	require.Equal(t, app.CodeForbidden, app.ErrorCode(err))
}

// TestNoAppSecretIsSaid: the cause of a refusal says that nothing was checked.
func TestNoAppSecretIsSaid(t *testing.T) {
	err := metacloud.New(metacloud.Options{}).Verify(func(string) string { return "sha256=00" }, []byte("{}"), protocol.Config{})
	e := app.AsError(err)
	require.Equal(t, app.CodeForbidden, e.Code)
	require.Equal(t, "app_secret", e.Field)
	require.ErrorContains(t, e.Unwrap(), "App Secret")
}

// FuzzParse: no body makes it panic, and every event is whole.
func FuzzParse(f *testing.F) {
	for _, body := range posts {
		f.Add([]byte(body))
	}
	f.Add([]byte(batch(2)))
	p := metacloud.New(metacloud.Options{})
	f.Fuzz(func(t *testing.T, body []byte) {
		out, err := p.Parse(body)
		require.False(t, err != nil && out != nil)
		again, _ := p.Parse(body)
		require.Equal(t, out, again)
		for _, r := range out {
			require.NotEmpty(t, r.Key)
			require.True(t, (r.Message != nil) != (r.Status != nil) != (r.Notice != nil) != (r.Unknown != ""))
		}
	})
}

func BenchmarkParseStatus(b *testing.B) {
	p, body := metacloud.New(metacloud.Options{}), []byte(posts["sent"])
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Parse(body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse1000Statuses(b *testing.B) {
	p, body := metacloud.New(metacloud.Options{}), []byte(batch(1000))
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if out, err := p.Parse(body); err != nil || len(out) != 1000 {
			b.Fatal(err)
		}
	}
}
