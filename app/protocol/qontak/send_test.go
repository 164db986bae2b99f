package qontak_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/sandbox"

	"github.com/stretchr/testify/require"
)

// rooms adds the call for answers to a simulated Qontak.
type rooms struct {
	next http.Handler
	got  atomic.Value
}

func (h *rooms) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !strings.HasSuffix(r.URL.Path, "/messages/whatsapp/bot") {
		h.next.ServeHTTP(w, r)
		return
	}
	var m map[string]string
	w.Header().Set("Content-Type", "application/json")
	if json.NewDecoder(r.Body).Decode(&m) != nil || m["room_id"] == "" || m["type"] != "text" || m["text"] == "" || r.Header.Get("Authorization") == "" {
		w.WriteHeader(http.StatusUnprocessableEntity)
		_, _ = fmt.Fprint(w, `{"status":"error","error":{"code":422,"messages":["the fake takes no such body"]}}`)
		return
	}
	h.got.Store(m)
	w.WriteHeader(http.StatusCreated)
	_, _ = fmt.Fprint(w, `{"status":"success","data":{"id":"m-bot","type":"text","room_id":"`+m["room_id"]+`","participant_type":"bot","status":"created","external_id":null}}`)
}

// outgoing are messages that the simulated Qontak takes.
func outgoing(v sandbox.QontakValues) []protocol.Outgoing {
	return []protocol.Outgoing{
		{ID: "msg-0001", To: v.Customer, Name: "Rina Wulandari", Template: &protocol.TemplateMessage{
			Name: v.Template, ID: v.TemplateID, Language: "id", Body: []string{"Rina", "A-17"},
		}},
		{ID: "msg-0002", To: v.Customer, Template: &protocol.TemplateMessage{
			ID: v.DocumentTemplateID, Language: "id", Body: []string{"Rina", "November"},
			Header:  &protocol.TemplateHeader{Kind: "document", Link: "https://files.example.test/a/inv.pdf"},
			Buttons: []protocol.TemplateButton{{Index: 0, Kind: "url", Value: "abc123"}},
		}},
		{ID: "msg-0003", Room: roomID, To: v.Customer, Text: "Masih ada yang bisa dibantu?"},
	}
}

// TestSent: a template arrives with its values in their places, and its broadcast
// comes back; Qontak finds nothing to object to.
func TestSent(t *testing.T) {
	b := newBench(t)
	all := outgoing(b.v)
	for i, m := range all[:2] {
		sent, err := b.p.Send(t.Context(), b.c, m)
		require.NoError(t, err)
		require.Equal(t, protocol.Sent{Reference: b.qontak.Messages()[i].BroadcastID}, sent)
	}
	got := b.qontak.Messages()
	require.Equal(t, "Rina Wulandari", got[0].Name)
	require.Equal(t, b.v.Customer[1:], got[0].To)
	require.Equal(t, []string{"Rina", "A-17"}, got[0].Values)
	require.Equal(t, "Halo Rina, pesanan A-17 sudah siap diambil.", got[0].Text)
	require.Equal(t, b.v.Customer[1:], got[1].Name, "without a name the number stands for it")
	require.Equal(t, "https://files.example.test/a/inv.pdf", got[1].Header)
	require.Equal(t, map[string]string{"0": "abc123"}, got[1].Suffixes)
	require.Empty(t, b.qontak.Violations())

	code := protocol.Outgoing{To: b.v.Customer, Template: &protocol.TemplateMessage{
		ID: b.v.CodeTemplateID, Language: "id", Body: []string{"123456"}, Buttons: []protocol.TemplateButton{{Index: 0, Kind: "url", Value: "123456"}},
	}}
	_, err := b.p.Send(t.Context(), b.c, code)
	require.NoError(t, err)
	require.Empty(t, b.qontak.Violations())
}

// TestRefused: Qontak's own words say what was wrong.
func TestRefused(t *testing.T) {
	for words, edit := range map[string]func(*bench, *protocol.Outgoing){
		"Message template not found":       func(b *bench, m *protocol.Outgoing) { m.Template.ID = b.v.ForeignTemplateID },
		"Message template is not approved": func(b *bench, m *protocol.Outgoing) { m.Template.ID = b.v.PendingTemplateID },
		"Language code is invalid":         func(_ *bench, m *protocol.Outgoing) { m.Template.Language = "en" },
		"Channel integration is not active": func(b *bench, _ *protocol.Outgoing) {
			b.c.Channel.Fields["channel_integration_id"] = b.v.InactiveIntegrationID
		},
		"did not accept the access token": func(b *bench, _ *protocol.Outgoing) { b.c.Secrets["access_token"] = app.NewSecret(b.v.ExpiredToken) },
		"This sign-in may not do that":    func(b *bench, _ *protocol.Outgoing) { b.c.Secrets["access_token"] = app.NewSecret(b.v.BotToken) },
	} {
		b := newBench(t)
		m := outgoing(b.v)[0]
		edit(b, &m)
		_, err := b.p.Send(t.Context(), b.c, m)
		require.Equal(t, app.CodeProviderRefused, app.ErrorCode(err), words)
		require.ErrorContains(t, err, words)
		require.False(t, protocol.MaybeDone(err) || protocol.Passing(err))
		require.Empty(t, b.qontak.Messages())
	}
}

// TestNeeds: what Qontak has no place for is said before anything is sent.
func TestNeeds(t *testing.T) {
	b := newBench(t)
	require.Zero(t, b.p.SessionButtons())
	template := func(edit func(*protocol.TemplateMessage)) protocol.Outgoing {
		m := protocol.TemplateMessage{ID: b.v.TemplateID, Name: b.v.Template, Language: "id"}
		edit(&m)
		return protocol.Outgoing{To: b.v.Customer, Template: &m}
	}
	for field, want := range map[string]struct {
		m    protocol.Outgoing
		code app.Code
	}{
		"room":     {protocol.Outgoing{To: b.v.Customer, Text: "halo"}, app.CodeIncomplete},
		"buttons":  {protocol.Outgoing{Room: roomID, Text: "halo", Buttons: []protocol.ReplyButton{{ID: "a", Title: "b"}}}, app.CodeUnsupported},
		"template": {template(func(m *protocol.TemplateMessage) { m.ID = "" }), app.CodeIncomplete},
		"header": {template(func(m *protocol.TemplateMessage) {
			m.Header = &protocol.TemplateHeader{Kind: "text", Text: "x"}
		}), app.CodeUnsupported},
	} {
		e := b.p.Needs(b.c, want.m)
		require.NotNil(t, e, field)
		require.Equal(t, want.code, e.Code)
		require.Equal(t, field, e.Field)
		require.False(t, e.Fix.IsEmpty())
	}
	code := template(func(m *protocol.TemplateMessage) {
		m.Buttons = []protocol.TemplateButton{{Index: 0, Kind: "copy_code", Value: "X"}}
	})
	require.Equal(t, app.CodeUnsupported, b.p.Needs(b.c, code).Code)
	b.c.Channel.Fields["channel_integration_id"] = ""
	require.Equal(t, "channel_integration_id", b.p.Needs(b.c, template(func(*protocol.TemplateMessage) {})).Field)
	require.Nil(t, b.p.Needs(b.c, protocol.Outgoing{Room: roomID, Text: "halo"}), "an answer needs no channel")
}
