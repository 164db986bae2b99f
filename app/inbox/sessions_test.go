package inbox_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

func TestSessionsTellWhyTheyEnded(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	look := func() (running int, ended []string) {
		s, err := o.Sessions(o.ctx, c.AgentID, app.Published, 5)
		require.NoError(t, err)
		for _, e := range s.Ended {
			assert.NotContains(t, e.Who, rina[4:10])
			ended = append(ended, e.Reason.String())
		}
		return s.Running, ended
	}
	running, ended := look()
	assert.Zero(t, running)
	assert.Empty(t, ended)
	o.take(c, metaText("1", "halo", o.clock.Now()))
	running, ended = look()
	assert.Equal(t, 1, running)
	assert.Empty(t, ended)
	o.clock.pass(25 * time.Hour)
	o.step()
	running, ended = look()
	assert.Zero(t, running)
	require.Len(t, ended, 1)
	assert.Contains(t, ended[0], "no answer within 24 hours")
	_, err := o.Sessions(context.Background(), c.AgentID, app.Published, 5)
	assert.Error(t, err)
}
