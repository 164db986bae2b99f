package channel_test

import (
	"fmt"
	"testing"

	"channeldesk/app"
	"channeldesk/app/channel"
)

func BenchmarkGetWith100Agents(b *testing.B) {
	d := newDesk(b)
	var last app.AgentID
	for i := range 100 {
		last = d.drafted(fmt.Sprintf("Agent %d", i))
	}
	b.ResetTimer()
	for b.Loop() {
		if _, err := d.Get(d.owner(), last, app.Draft); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSaveFieldWith100Agents(b *testing.B) {
	d := newDesk(b)
	var last app.AgentID
	for i := range 100 {
		last = d.drafted(fmt.Sprintf("Agent %d", i))
	}
	n := 0
	b.ResetTimer()
	for b.Loop() {
		n++
		if err := d.Save(d.owner(), last, app.Draft, channel.SetField("note", fmt.Sprint(n)), ""); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPublishWithSecret(b *testing.B) {
	d := newDesk(b)
	id := d.drafted("One")
	n := 0
	b.ResetTimer()
	for b.Loop() {
		n++
		if err := d.Save(d.owner(), id, app.Draft, channel.SetSecret("token", fmt.Sprintf("a-token-with-number-%d", n)), ""); err != nil {
			b.Fatal(err)
		}
		if err := d.Publish(d.owner(), id, channel.Publication{Names: []string{"token"}, BaseVersion: n}); err != nil {
			b.Fatal(err)
		}
	}
}
