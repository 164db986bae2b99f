package inbox_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
)

// turnToCoster gives a channel another protocol.
func (o *office) turnToCoster(c app.Channel) app.Channel {
	o.t.Helper()
	require.NoError(o.t, o.channels.Save(o.ctx, c.AgentID, app.Published, channel.Edits{
		Protocol: ptr(app.ProtocolID("coster")), AccountCode: ptr("+6281155500199"), BaseVersion: c.Version,
		Fields:  map[string]string{"account_id": accountID, "division_id": "bbbbbbbb00001111222233334444ffff"},
		Secrets: map[string]app.Secret{"conversation_token": app.NewSecret("talk-token-0123456789-abcdef"), "push_token": app.NewSecret("push-token-0123456789-abcdef")},
	}, ""))
	return o.channel(c.AgentID)
}

// The states of what was sent before a channel got another protocol still come to
// the old address and count, as long as the old provider proves who it is. Nothing
// else of that provider does.
func TestStatesAfterAnotherProtocol(t *testing.T) {
	o := newOffice(t)
	was := o.meta()
	o.message(was, "m-1", "wamid.A", "")
	old := func(body string) int { return o.Take(context.Background(), o.hook(was, body)).Status }
	require.Equal(t, http.StatusOK, old(metaStates(metaState("wamid.A", "sent", monday))), "it is remembered")
	now := o.turnToCoster(was)
	require.Equal(t, http.StatusOK, old(metaStates(metaState("wamid.A", "delivered", monday.Add(time.Minute)))))
	require.Equal(t, app.MessageDelivered, o.status("m-1").Status)
	require.Equal(t, app.ArrivalApplied, o.last(now).State)

	hook := o.hook(was, metaStates(metaState("wamid.A", "read", monday)))
	hook.Header = signed("ffff456789abcdef0123456789abcdef", string(hook.Body))
	require.Equal(t, http.StatusUnauthorized, o.Take(context.Background(), hook).Status)
	require.Equal(t, app.MessageDelivered, o.status("m-1").Status)

	signs := len(o.signs.seen)
	require.Equal(t, http.StatusOK, old(metaText("wamid.B", "halo", monday)))
	require.Equal(t, app.ArrivalForeign, o.last(now).State)
	require.Equal(t, "By Meta Cloud, which this channel had before: of this only delivery states count: Message (text) of +62********001", o.last(now).What.String())
	o.view(func(tx app.Tx) error {
		_, err := tx.GetPerson(now.ID, rina)
		require.Equal(t, app.CodeNotFound, app.ErrorCode(err), "it is no message of the present number")
		return nil
	})
	o.Wait()
	require.Len(t, o.signs.seen, signs, "and no sign of life of the new address")

	// What was kept before is applied again as what it was.
	o.message(was, "m-2", "", "")
	o.update(func(tx app.Tx) error {
		_, err := tx.AddArrival(app.Arrival{ChannelID: now.ID, At: monday, State: app.ArrivalWaiting, Body: []byte(metaStates(metaState("wamid.A", "read", monday.Add(2*time.Minute))))})
		return err
	})
	require.NoError(t, o.ApplyWaiting(context.Background()))
	require.Equal(t, app.MessageRead, o.status("m-1").Status)

	// A protocol that it never had stays unknown.
	hook = o.hook(was, metaStates(metaState("wamid.A", "read", monday)))
	hook.HookPath = "qontak"
	require.Equal(t, http.StatusNotFound, o.Take(context.Background(), hook).Status)
}
