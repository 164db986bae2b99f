package coster_test

import (
	"testing"

	"channeldesk/app/protocol"
	"channeldesk/app/protocol/coster"

	"github.com/stretchr/testify/require"
)

func parse(t testing.TB, body string) []protocol.Received {
	t.Helper()
	out, err := coster.New(coster.Options{}).Parse([]byte(body))
	require.NoError(t, err)
	return out
}

func one(t testing.TB, name string) protocol.Received {
	t.Helper()
	out := parse(t, posts[name])
	require.Len(t, out, 1, name)
	return out[0]
}

// TestMessages: the envelope says which account a message is for.
func TestMessages(t *testing.T) {
	ours := map[string]string{"account_id": accountID, "account_code": "+6281155500455"}
	r := one(t, "text")
	require.Equal(t, ours, r.For)
	require.Equal(t, &protocol.InboundMessage{ID: "wamid.IN", From: "+6281255507001", Name: "Rina", Type: "text", Text: "halo"}, r.Message)
	require.Equal(t, "2025-11-22T08:26:40Z", r.At.Format("2006-01-02T15:04:05Z07:00"))
	require.Equal(t, &protocol.InboundMedia{ID: "880000000000101", Type: "image/jpeg"}, one(t, "image").Message.Media)
	r = one(t, "flat text")
	require.Empty(t, r.For)
	require.Equal(t, &protocol.InboundMessage{ID: "ABGGflat", From: "+6281255507001", Name: "Rina", Type: "text", Text: "halo"}, r.Message)
	twice := parse(t, posts["flat twice"])
	require.Len(t, twice, 2)
	require.Equal(t, twice[0], twice[1])
	require.Equal(t, "https://files.example.test/a", one(t, "flat document").Message.Media.URL)
}

// TestEmptyPosts: posts without anything in them are normal.
func TestEmptyPosts(t *testing.T) {
	for _, name := range []string{"no entries", "null entries", "no changes", "null changes", "no messages", "only a hint", "flat deleted"} {
		require.Empty(t, parse(t, posts[name]), name)
	}
	require.Empty(t, parse(t, ""))
	require.Equal(t, "post", parse(t, "{}")[0].Unknown)
	require.Equal(t, "post", parse(t, `{"hello":1}`)[0].Unknown)
}

// TestStates: our mark comes back as a text or a number, and belongs to a message
// only when the whole post is about one.
func TestStates(t *testing.T) {
	for name, want := range map[string]protocol.InboundStatus{
		"sent":        {MessageID: "wamid.A", OurID: "inv-2026-000123", State: protocol.StateSent},
		"delivered":   {MessageID: "wamid.A", OurID: "20261122203400", State: protocol.StateDelivered, Price: "utility, billable"},
		"read":        {MessageID: "wamid.A", OurID: "20261122203400", State: protocol.StateRead},
		"without xid": {MessageID: "wamid.Z", State: protocol.StateDelivered},
		"flat state":  {MessageID: "gBEGflat", State: protocol.StateDelivered},
	} {
		want.To = "+6281255507001"
		require.Equal(t, &want, one(t, name).Status, name)
	}
	require.Equal(t, map[string]string{"account_code": "+6281155500455"}, one(t, "sent").For)
	for _, r := range parse(t, batch(3)) {
		require.Empty(t, r.Status.OurID)
	}
	require.Equal(t, "one-for-all", parse(t, batch(1))[0].Status.OurID)
	for name, want := range map[string][2]string{
		"failed":      {"131026", "This number cannot receive WhatsApp messages."},
		"flat failed": {"470", "The customer has not written within the last 24 hours, so only a template may be sent."},
	} {
		s := one(t, name).Status
		require.Equal(t, want, [2]string{s.Code, s.Reason.String()})
		require.False(t, s.Fix.IsEmpty())
		require.Empty(t, s.Price, "what failed costs nothing")
	}
	require.True(t, one(t, "flat failed").At.IsZero())
	require.Equal(t, protocol.NoticeNumber, one(t, "flat errors").Notice.Kind)
	require.Equal(t, "ACCOUNT_VIOLATION", one(t, "account news").Notice.Value)
}

// FuzzParse: no body makes it panic, and every event is whole.
func FuzzParse(f *testing.F) {
	for _, body := range posts {
		f.Add([]byte(body))
	}
	f.Add([]byte(batch(2)))
	p := coster.New(coster.Options{})
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
	p, body := coster.New(coster.Options{}), []byte(posts["sent"])
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Parse(body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse1000Statuses(b *testing.B) {
	p, body := coster.New(coster.Options{}), []byte(batch(1000))
	b.ReportAllocs()
	for b.Loop() {
		if out, err := p.Parse(body); err != nil || len(out) != 1000 {
			b.Fatal(err)
		}
	}
}
