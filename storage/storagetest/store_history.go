package storagetest

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func (f *Factory) list(filter app.MessageFilter) (all []app.Message) {
	f.T.Helper()
	f.View(func(tx app.Tx) (err error) { all, err = tx.ListMessages(filter); return err })
	return all
}

// historyOf fills a few channels with messages of few different values, so that
// filters meet some.
func historyOf(f *Factory, n int) (agents []app.AgentID, all []app.Message) {
	var channels []app.Channel
	for range 3 {
		a := f.Agent("")
		agents = append(agents, a.ID)
		for _, env := range app.Environments {
			channels = append(channels, f.Channel(a.ID, env))
		}
	}
	f.Update(func(tx app.Tx) error {
		for i := range n {
			c := channels[i*7%len(channels)]
			m := app.Message{
				Mark: fmt.Sprintf("msg_h%06d", i), ChannelID: c.ID, To: fmt.Sprintf("+62%d", i%5), Source: []app.MessageSource{app.SourceAPI, app.SourceWindow}[i%2],
				KeyID: app.KeyID(i % 3), Status: []app.MessageStatus{app.MessageRead, app.MessageFailed, app.MessageQueued}[i/2%3],
				CreatedAt: Now.Add(time.Duration(i/4) * time.Minute), // several at the same moment
			}
			if i%3 > 0 {
				m.Content.Template = &app.TemplateMessage{Name: fmt.Sprintf("t%d", i%3)}
			}
			id, err := tx.AddMessage(m)
			if err != nil {
				return err
			}
			m, err = tx.GetMessage(id)
			if err != nil {
				return err
			}
			all = append(all, m)
		}
		return nil
	})
	return agents, all
}

func lets(f app.MessageFilter, m app.Message) bool {
	name := ""
	if m.Content.Template != nil {
		name = m.Content.Template.Name
	}
	return (f.Agent == 0 || f.Agent == m.AgentID) && (f.Environment == "" || f.Environment == m.Environment) &&
		(f.Status == "" || f.Status == m.Status) && (f.To == "" || f.To == m.To) && (f.Source == "" || f.Source == m.Source) &&
		(f.Template == "" || f.Template == name) && (f.Key == 0 || f.Key == m.KeyID) &&
		(f.From.IsZero() || !m.CreatedAt.Before(f.From)) && (f.Until.IsZero() || m.CreatedAt.Before(f.Until))
}

// Any filter gives what a look at every message gives, page by page.
func historyProperty(t *testing.T, f *Factory) {
	agents, all := historyOf(f, 240)
	slices.SortFunc(all, func(a, b app.Message) int { return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), cmp.Compare(b.ID, a.ID)) })
	require.Len(t, f.list(app.MessageFilter{}), 50)
	require.Empty(t, f.list(app.MessageFilter{Agent: 999}))
	maybe := func(t *rapid.T, name string) bool { return rapid.Bool().Draw(t, name) }
	rapid.Check(t, func(t *rapid.T) {
		filter := app.MessageFilter{Limit: rapid.IntRange(1, 70).Draw(t, "limit")}
		if maybe(t, "agent?") {
			filter.Agent = rapid.SampledFrom(agents).Draw(t, "agent")
		}
		if maybe(t, "environment?") {
			filter.Environment = rapid.SampledFrom(app.Environments).Draw(t, "environment")
		}
		if maybe(t, "status?") {
			filter.Status = rapid.SampledFrom([]app.MessageStatus{app.MessageRead, app.MessageFailed, app.MessageSent}).Draw(t, "status")
		}
		if maybe(t, "to?") {
			filter.To = fmt.Sprintf("+62%d", rapid.IntRange(0, 5).Draw(t, "to"))
		}
		if maybe(t, "template?") {
			filter.Template = fmt.Sprintf("t%d", rapid.IntRange(1, 3).Draw(t, "template"))
		}
		if maybe(t, "source?") {
			filter.Source = app.SourceAPI
		}
		if maybe(t, "key?") {
			filter.Key = 2
		}
		if maybe(t, "from?") {
			filter.From = Now.Add(time.Duration(rapid.IntRange(0, 60).Draw(t, "from")) * time.Minute)
		}
		if maybe(t, "until?") {
			filter.Until = Now.Add(time.Duration(rapid.IntRange(0, 60).Draw(t, "until")) * time.Minute)
		}
		var want, got []app.MessageID
		for _, m := range all {
			if lets(filter, m) {
				want = append(want, m.ID)
			}
		}
		for {
			page := f.list(filter)
			if len(page) == 0 {
				break
			}
			require.LessOrEqual(t, len(page), filter.Limit)
			got = append(got, ids(page)...)
			filter.Before = page[len(page)-1].ID
		}
		require.Equal(t, want, got)
	})
}

// With more channels than are walked side by side, pages still miss nothing.
func historyOfManyChannels(t *testing.T, f *Factory) {
	want := map[app.MessageID]bool{}
	for range 30 {
		a := f.Agent("")
		for _, env := range app.Environments {
			c := f.Channel(a.ID, env)
			want[f.Message(c.ID, nil).ID] = true
		}
	}
	filter := app.MessageFilter{Limit: 7, Status: app.MessageQueued}
	for {
		page := f.list(filter)
		if len(page) == 0 {
			break
		}
		for _, m := range page {
			require.True(t, want[m.ID])
			delete(want, m.ID)
			filter.Before = m.ID
		}
	}
	require.Empty(t, want)
	require.Len(t, f.list(app.MessageFilter{Environment: app.Draft}), 30)
}
