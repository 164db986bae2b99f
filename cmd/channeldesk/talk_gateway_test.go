package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

// talkOf is how a protocol's conversation looks.
type talkOf struct {
	template, filled string // sent first, and as the customer sees it
	more, end        string // the two questions
	bye              string
	tap              bool // answers are buttons
}

func (k *talk) of(protocol app.ProtocolID) talkOf {
	o := talkOf{bye: app.DefaultClosingText}
	o.more, o.end = app.DefaultAskMoreText+"\n\nYes / No", app.DefaultEndText+"\n\nEnd chat / Keep open"
	switch protocol {
	case "meta_cloud":
		o.more, o.end, o.tap = app.DefaultAskMoreText+" [Yes] [No]", app.DefaultEndText+" [End chat] [Keep open]", true
		o.template = `{"name":"order_ready","language":"id","body":["Rina","NB-7"]}`
		o.filled = "Halo Rina, pesanan NB-7 sudah siap diambil."
	case "qontak":
		o.template = `{"name":"` + k.b.qontak.Template + `","id":"` + k.b.qontak.TemplateID + `","language":"id","body":["Rina","NB-7"]}`
		o.filled = "Halo Rina, pesanan NB-7 sudah siap diambil."
	default:
		o.template = `{"name":"` + k.b.coster.Template + `","language":"` + k.b.coster.TemplateLanguage + `","body":["Rina","NB-7"]}`
		o.filled = "Halo Rina, pembayaran NB-7 sudah kami terima."
	}
	return o
}

// answers lets the customer answer a question, by a button where there is one.
func (k *talk) answers(o talkOf, word string) {
	k.b.t.Helper()
	if !o.tap {
		k.writes(word)
		return
	}
	_, err := k.b.sb.Phone.Tap(k.line, "", word)
	require.NoError(k.b.t, err)
}

func eachProtocol(t *testing.T, test func(*testing.T, *talk, talkOf)) {
	for _, protocol := range []app.ProtocolID{"meta_cloud", "qontak", "coster"} {
		t.Run(string(protocol), func(t *testing.T) {
			k := newTalk(t, protocol)
			test(t, k, k.of(protocol))
		})
	}
}

// A message goes out by API key; its states come by webhook and are read through
// the API, each with its time.
func TestTalkStatesComeBack(t *testing.T) {
	eachProtocol(t, func(t *testing.T, k *talk, o talkOf) {
		before := k.clock.Now().Add(-time.Second)
		mark := k.says(`{"to":"` + k.line.Customer + `","name":"Rina","template":` + o.template + `}`)
		var m map[string]any
		k.until(func() bool { m = k.message(mark); return m["status"] == "read" }, "%v", &m)
		k.sees(o.filled)
		last := before
		for _, name := range []string{"created_at", "accepted_at", "sent_at", "delivered_at", "read_at"} {
			at, err := time.Parse(time.RFC3339, m[name].(string))
			require.NoError(t, err, name)
			assert.False(t, at.Before(last.Truncate(time.Second)), "%s %v", name, m)
			assert.False(t, at.After(k.clock.Now()), "%s %v", name, m)
			last = at
		}
		attempts := m["attempts"].([]any)
		require.Len(t, attempts, 1)
		assert.Equal(t, "accepted", attempts[0].(map[string]any)["outcome"])
		assert.NotEmpty(t, m["provider_message_id"])
		k.until(func() bool { s := k.agent.states(mark); return len(s) > 0 && s[len(s)-1] == "read" }, "the agent's server hears of it")
	})
}

// A customer asks, the agent answers, then nobody says anything: the customer is
// asked twice and the chat ends. What is written afterwards begins a new one.
func TestTalkEndsInSilence(t *testing.T) {
	eachProtocol(t, func(t *testing.T, k *talk, o talkOf) {
		seen := k.greet()
		k.silence(12*time.Minute + time.Second)
		seen = append(seen, o.more)
		k.sees(seen...)
		k.silence(3*time.Minute + time.Second)
		seen = append(seen, o.end)
		k.sees(seen...)
		k.silence(3*time.Minute + time.Second)
		seen = append(seen, o.bye)
		k.sees(seen...)
		k.sessionMessages(app.MessageDelivered, o)

		k.silence(2 * time.Hour)
		k.writes("Terima kasih")
		k.hears("Halo, ada promo?", "Terima kasih")
		k.silence(time.Hour) // we owe an answer, so nobody is asked anything
		k.replies("Sama-sama.")
		seen = append(seen, "> Terima kasih", "Sama-sama.")
		k.sees(seen...)
		k.silence(time.Minute + time.Second) // time to read it
		k.sees(append(seen, o.more)...)
	})
}

// greet is the beginning of all conversations.
func (k *talk) greet() []string {
	k.b.t.Helper()
	k.writes("Halo, ada promo?")
	k.hears("Halo, ada promo?")
	k.replies("Ada, sampai Jumat.")
	seen := []string{"> Halo, ada promo?", "Ada, sampai Jumat."}
	k.sees(seen...)
	return seen
}

// sessionMessages demands that the API lists what the session sent.
func (k *talk) sessionMessages(status app.MessageStatus, o talkOf) {
	k.b.t.Helper()
	var texts []string
	k.until(func() bool {
		code, page := k.api("GET", "/v1/messages?source=session&status="+string(status), "", k.key)
		require.Equal(k.b.t, 200, code)
		texts = nil
		for _, m := range page["messages"].([]any) {
			texts = append(texts, m.(map[string]any)["text"].(string))
		}
		return len(texts) == 3
	}, "%q", &texts)
	for i, text := range []string{o.bye, o.end, o.more} {
		assert.Contains(k.b.t, text, texts[i])
	}
}

// The customer answers the questions: wants more help, keeps the chat open, writes
// something else, and in the end agrees to end it.
func TestTalkQuestionsAreAnswered(t *testing.T) {
	eachProtocol(t, func(t *testing.T, k *talk, o talkOf) {
		seen := k.greet()
		heard := []string{"Halo, ada promo?"}
		// turn is an answer of the customer that keeps the chat going: the agent
		// gets it and answers, and that takes some time.
		turn := func(word string, answer func()) {
			answer()
			heard = append(heard, word)
			k.hears(heard...)
			k.silence(10 * time.Minute) // longer than the next question would wait
			k.replies("Baik.")
			seen = append(seen, "> "+word, "Baik.")
			k.sees(seen...)
		}
		more := func() {
			k.silence(12*time.Minute + time.Second)
			seen = append(seen, o.more)
			k.sees(seen...)
		}
		end := func() {
			k.silence(3*time.Minute + time.Second)
			seen = append(seen, o.end)
			k.sees(seen...)
		}
		more()
		turn("Yes", func() { k.answers(o, "Yes") })
		more()
		end()
		turn("Keep open", func() { k.answers(o, "Keep open") })
		more()
		end()
		turn("Satu lagi: jam buka?", func() { k.writes("Satu lagi: jam buka?") })
		more()
		turn("Jam tutup?", func() { k.writes("Jam tutup?") })
		more()
		end()
		k.answers(o, "End chat")
		seen = append(seen, "> End chat", o.bye)
		k.sees(seen...)
		k.silence(time.Hour)
		k.writes("Halo lagi")
		heard = append(heard, "Halo lagi")
		k.hears(heard...)
		k.sees(append(seen, "> Halo lagi")...)
	})
}

// Who needs no more help is not asked a second time.
func TestTalkNeedsNoMoreHelp(t *testing.T) {
	eachProtocol(t, func(t *testing.T, k *talk, o talkOf) {
		seen := k.greet()
		k.silence(12*time.Minute + time.Second)
		k.sees(append(seen, o.more)...)
		k.answers(o, "No")
		seen = append(seen, o.more, "> No", o.bye)
		k.sees(seen...)
		k.silence(time.Hour)
		k.writes("Halo lagi")
		k.hears("Halo, ada promo?", "Halo lagi")
		k.sees(append(seen, "> Halo lagi")...)
	})
}
