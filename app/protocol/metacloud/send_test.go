package metacloud_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/metacloud"
	"channeldesk/app/sandbox"

	"github.com/stretchr/testify/require"
)

// sending is the protocol with a fake to send to.
func sending(t *testing.T) (*fakeMeta, *metacloud.Protocol, protocol.Config) {
	t.Helper()
	fake := newFakeMeta(t)
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	return fake, metacloud.New(metacloud.Options{}), config(sandbox.Sample(""), server.URL, "")
}

// TestSentBodies: each kind of message has the form that Meta takes.
func TestSentBodies(t *testing.T) {
	fake, p, c := sending(t)
	for _, m := range outgoing {
		sent, err := p.Send(t.Context(), c, m)
		require.NoError(t, err)
		require.Equal(t, protocol.Sent{MessageID: "wamid.HBgNNjI4MTI1NTUwNzAwMRUC"}, sent)
	}
	frame := `"messaging_product":"whatsapp","recipient_type":"individual",`
	to := frame + `"to":"+6281255507001",`
	for i, want := range []string{
		`{` + to + `"type":"template","biz_opaque_callback_data":"msg-0001","template":{"name":"order_ready","language":{"code":"id"},"components":[
			{"type":"header","parameters":[{"type":"document","document":{"link":"https://files.example.test/inv.pdf","filename":"inv.pdf"}}]},
			{"type":"body","parameters":[{"type":"text","text":"Rina"},{"type":"text","text":"Rp150.000"}]},
			{"type":"button","sub_type":"quick_reply","index":"0","parameters":[{"type":"payload","payload":"YES"}]},
			{"type":"button","sub_type":"url","index":"1","parameters":[{"type":"text","text":"abc123"}]},
			{"type":"button","sub_type":"copy_code","index":"2","parameters":[{"type":"coupon_code","coupon_code":"SAVE10"}]}]}}`,
		`{` + to + `"type":"text","biz_opaque_callback_data":"msg-0002","text":{"body":"Masih ada yang bisa dibantu?"}}`,
		`{` + to + `"type":"interactive","biz_opaque_callback_data":"msg-0003","interactive":{"type":"button","body":{"text":"Masih perlu bantuan?"},
			"action":{"buttons":[{"type":"reply","reply":{"id":"yes","title":"Masih perlu"}},{"type":"reply","reply":{"id":"no","title":"Tidak"}}]}}}`,
		`{` + frame + `"recipient":"US.13491208655302741918","type":"text","biz_opaque_callback_data":"msg-0004","text":{"body":"Anything else that we can do?"}}`,
	} {
		got, err := json.Marshal(fake.sent[i])
		require.NoError(t, err)
		require.JSONEq(t, want, string(got))
	}
	_, err := p.Send(t.Context(), c, protocol.Outgoing{To: "+6281255507001", Template: &protocol.TemplateMessage{Name: "plain", Language: "id"}})
	require.NoError(t, err)
	require.NotContains(t, fake.sent[4]["template"], "components")
	require.NotContains(t, fake.sent[4], "biz_opaque_callback_data")
}

// TestHeld: a message that is kept back for now was accepted.
func TestHeld(t *testing.T) {
	fake, p, c := sending(t)
	for status, held := range map[string]bool{"accepted": false, "": false, "held_for_quality_assessment": true, "paused": true} {
		fake.status = status
		sent, err := p.Send(t.Context(), c, outgoing[1])
		require.NoError(t, err)
		require.Equal(t, held, sent.Held, status)
	}
}

// TestRefusedMessages: a code decides whether the message may be sent again, may
// have gone out, or was refused, whatever the status says.
func TestRefusedMessages(t *testing.T) {
	fake, p, c := sending(t)
	for _, want := range []struct {
		status int
		code   int64
		is     app.Code
		words  string
	}{
		{400, 130429, protocol.CodeSlowDown, "highest sending speed"},
		{400, 131056, protocol.CodeSlowDown, "to this person"},
		{400, 80007, protocol.CodeSlowDown, "slower"},
		{400, 4, protocol.CodeSlowDown, "slower"},
		{400, 613, protocol.CodeSlowDown, "slower"},
		{500, 131057, protocol.CodeSlowDown, "upgrading"},
		{500, 131000, app.CodeProviderUnreachable, "may have gone out"},
		{503, 2, app.CodeProviderUnreachable, "may have gone out"},
		{400, 1, app.CodeProviderUnreachable, "may have gone out"},
		{500, 987654, app.CodeProviderUnreachable, "may have gone out"},
		{400, 987654, app.CodeProviderRefused, "the details of 62********001"},
		{400, 100, app.CodeProviderRefused, "the details of 62********001"},
		{401, 190, app.CodeProviderRefused, "no longer accepts the access token"},
		{403, 200, app.CodeProviderRefused, "may not send"},
		{400, 131047, app.CodeProviderRefused, "24 hours"},
		{404, 132001, app.CodeProviderRefused, "no approved template"},
		{400, 131050, app.CodeProviderRefused, "no marketing"},
	} {
		fake.refuse = func(w http.ResponseWriter) {
			w.WriteHeader(want.status)
			_, _ = fmt.Fprintf(w, `{"error":{"message":"(#%d) to 6281255507001","code":%d,"error_data":{"messaging_product":"whatsapp","details":"the details of 6281255507001"},"fbtrace_id":"A1b2"}}`, want.code, want.code)
		}
		_, err := p.Send(t.Context(), c, outgoing[0])
		e := app.AsError(err)
		require.Equal(t, want.is, e.Code, "%d", want.code)
		require.Contains(t, e.What.String(), want.words)
		require.False(t, e.Fix.IsEmpty())
		require.Contains(t, e.Detail, fmt.Sprintf("Meta code %d", want.code))
		require.Equal(t, want.is == protocol.CodeSlowDown, protocol.Passing(err))
		require.Equal(t, want.is == app.CodeProviderUnreachable, protocol.MaybeDone(err))
		require.NotContains(t, e.Error()+e.LogValue().String(), "6281255507001")
	}
}

// TestWhatMetaNeeds: what is missing is named with its box.
func TestWhatMetaNeeds(t *testing.T) {
	_, p, good := sending(t)
	require.Equal(t, 3, p.SessionButtons())
	require.Nil(t, p.Needs(good, outgoing[0]))
	c := good
	c.Secrets = map[string]app.Secret{}
	require.Equal(t, "access_token", p.Needs(c, outgoing[1]).Field)
	require.Equal(t, "template", p.Needs(good, protocol.Outgoing{Template: &protocol.TemplateMessage{ID: "1", Language: "id"}}).Field)
	four := protocol.Outgoing{Text: "x", Buttons: make([]protocol.ReplyButton, 4)}
	require.Equal(t, app.CodeUnsupported, p.Needs(good, four).Code)
	long := outgoing[2]
	long.Text = strings.Repeat("x", 1025)
	_, err := p.Send(t.Context(), good, long)
	require.Equal(t, app.CodeInvalid, app.ErrorCode(err))
}
