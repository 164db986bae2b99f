package inbox_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// taken keeps what it was told, and says that something changed.
type taken struct {
	mu   sync.Mutex
	told []protocol.Notice
	fail error
}

func (k *taken) Apply(_ app.Tx, _ app.Channel, n *protocol.Notice, at time.Time) (bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.told = append(k.told, *n)
	return true, k.fail
}

// News of templates reaches whoever keeps them, in the transaction that keeps the
// webhook, once for each event, and is told on.
func TestNewsOfTemplates(t *testing.T) {
	o := newOffice(t)
	k := &taken{}
	o.templates = k
	o.open(o.clock)
	c := o.meta()
	heard := make(chan app.Event, 16)
	sub := o.bus.Subscribe(func(e app.Event) {
		if e.Kind == app.TemplatesChanged {
			heard <- e
		}
	})
	defer sub.Close()
	post := metaPost("message_template_status_update", `{"event":"REJECTED","reason":"SCAM","message_template_id":9007199254740993,"message_template_name":"order","message_template_language":"en-US"}`)
	o.take(c, post)
	o.take(c, post)
	require.Equal(t, app.Event{Kind: app.TemplatesChanged, AgentID: c.AgentID, Environment: c.Environment}, <-heard)
	require.Len(t, k.told, 1, "a repetition takes no effect")
	n := k.told[0]
	require.Equal(t, []string{"9007199254740993", "order", "en_US"}, []string{n.Subject, n.Name, n.Language})
	require.Equal(t, app.TemplateRejected, n.Template.Status)
	require.Equal(t, "SCAM", n.Template.Code)
}
