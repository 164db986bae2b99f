package sandbox

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// startTelling is a Sandbox with quick webhooks and a receiver.
func startTelling(t *testing.T) (*Sandbox, *receiver) {
	t.Helper()
	s, err := Start(t.Context(), Options{Seed: t.Name(), Delivery: quick()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close(context.WithoutCancel(t.Context()))) })
	s.Qontak.Change(func(w *QontakWorld) { w.Limits = QontakLimits{} })
	return s, newReceiver(t)
}

func withToken(name, value string) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Set(name, value)
		r.Header.Set("Content-Type", "application/json")
	}
}

func TestQontakTellsAndTakesAnswersIntoRooms(t *testing.T) {
	s, r := startTelling(t)
	v := s.SampleQontak()
	bearer := withToken("Authorization", "Bearer "+v.Token)
	s.Qontak.SetEndpoint(v.OrganisationID, r.url+"/hooks/qontak/key/secret", "receive_message_from_customer", "status_message", "broadcast_log_status")
	status, _ := call(t, "POST", s.QontakBearerURL()+"/messages/whatsapp/bot", `{"room_id":"x","type":"text","text":"a"}`, bearer)
	require.Equal(t, 404, status)

	id, err := s.Phone.Write(Line{Provider: "qontak", Name: "Rina"}, Act{Text: "halo"})
	require.NoError(t, err)
	var event struct {
		ID, Type, Text, Status    string
		External                  string `json:"external_id"`
		RoomID                    string `json:"room_id"`
		Participant               string `json:"participant_type"`
		Event                     string `json:"data_event"`
		Broadcast                 string `json:"messages_broadcast_id"`
		Room                      struct{ Session string }
		Wamid                     string `json:"whatsapp_message_id"`
		ChannelIntegrationID      string `json:"channel_integration_id"`
		WhatsAppErrorMessageField string `json:"whatsapp_error_message"`
	}
	require.NoError(t, json.Unmarshal([]byte(r.next().raw), &event))
	require.Equal(t, []string{id, "halo", "customer", "open", "receive_message_from_customer"},
		[]string{event.External, event.Text, event.Participant, event.Room.Session, event.Event})
	status, body := call(t, "POST", s.QontakBearerURL()+"/messages/whatsapp/bot", `{"room_id":"`+event.RoomID+`","type":"text","text":"Selamat pagi"}`, bearer)
	require.Equal(t, 201, status, body)
	var answer struct {
		Data struct{ ID, Status string }
	}
	require.NoError(t, json.Unmarshal([]byte(body), &answer))
	require.Equal(t, "created", answer.Data.Status)
	for _, want := range []string{"sent", "delivered"} {
		require.NoError(t, json.Unmarshal([]byte(r.next().raw), &event))
		require.Equal(t, []string{answer.Data.ID, want, "status_message"}, []string{event.ID, event.Status, event.Event})
	}

	send := `{"to_number":"` + digitsOf(v.NotOnWhatsApp) + `","to_name":"Rina","message_template_id":"` + v.TemplateID +
		`","channel_integration_id":"` + v.ChannelIntegrationID + `","language":{"code":"id"},"parameters":{"body":[` +
		`{"key":"1","value":"name","value_text":"Rina"},{"key":"2","value":"order","value_text":"A1"}]}}`
	status, body = call(t, "POST", s.QontakBearerURL()+"/broadcasts/whatsapp/direct", send, bearer)
	require.Equal(t, 201, status, body)
	require.NoError(t, json.Unmarshal([]byte(r.next().raw), &event))
	require.Equal(t, []string{"failed", "broadcast_log_status", "(#131026) Message undeliverable"}, []string{event.Status, event.Event, event.WhatsAppErrorMessageField})
	status, _ = call(t, "POST", s.QontakBearerURL()+"/broadcasts/whatsapp/direct", strings.ReplaceAll(send, digitsOf(v.NotOnWhatsApp), "6281255507002"), bearer)
	require.Equal(t, 201, status)
	require.NoError(t, json.Unmarshal([]byte(r.next().raw), &event))
	require.Equal(t, []string{"sent", "broadcast_log_status"}, []string{event.Status, event.Event})
	require.Equal(t, s.Qontak.Messages()[1].BroadcastID, event.Broadcast)
	require.NoError(t, json.Unmarshal([]byte(r.next().raw), &event))
	require.Equal(t, []string{"sent", "status_message"}, []string{event.Status, event.Event})
}

func TestCosterTells(t *testing.T) {
	s, r := startTelling(t)
	v := s.SampleCoster()
	control := func(path, body string) (int, string) { return call(t, "POST", s.URL()+path, body, nil) }
	status, body := control("/_sandbox/webhooks", `{"coster_callback":"`+r.url+`/hooks/coster/key/a-secret-of-some-length"}`)
	require.Equal(t, 200, status, body)
	require.NotContains(t, body, "a-secret-of-some-length")
	status, body = control("/_sandbox/phone/write", `{"provider":"coster","text":"halo"}`)
	require.Equal(t, 200, status, body)
	var inbound struct {
		Account struct{ ID string }
		Data    cloudPost
	}
	p := r.next()
	require.Equal(t, "/hooks/coster/key/a-secret-of-some-length", p.path)
	require.NoError(t, json.Unmarshal([]byte(p.raw), &inbound))
	require.Equal(t, v.AccountID, inbound.Account.ID)
	require.Equal(t, "text", inbound.Data.Entry[0].Changes[0].Value.Messages[0]["type"])

	status, body = call(t, "POST", s.CosterPushURL()+"/v1/"+v.AccountID+"/messages", costerBench{v: v}.template(), withToken("Authorization", "Bearer "+v.PushToken))
	require.Equal(t, 200, status, body)
	for _, want := range []string{"sent", "delivered"} {
		p := r.next()
		require.Equal(t, want, p.value(t).Statuses[0].Status)
		require.Contains(t, p.raw, `"xid":"`+s.Coster.Messages()[0].XID+`"`)
		require.NotEmpty(t, p.header.Get("X-Request-Id"))
	}
	_, state := call(t, "GET", s.URL()+"/_sandbox/state", "", nil)
	require.NotContains(t, state, "a-secret-of-some-length")
	for _, wrong := range []string{
		`{"coster_callback":"ftp://x"}`, `{"coster_account":"x","coster_callback":"https://a.example"}`, `{"sent":"soon"}`,
		`{"provider":"other"}`, `{"disorder":101}`, `{"gateway":"x"}`, `{"unknown":1}`,
	} {
		status, _ := control("/_sandbox/webhooks", wrong)
		require.Equal(t, 400, status, wrong)
	}
}

func TestPhoneByControl(t *testing.T) {
	s, r := startTelling(t)
	v := s.Sample()
	hooks := `{"override_callback_uri":"` + r.url + `/hooks/meta/nb","verify_token":"x"}`
	status, body := call(t, "POST", s.MetaURL()+"/v26.0/"+v.WABAID+"/subscribed_apps", hooks, withToken("Authorization", "Bearer "+v.Token))
	require.Equal(t, 200, status, body)
	act := func(what, body string) map[string]any {
		status, raw := call(t, "POST", s.URL()+"/_sandbox/phone/"+what, body, nil)
		require.Equal(t, 200, status, raw)
		var out map[string]any
		require.NoError(t, json.Unmarshal([]byte(raw), &out))
		return out
	}
	chat, _ := act("write", `{"customer":"+62 812-5550-7009","text":"halo","name":"Budi"}`)["chat"].(string)
	require.Equal(t, "meta."+v.PhoneNumberID+".6281255507009", chat)
	require.Equal(t, "halo", r.next().value(t).Messages[0]["text"].(map[string]any)["body"])
	act("silent", `{"chat":"`+chat+`"}`)
	act("silent", `{"chat":"`+chat+`","on":false}`)
	act("last-wrote", `{"chat":"`+chat+`","ago":"23h50m"}`)
	act("opt-out", `{"chat":"`+chat+`"}`)
	require.EqualValues(t, 0, act("read", `{"chat":"`+chat+`"}`)["read"])
	_, raw := call(t, "GET", s.URL()+"/_sandbox/phone/chats/"+chat, "", nil)
	require.Contains(t, raw, `"opted_out": true`)
	for path, body := range map[string]string{
		"dance": `{}`, "write": `{}`, "tap": `{"button":"Ya"}`, "read": `{"chat":"x"}`, "last-wrote": `{"ago":"x"}`,
		"silent": `{"provider":"x"}`, "opt-out": `{"customer":"x"}`,
	} {
		status, _ := call(t, "POST", s.URL()+"/_sandbox/phone/"+path, body, nil)
		require.GreaterOrEqual(t, status, 400, path)
	}
	status, _ = call(t, "GET", s.URL()+"/_sandbox/phone/chats/x", "", nil)
	require.Equal(t, 404, status)
}

func TestGatewayStandsInForARegisteredHost(t *testing.T) {
	s, r := startTelling(t)
	require.Error(t, s.SetGateway("nonsense"))
	require.NoError(t, s.SetGateway(r.url))
	s.Qontak.SetEndpoint(s.SampleQontak().OrganisationID, "https://wa.sandbox.example/hooks/qontak/key/secret", "receive_message_from_customer")
	_, err := s.Phone.Write(Line{Provider: "qontak"}, Act{Text: "halo"})
	require.NoError(t, err)
	require.Equal(t, "/hooks/qontak/key/secret", r.next().path)
	for address, want := range map[string]string{
		"https://wa.sandbox.example/hooks/qontak/a/b?c=d": "http://127.0.0.1:8080/hooks/qontak/a/b?c=d",
		"https://wa.example.com/hooks":                    "http://127.0.0.1:8080/hooks",
	} {
		require.Equal(t, want, aimed(address, "http://127.0.0.1:8080"))
	}
	require.Empty(t, aimed("https://wa.sandbox.example/hooks", ""))
	require.Empty(t, aimed("http://10.0.0.1/hooks", ""))
	require.Empty(t, aimed("::", ""))
	require.Equal(t, "https://wa.channel.id/x", aimed("https://wa.channel.id/x", ""))
}

func TestStateOfQontakKeepsAddressesToItself(t *testing.T) {
	s, _ := startTelling(t)
	organisation := s.SampleQontak().OrganisationID
	s.Qontak.SetEndpoint(organisation, "https://wa.example/hooks/qontak/key/a-secret-in-the-address", "status_message")
	require.NotContains(t, string(s.Qontak.State()), "a-secret-in-the-address")
	require.Contains(t, string(s.Qontak.State()), "https://wa.example/…")
	whole := s.Qontak.StateWithAddresses()
	require.NoError(t, s.Qontak.Restore(s.Qontak.State()))
	require.Empty(t, s.Qontak.Endpoint().URL, "a shortened address is no address")
	require.NoError(t, s.Qontak.Restore(whole))
	require.Contains(t, s.Qontak.Endpoint().URL, "a-secret-in-the-address")
}

func TestPhonePage(t *testing.T) {
	s, _ := startTelling(t)
	for path, want := range map[string]string{
		"/phone": "Customer's phone", "/phone/phone.css": "prefers-color-scheme", "/phone/phone.js": "EventSource",
		"/_sandbox/phone/accounts": "Nusantara Bank", "/_sandbox/templates": "order_ready",
	} {
		status, body := call(t, "GET", s.URL()+path, "", nil)
		require.Equal(t, 200, status)
		require.Contains(t, body, want)
		require.NotContains(t, body, "://fonts")
	}
	status, _ := call(t, "GET", s.URL()+"/phone/nothing", "", nil)
	require.Equal(t, 404, status)

	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL()+"/_sandbox/phone/events", nil)
	require.NoError(t, err)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	require.True(t, lines.Scan())
	first := lines.Text()
	_, err = s.Phone.Write(Line{}, Act{Text: "Halo"})
	require.NoError(t, err)
	for lines.Scan() && lines.Text() == "" {
	}
	require.NotEqual(t, first, lines.Text())
	require.True(t, strings.HasPrefix(lines.Text(), "data: "))
}
