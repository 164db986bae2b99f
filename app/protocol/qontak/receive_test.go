package qontak_test

import (
	"testing"

	"channeldesk/app/protocol"
	"channeldesk/app/protocol/qontak"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

const (
	roomID    = "a2d00000-0000-4000-8000-000000000001"
	channelID = "0b5f0c52-5a35-4c53-9a8e-3f1f7ab0d111"
	broadcast = "9d1b0000-0000-4000-8000-000000000001"
)

func one(t testing.TB, body string) protocol.Received {
	t.Helper()
	out, err := qontak.New(qontak.Options{}).Parse([]byte(body))
	require.NoError(t, err)
	require.Len(t, out, 1)
	require.Equal(t, channelID, out[0].For["channel_integration_id"])
	return out[0]
}

// TestMessages: who wrote decides whether it opens a session.
func TestMessages(t *testing.T) {
	for name, want := range map[string]protocol.InboundMessage{
		"text":     {ID: "wamid.IN", Type: "text", Text: "halo"},
		"reply":    {ID: "wamid.IN2", Type: "text", Text: "ya", ReplyTo: "wamid.OURS"},
		"picture":  {ID: "wamid.IN3", Type: "image", Text: "ini", Media: &protocol.InboundMedia{ID: "f1", Filename: "a.jpg", URL: "https://cdn.example.test/a.jpg"}},
		"voice":    {ID: "m-voice", Type: "voice", Media: &protocol.InboundMedia{URL: "https://cdn.example.test/a.ogg"}},
		"old text": {ID: "wamid.OLD", Type: "text", Text: "lama"},
		"system":   {ID: "m-system", Type: "system", Text: "joined", Silent: true},
	} {
		r := one(t, posts[name])
		want.From, want.Name, want.Person, want.Room = "+6281255507001", "Rina", "51f00000-0000-4000-8000-000000000001", roomID
		require.Equal(t, &want, r.Message, name)
		require.Equal(t, "2026-11-20T03:53:29Z", r.At.Format("2006-01-02T15:04:05Z07:00"))
	}
	for _, name := range []string{"by an agent", "agent as told", "old agent"} {
		m := one(t, posts[name]).Message
		require.True(t, m.Silent, name)
		require.Empty(t, m.Person)
		require.Equal(t, roomID, m.Room)
	}
	text := one(t, posts["text"])
	later := written("m-text", byCustomer, `"type":"text","text":"halo","status":"read","external_id":"wamid.IN"`, "receive_message_from_customer")
	require.Equal(t, text.Key, one(t, later).Key, "a customer's message stays one when its state changes")
}

// TestStates: answers are found by Qontak's own id, templates by the broadcast's.
func TestStates(t *testing.T) {
	for name, want := range map[string]protocol.InboundStatus{
		"bot sent":      {MessageID: "wamid.BOT", Reference: "m-bot", State: protocol.StateSent},
		"bot delivered": {MessageID: "wamid.BOT", Reference: "m-bot", State: protocol.StateDelivered},
		"old bot read":  {MessageID: "wamid.OLDBOT", Reference: "m-oldbot", State: protocol.StateRead},
		"campaign":      {MessageID: "wamid.LOG", Reference: "m-camp", State: protocol.StateRead},
		"log sent":      {MessageID: "wamid.LOG", Reference: broadcast, State: protocol.StateSent},
		"log read":      {MessageID: "wamid.LOG", Reference: broadcast, State: protocol.StateRead},
		"old log":       {MessageID: "wamid.LOG", Reference: broadcast, State: protocol.StateDelivered},
	} {
		want.To = "+6281255507001"
		require.Equal(t, &want, one(t, posts[name]).Status, name)
	}
	for name, want := range map[string][2]string{
		"log failed":    {"131026", "This number cannot receive WhatsApp messages."},
		"failed inside": {"131049", "Meta held this marketing message back, because the person got enough of them lately."},
		"failed, words": {"", "The message was not delivered: Something new with 62********001"},
		"bot failed":    {"", "The message was not delivered, and nobody said why."},
	} {
		s := one(t, posts[name]).Status
		require.Equal(t, protocol.StateFailed, s.State)
		require.Equal(t, want, [2]string{s.Code, s.Reason.String()}, name)
		require.False(t, s.Fix.IsEmpty())
		require.NotEqual(t, "n/a", s.MessageID)
	}
	for _, name := range []string{"bot created", "pending"} {
		out, err := qontak.New(qontak.Options{}).Parse([]byte(posts[name]))
		require.NoError(t, err)
		require.Empty(t, out, name)
	}
}

// TestUnknown: what is not known is named by Qontak's word.
func TestUnknown(t *testing.T) {
	for name, want := range map[string]string{
		"room resolved": "room_resolved", "template state": "waba_interaction", "nothing known": "event", "new log state": "broadcast_log_status teleported",
	} {
		out, err := qontak.New(qontak.Options{}).Parse([]byte(posts[name]))
		require.NoError(t, err)
		require.Len(t, out, 1)
		require.Equal(t, want, out[0].Unknown)
	}
}

// TestKeysTellEventsApart: two events have the same key only when they are the
// same event.
func TestKeysTellEventsApart(t *testing.T) {
	p := qontak.New(qontak.Options{})
	draw := func(r *rapid.T) (event, body string) {
		id := rapid.SampledFrom([]string{"a", "b", "a sent", "1"}).Draw(r, "id")
		word := rapid.SampledFrom([]string{"sent", "delivered", "read", "failed", "new"}).Draw(r, "state")
		kind := rapid.SampledFrom([]string{"", states, customer, "broadcast_log_status"}).Draw(r, "kind")
		old := rapid.Bool().Draw(r, "old")
		mark := kind
		if old {
			mark = ""
		}
		switch {
		case kind == "broadcast_log_status":
			body = logged(id, word, fine)
			if id != "a sent" && word != "new" {
				return "log " + id + " " + word, body
			}
		case kind == states && (word != "new" || !old):
			body = written(id, byBot, `"type":"text","status":"`+word+`"`, mark)
			if id != "a sent" && word != "new" {
				return "state " + id + " " + word, body
			}
		case kind == customer:
			body = written(id, byCustomer, `"type":"text","status":"`+word+`"`, mark)
			if id != "a sent" {
				return "message " + id, body
			}
		default:
			body = `{"id":"` + id + `","status":"` + word + `"}`
		}
		return body, body
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
		require.Equal(t, one == two, a[0].Key == b[0].Key, "%s\n%s", bodyOne, bodyTwo)
	})
}

// FuzzParse: no body makes it panic, and every event is whole.
func FuzzParse(f *testing.F) {
	for _, body := range posts {
		f.Add([]byte(body))
	}
	f.Add([]byte(batch(2)))
	p := qontak.New(qontak.Options{})
	f.Fuzz(func(t *testing.T, body []byte) {
		out, err := p.Parse(body)
		require.False(t, err != nil && out != nil)
		again, _ := p.Parse(body)
		require.Equal(t, out, again)
		for _, r := range out {
			require.NotEmpty(t, r.Key)
			require.True(t, (r.Message != nil) != (r.Status != nil) != (r.Unknown != ""))
		}
	})
}

func BenchmarkParseStatus(b *testing.B) {
	p, body := qontak.New(qontak.Options{}), []byte(posts["log sent"])
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Parse(body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse1000Statuses(b *testing.B) {
	p, body := qontak.New(qontak.Options{}), []byte(batch(1000))
	b.ReportAllocs()
	for b.Loop() {
		if out, err := p.Parse(body); err != nil || len(out) != 1000 {
			b.Fatal(err)
		}
	}
}
