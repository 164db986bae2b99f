package notify_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/notify"
)

// Who opts out while messages wait gets none of them: neither a template nor a
// text, whoever made it. Who wrote again afterwards gets the answer.
func TestWhoOptsOutWhileMessagesWait(t *testing.T) {
	bubble(t, func(t *testing.T, o *office) {
		start := time.Now()
		people := []app.Person{
			{Key: "+6281100000000", Number: "+6281100000000"},
			{Key: "+6281100000001", Number: "+6281100000001", LastInboundAt: start},
			{Key: "+6281100000002", Number: "+6281100000002", LastInboundAt: start.Add(2 * time.Hour)},
			{Key: "shows-none", LastInboundAt: start},
			{Key: "+6281100000004", Number: "+6281100000004"},
		}
		o.add(0, 5, func(i int, m *app.Message) {
			m.DueAt = time.Now().Add(3 * time.Hour)
			switch i {
			case 1, 2:
				m.Content, m.Source = app.Content{Text: "Anything else?"}, app.SourceSession
			case 3:
				m.To, m.Room = "", "shows-none"
			}
		})
		stop := o.run()
		pass(time.Hour)
		o.rows.Update(func(tx app.Tx) error {
			for i, p := range people {
				p.ChannelID = o.channel.ID
				if i != 4 {
					p.OptedOutAt = time.Now()
				}
				if err := tx.SavePerson(p); err != nil {
					return err
				}
			}
			return nil
		})
		pass(3 * time.Hour)
		for i, want := range []app.MessageStatus{app.MessageFailed, app.MessageFailed, app.MessageAccepted, app.MessageFailed, app.MessageAccepted} {
			m := o.find("m-" + itoa(i))
			assert.Equal(t, want, m.Status, i)
			if want == app.MessageFailed {
				assert.Equal(t, string(notify.CodeOptedOut), m.Code)
				assert.Equal(t, "This person asked to get no more messages.", m.Reason.String())
			}
		}
		require.Len(t, o.fake.sent(), 2)
		stop()
	})
}
