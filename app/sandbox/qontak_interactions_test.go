package sandbox

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

type integrationsPage struct {
	Data []struct {
		ID       string         `json:"id"`
		Channel  string         `json:"target_channel"`
		Settings map[string]any `json:"settings"`
		Active   bool           `json:"is_active"`
	} `json:"data"`
	Meta struct {
		Pagination struct {
			Cursor struct {
				Next, Prev *string
			} `json:"cursor"`
			Offset, Limit, Total int
		} `json:"pagination"`
	} `json:"meta"`
}

func (b qontakBench) integrations(query string) integrationsPage {
	b.t.Helper()
	r := b.get("/integrations" + query)
	require.Equal(b.t, 200, r.status, r.raw)
	var page integrationsPage
	require.NoError(b.t, json.Unmarshal([]byte(r.raw), &page))
	return page
}

func TestQontakIntegrationsComeInPages(t *testing.T) {
	b := newQontakBench(t)
	first := b.integrations("")
	require.Len(t, first.Data, 10)
	require.Nil(t, first.Meta.Pagination.Cursor.Prev)
	require.Equal(t, 1, first.Meta.Pagination.Offset)
	require.Equal(t, ManyIntegrations+5, first.Meta.Pagination.Total)
	require.Equal(t, b.v.ChannelIntegrationID, first.Data[0].ID)

	seen, last := map[string]bool{}, ""
	for query := "?target_channel=wa_cloud&limit=50"; query != ""; {
		page := b.integrations(query)
		for _, n := range page.Data {
			require.False(t, seen[n.ID])
			require.Equal(t, "wa_cloud", n.Channel)
			seen[n.ID], last = true, n.ID
		}
		query = ""
		if next := page.Meta.Pagination.Cursor.Next; next != nil {
			query = "?target_channel=wa_cloud&limit=50&cursor_direction=after&cursor=" + *next
		}
	}
	require.Len(t, seen, ManyIntegrations+4)
	require.Equal(t, b.v.LastIntegrationID, last)
	require.False(t, seen[b.v.ForeignIntegrationID])
	require.False(t, seen[b.v.OldIntegrationID])

	second := b.integrations("?offset=2&limit=20")
	before := b.integrations("?limit=20&cursor_direction=before&cursor=" + *second.Meta.Pagination.Cursor.Prev)
	require.Equal(t, b.integrations("?limit=20").Data, before.Data)
	require.Empty(t, b.integrations("?offset=99").Data)
	require.Len(t, b.integrations("?limit=1000").Data, 100)
	require.Equal(t, b.v.LastIntegrationID, b.integrations("?order_direction=asc").Data[0].ID)
	require.Len(t, b.integrations("?query=bandung").Data, 1)
	require.Empty(t, b.k.Violations())
	for _, wrong := range []string{"?limit=0", "?offset=x", "?cursor=x", "?cursor=MQ==", "?cursor_direction=up&cursor=" + qontakCursor(1)} {
		require.Equal(t, 422, b.get("/integrations"+wrong).status, wrong)
	}
	b.get("/integrations?page=2")
	require.Contains(t, rulesIn(b.k.Violations()), RuleForeign)
}

func TestQontakQuirksOfPages(t *testing.T) {
	b := newQontakBench(t)
	first := b.integrations("?limit=50")
	b.k.Change(func(w *QontakWorld) { w.Quirks.RepeatsCursor = true })
	next := *first.Meta.Pagination.Cursor.Next
	require.Equal(t, next, *b.integrations("?limit=50&cursor=" + next).Meta.Pagination.Cursor.Next)
	b.k.Change(func(w *QontakWorld) { w.Quirks = QontakQuirks{NoCursor: true} })
	require.Equal(t, "limit offset total", b.get("/integrations").keysOf(t, "meta", "pagination"))
	require.Equal(t, b.v.LastIntegrationID, b.integrations("?limit=100&offset=2").Data[24].ID)
}

func TestQontakIntegrationShape(t *testing.T) {
	b := newQontakBench(t)
	r := b.get("/integrations?limit=1")
	require.Equal(t, "data meta status", r.keysOf(t))
	require.Equal(t, "created_at id is_active organization_id settings target_channel webhook", r.keysOf(t, "data"))
	require.Equal(t, "account_name phone_number phone_number_id", r.keysOf(t, "data", "settings"))
	require.Equal(t, "cursor limit offset total", r.keysOf(t, "meta", "pagination"))
	one := func(id string) reply { return b.get("/integrations/" + id) }
	require.Contains(t, one(b.v.ChannelIntegrationID).raw, `"phone_number":"`+digitsOf(b.v.AccountCode)+`"`)
	require.Contains(t, one(b.v.InactiveIntegrationID).raw, `"is_active":false`)
	require.Contains(t, one(b.v.BareIntegrationID).raw, `"settings":{}`)
	require.Equal(t, "account_name authorization domain_server server_wa_id", one(b.v.OldIntegrationID).keysOf(t, "data", "settings"))
	one(b.v.ForeignIntegrationID).refused(t, 404, "Channel integration not found")
	one(b.v.MissingIntegrationID).refused(t, 404, "Channel integration not found")
	require.Equal(t, 200, b.send("GET", bearerBase+"/integrations/"+b.v.ForeignIntegrationID, b.v.OtherToken, "", "").status)
}

const hookURL = "https://hooks.example.test/h/one"

func TestQontakRegistersOneAddressForTheOrganisation(t *testing.T) {
	b := newQontakBench(t)
	none := `{"enabled":false,"webhooks":[]}`
	r := b.get("/message_interactions")
	require.JSONEq(t, `{"status":"success","data":{"auto_assign_agent":false,"receive_message_from_agent":`+none+
		`,"receive_message_from_customer":`+none+`,"status_message":`+none+`,"broadcast_log_status":`+none+
		`,"room_resolved":`+none+`,"agent_assigned_to_room":`+none+`}}`, r.raw)
	require.Zero(t, b.k.Endpoint())

	body := `{"receive_message_from_agent":false,"receive_message_from_customer":true,"status_message":true,
		"broadcast_log_status":true,"url":"` + hookURL + `"}`
	r = b.call("PUT", "/message_interactions", body)
	require.Equal(t, 200, r.status, r.raw)
	e := b.k.Endpoint()
	hooks := `"webhooks":[{"id":"` + e.ID + `","event":"message_interaction","url":"` + hookURL + `"}]}`
	want := `{"status":"success","data":{"auto_assign_agent":false,"receive_message_from_agent":{"enabled":false,` + hooks +
		`,"receive_message_from_customer":{"enabled":true,` + hooks + `,"status_message":{"enabled":true,` + hooks +
		`,"broadcast_log_status":{"enabled":true,` + hooks + `,"room_resolved":` + none + `,"agent_assigned_to_room":` + none + `}}`
	require.JSONEq(t, want, r.raw)
	require.JSONEq(t, want, b.get("/message_interactions").raw)
	require.Equal(t, hookURL, e.URL)
	require.Equal(t, today, e.At)
	require.Equal(t, map[string]bool{
		"receive_message_from_agent": false, "receive_message_from_customer": true, "status_message": true, "broadcast_log_status": true,
	}, e.Events)
	require.NotContains(t, b.send("GET", bearerBase+"/message_interactions", b.v.OtherToken, "", "").raw, hookURL)
	require.Empty(t, b.k.Violations())

	form := "--x\r\nContent-Disposition: form-data; name=\"url\"\r\n\r\nhttp://127.0.0.1:9/two\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"status_message\"\r\n\r\n1\r\n--x--\r\n"
	require.Equal(t, 200, b.send("PUT", bearerBase+"/message_interactions", b.v.Token, "multipart/form-data; boundary=x", form).status)
	require.Equal(t, "http://127.0.0.1:9/two", b.k.Endpoint().URL)
	require.False(t, b.k.Endpoint().Events["receive_message_from_customer"])
	require.True(t, b.k.Endpoint().Events["status_message"])

	off := `{"receive_message_from_agent":false,"receive_message_from_customer":false,"status_message":false,"broadcast_log_status":false}`
	require.Equal(t, 200, b.call("PUT", "/message_interactions", off).status)
	require.False(t, b.k.Endpoint().Events["status_message"])
	require.Equal(t, "http://127.0.0.1:9/two", b.k.Endpoint().URL, "the address stays, switched off")
	require.Empty(t, b.k.Violations())
}

func TestQontakRefusesRegistrations(t *testing.T) {
	b := newQontakBench(t)
	put := func(body string) reply { return b.call("PUT", "/message_interactions", body) }
	put(`{"status_message":true}`).refused(t, 422, "Url can't be blank")
	put(`{"status_message":true,"url":"http://hooks.example.test/"}`).refused(t, 422, "Url is invalid")
	put(`{"url":`).refused(t, 400, "There was a problem in the JSON you submitted")
	put(`{"url":"` + hookURL + `","status_message":"yes","channel_integration_id":"x"}`)
	b.send("PUT", bearerBase+"/message_interactions", b.v.Token, "text/plain", `{"url":"x"}`)
	b.send("PUT", bearerBase+"/message_interactions", b.v.Token, "", "")
	b.call("POST", "/message_interactions", "{}").refused(t, 405, "Method Not Allowed")
	b.get("/nothing").refused(t, 404, "Not Found")
	rules := rulesIn(b.k.Violations())
	for _, rule := range []Rule{RuleRefused, RuleBody, RuleType, RuleForeign, RuleMissing} {
		require.Contains(t, rules, rule)
	}
}

func TestQontakQuirksOfRegistration(t *testing.T) {
	b := newQontakBench(t)
	organisation := b.v.OrganisationID
	b.k.SetEndpoint(organisation, "https://else.example.test/in", "status_message")
	require.Contains(t, b.get("/message_interactions").raw, "https://else.example.test/in")
	body := `{"receive_message_from_customer":true,"status_message":true,"broadcast_log_status":true,"url":"` + hookURL + `"}`
	with := func(quirks QontakQuirks) string {
		b.k.Change(func(w *QontakWorld) { w.Quirks = quirks })
		r := b.call("PUT", "/message_interactions", body)
		require.Equal(t, 200, r.status)
		return r.raw
	}
	require.NotContains(t, with(QontakQuirks{KeepsAddress: true}), hookURL)
	require.Equal(t, "https://else.example.test/in", b.k.Endpoint().URL)
	require.Contains(t, with(QontakQuirks{LeavesOff: []string{"broadcast_log_status"}}), `"broadcast_log_status":{"enabled":false,"webhooks":[]}`)
	require.NotContains(t, with(QontakQuirks{NoBroadcastLog: true}), "broadcast_log_status")
	with(QontakQuirks{NoRead: true})
	b.get("/message_interactions").refused(t, 404, "Not Found")
	b.k.SetEndpoint(organisation, "")
	require.Zero(t, b.k.EndpointOf(organisation))
}

func TestQontakRooms(t *testing.T) {
	b := newQontakBench(t)
	r := b.call("PUT", "/room_interactions", `{"room_resolved":true,"url":"`+hookURL+`"}`)
	require.Equal(t, 200, r.status)
	require.Contains(t, r.raw, `"room_resolved":{"enabled":true,"webhooks":[{"id":`)
	require.Zero(t, b.k.Endpoint())
}
