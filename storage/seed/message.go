package seed

import (
	"fmt"
	"math/rand/v2"

	"channeldesk/app"
)

// failures are why messages fail, with the provider's codes.
var failures = [][2]string{
	{"131026", `{"t":"This number is not on WhatsApp."}`},
	{"131047", `{"t":"More than 24 hours have passed since the person wrote."}`},
	{"131049", `{"t":"Meta held it back, so that the person does not get too many advertisements."}`},
	{"131053", `{"t":"Meta could not fetch the file {{.File}}.","a":{"File":"card.jpg"}}`},
}

// message adds the values of the next message.
func (g *generator) message(args []any) []any {
	i := g.made
	g.made++
	r := rand.New(rand.NewPCG(42, uint64(i))) //nolint:gosec // the same rows each time, no secret
	end := g.o.Until.UnixMilli()
	begin := g.o.Until.AddDate(-years, 0, 0).UnixMilli()
	at := begin + (end-begin)/int64(g.o.Rows)*int64(i)
	to := number(r)
	m := g.origin(i, r)
	var accepted, sent, delivered, read, failed any
	var code string
	var reason any
	status := g.status(i, r)
	switch status {
	case app.MessageFailed:
		why := failures[r.IntN(len(failures))]
		code, reason, failed = why[0], why[1], at+5000
	case app.MessageRead:
		read = at + 60_000
		fallthrough
	case app.MessageDelivered:
		delivered = at + 4000
		fallthrough
	case app.MessageSent:
		sent = at + 3000
		fallthrough
	case app.MessageAccepted:
		accepted = at + 1000
	}
	providerID := ""
	if accepted != nil {
		providerID = fmt.Sprintf("wamid.HBgNNjI4%016X%016XAA==", r.Uint64(), r.Uint64())
	}
	return append(args, fmt.Sprintf("msg_%010x%016x", at, r.Uint64()), m.channel, to, name(r), m.content, m.template, m.language, m.source, m.key, status,
		providerID, code, reason, at, at, accepted, sent, delivered, read, failed, m.bulk, m.row, at, to)
}

// made is where a message comes from and what it says.
type made struct {
	channel           app.ChannelID
	source            app.MessageSource
	key, bulk, row    int
	template, content string
	language          string
}

func (g *generator) origin(i int, r *rand.Rand) made {
	m := made{channel: g.channels[0], source: app.SourceAPI, key: 1 + r.IntN(3)}
	switch n := i % bulkEvery; {
	case n < bulkRows:
		m.source, m.key, m.bulk, m.row = app.SourceBulk, 0, i/bulkEvery+1, n+1
	case i%20 == 0:
		m.channel = g.channels[1]
	case i%9 == 0:
		m.source, m.key = app.SourceSession, 0
	case i%5000 == 1:
		m.source, m.key = app.SourceCommand, 0
	case i%101 == 0:
		m.source, m.key = app.SourceWindow, 0
	case i%50_021 == 0:
		m.key = 4 // hardly used
	}
	if m.source == app.SourceSession {
		m.content = `{"text":"Apakah masih ada yang bisa kami bantu hari ini? Balas ya atau tidak."}`
		return m
	}
	m.template, m.language = g.template(r), []string{"id", "id", "id", "en"}[r.IntN(4)]
	m.content = fmt.Sprintf(`{"template":{"name":%q,"language":%q,"body":["Bp. Agus","Rp %d.000","KPR-%05d","25 November 2026"],"buttons":[{"index":0,"kind":"url","value":"pay/%08x"}]}}`,
		m.template, m.language, 100+r.IntN(9000), r.IntN(100_000), r.Uint32())
	return m
}

// status is where a message stands: the last ones are on their way.
func (g *generator) status(i int, r *rand.Rand) app.MessageStatus {
	switch left := g.o.Rows - i; {
	case left < 300:
		return app.MessageQueued
	case left < 400:
		return app.MessageAccepted
	}
	switch n := r.IntN(10_000); {
	case n < 120:
		return app.MessageFailed
	case n < 190:
		return app.MessageSent
	case n < 2510:
		return app.MessageDelivered
	case n == 2510:
		return app.MessageUnknown
	case n < 2520:
		return app.MessageCancelled
	}
	return app.MessageRead
}
