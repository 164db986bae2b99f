package metacloud_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"sync"
	"testing"

	"channeldesk/app/protocol"
	"channeldesk/app/sandbox"
)

// fakeMeta is the simulated Meta, with the call for messages beside it.
type fakeMeta struct {
	next http.Handler
	mu   sync.Mutex
	sent []map[string]any
	// status is the message_status of the answer, refuse a body to answer with.
	status string
	refuse func(w http.ResponseWriter)
}

var messagesPath = regexp.MustCompile(`^/v\d+\.\d+/\d+/messages$`)

func newFakeMeta(t *testing.T) *fakeMeta {
	t.Helper()
	meta := sandbox.NewMeta(sandbox.Options{})
	t.Cleanup(meta.Close)
	return &fakeMeta{next: meta, status: "accepted"}
}

func (f *fakeMeta) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost || !messagesPath.MatchString(r.URL.Path) {
		f.next.ServeHTTP(w, r)
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	if f.refuse != nil {
		f.refuse(w)
		return
	}
	var m map[string]any
	if json.NewDecoder(r.Body).Decode(&m) != nil || m["messaging_product"] != "whatsapp" || m["type"] == nil {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error":{"code":100,"error_data":{"details":"the fake takes no such body"}}}`))
		return
	}
	f.sent = append(f.sent, m)
	_, _ = w.Write([]byte(`{"messaging_product":"whatsapp","contacts":[{"input":"x","wa_id":"6281255507001"}],` +
		`"messages":[{"id":"wamid.HBgNNjI4MTI1NTUwNzAwMRUC","message_status":"` + f.status + `"}]}`))
}

// outgoing are messages that the fake takes.
var outgoing = []protocol.Outgoing{
	{ID: "msg-0001", To: "+6281255507001", Name: "Rina Wulandari", Template: &protocol.TemplateMessage{
		Name: "order_ready", Language: "id", Header: &protocol.TemplateHeader{Kind: "document", Link: "https://files.example.test/inv.pdf", Filename: "inv.pdf"},
		Body: []string{"Rina", "Rp150.000"},
		Buttons: []protocol.TemplateButton{
			{Index: 0, Kind: "quick_reply", Value: "YES"}, {Index: 1, Kind: "url", Value: "abc123"}, {Index: 2, Kind: "copy_code", Value: "SAVE10"},
		},
	}},
	{ID: "msg-0002", To: "+6281255507001", Text: "Masih ada yang bisa dibantu?"},
	{ID: "msg-0003", To: "+6281255507001", Text: "Masih perlu bantuan?", Buttons: []protocol.ReplyButton{{ID: "yes", Title: "Masih perlu"}, {ID: "no", Title: "Tidak"}}},
	{ID: "msg-0004", Room: "US.13491208655302741918", Text: "Anything else that we can do?"},
}
