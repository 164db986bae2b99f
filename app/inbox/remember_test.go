package inbox_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
)

// A channel that is remembered counts only until it changes: from the next webhook
// on the new settings hold, for what is taken and for what is refused.
func TestARememberedChannelChanges(t *testing.T) {
	o := newOffice(t)
	c := o.meta()
	o.take(c, metaText("1", "halo", monday)) // read
	o.take(c, metaText("2", "halo", monday)) // remembered

	const newSecret = "fedcba9876543210fedcba9876543210"
	require.NoError(t, o.channels.Save(o.ctx, c.AgentID, app.Published, channel.Edits{
		BaseVersion: o.channel(c.AgentID).Version, Secrets: map[string]app.Secret{"app_secret": app.NewSecret(newSecret)},
	}, ""))
	old := o.hook(c, metaText("3", "halo", monday))
	require.Equal(t, http.StatusUnauthorized, o.Take(t.Context(), old).Status, "the old secret counts no more")
	fresh := old
	fresh.Header = signed(newSecret, string(old.Body))
	require.Equal(t, http.StatusOK, o.Take(t.Context(), fresh).Status)
	require.Equal(t, http.StatusOK, o.Take(t.Context(), fresh).Status, "a repetition")
	require.Equal(t, app.ArrivalRepeated, o.last(c).State)
	require.Len(t, o.arrivals(c), 4)

	// Another number: what is for the old one is foreign from now on.
	require.NoError(t, o.channels.Save(o.ctx, c.AgentID, app.Published, channel.Edits{
		BaseVersion: o.channel(c.AgentID).Version, Fields: map[string]string{"phone_number_id": "999900001111222"},
	}, ""))
	moved := fresh
	moved.Body = []byte(metaText("4", "halo", monday))
	moved.Header = signed(newSecret, string(moved.Body))
	require.Equal(t, http.StatusOK, o.Take(t.Context(), moved).Status)
	require.Equal(t, app.ArrivalForeign, o.last(c).State)

	// An address that is gone.
	require.NoError(t, o.channels.DeleteAgent(o.ctx, c.AgentID))
	require.Equal(t, http.StatusNotFound, o.Take(t.Context(), moved).Status)
}
