package gateway_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/apikey"
	"channeldesk/app/gateway"
)

const (
	sendTemplate = `{"to":"0812-3456-789","name":"Budi","template":{"name":"payment_reminder","language":"id","body":["Budi","Rp 250.000"],
		"header":{"kind":"document","link":"https://files.example/a.pdf","filename":"a.pdf"},"buttons":[{"index":0,"kind":"url","value":"a"}]}}`
	sendText = `{"to":"+628123456789","text":"Good morning","buttons":[{"id":"yes","title":"Yes"}]}`
)

func TestSendIsStoredAndRead(t *testing.T) {
	d := start(t)
	_, key := d.key(app.Published)
	res := d.api("POST", "/v1/messages", sendTemplate, key)
	require.Equal(t, http.StatusAccepted, res.StatusCode, res.body)
	m := res.json(t)
	assert.Equal(t, "/v1/messages/msg_0001", res.Header.Get("Location"))
	assert.Equal(t, "no-store", res.Header.Get("Cache-Control"))
	assert.Equal(t, map[string]any{
		"id": "msg_0001", "environment": "published", "recipient": "+628123456789", "name": "Budi", "kind": "template", "template": "payment_reminder",
		"language": "id", "status": "queued", "source": "api", "created_at": "2026-03-04T05:06:07.89Z",
	}, m)

	var stored app.Message
	d.make.View(func(tx app.Tx) (err error) { stored, err = tx.FindMessage("msg_0001"); return err })
	assert.Equal(t, &app.TemplateMessage{
		Name: "payment_reminder", Language: "id", Body: []string{"Budi", "Rp 250.000"},
		Header:  &app.TemplateHeader{Kind: "document", Link: "https://files.example/a.pdf", Filename: "a.pdf"},
		Buttons: []app.TemplateButton{{Index: 0, Kind: "url", Value: "a"}},
	}, stored.Content.Template)

	d.make.Update(func(tx app.Tx) error {
		_, err := tx.ClaimMessages(d.Now(), 10, nil)
		require.NoError(t, err)
		return tx.EndAttempt(app.AttemptEnd{Message: stored.ID, At: d.Now(), Outcome: app.AttemptAccepted, ProviderID: "wamid.1"})
	})
	got := d.api("GET", "/v1/messages/msg_0001", "", key).json(t)
	assert.Equal(t, "accepted", got["status"])
	assert.Equal(t, "wamid.1", got["provider_message_id"])
	assert.NotContains(t, got, "billable")
	assert.Equal(t, "2026-03-04T05:06:07.89Z", got["accepted_at"])
	attempts := got["attempts"].([]any)
	require.Len(t, attempts, 1)
	assert.Equal(t, "accepted", attempts[0].(map[string]any)["outcome"])

	res = d.api("POST", "/v1/messages", `{"to":"+628123456789","text":"Hi","due_at":"2026-03-05T05:06:07Z"}`, key)
	assert.Equal(t, "2026-03-05T05:06:07Z", res.json(t)["due_at"])
	assert.Equal(t, "text", res.json(t)["kind"])
	assert.EqualValues(t, 3, d.Status().Requests)

	d.make.Told(stored.ChannelID, app.StateUpdate{ProviderID: "wamid.1", Status: app.MessageSent, At: d.Now(), Price: "utility, free"})
	got = d.api("GET", "/v1/messages/msg_0001", "", key).json(t)
	assert.Equal(t, "utility", got["price_category"])
	assert.Equal(t, false, got["billable"])
}

// Each documented answer by method, path, key and body.
func TestAnswers(t *testing.T) {
	d := start(t)
	_, allKey := d.key(app.Published)
	_, read := d.key(app.Published, app.ScopeRead)
	_, send := d.key(app.Published, app.ScopeSend)
	_, draft := d.key(app.Draft)
	revoked, revokedKey := d.key(app.Published)
	require.NoError(t, d.keys.Revoke(d.ctx, revoked.ID))
	rotated, rotatedKey := d.key(app.Published)
	_, _, err := d.keys.Rotate(d.ctx, rotated.ID, 0)
	require.NoError(t, err)
	_, expiring, err := d.keys.Create(d.ctx, d.agent.ID, app.Published, apikey.NewKey{Name: "Short", Scopes: apikey.Scopes, ExpiresAt: d.Now().Add(time.Hour)})
	require.NoError(t, err)
	expired := expiring.Expose()
	d.pass(2 * time.Hour)
	require.Equal(t, http.StatusAccepted, d.api("POST", "/v1/messages", sendText, allKey).StatusCode)
	_, unknown := newDesk(t).key(app.Published) // of another workspace
	doc := d.describe(t)

	for _, c := range []struct {
		name, method, path, body, key string
		status                        int
		code, where                   string
	}{
		{"send", "POST", "/v1/messages", sendTemplate, send, 202, "", ""},
		{"send, draft", "POST", "/v1/messages", sendTemplate, draft, 202, "", ""},
		{"list", "GET", "/v1/messages", "", read, 200, "", ""},
		{"list, all filters", "GET", "/v1/messages?limit=1&status=queued&to=%2B628123456789&source=api&template=x&from=2026-01-01T00:00:00Z&until=2027-01-01T00:00:00Z&environment=published", "", read, 200, "", ""},
		{"read", "GET", "/v1/messages/msg_0001", "", read, 200, "", ""},
		{"channel", "GET", "/v1/channel", "", read, 200, "", ""},

		{"no key", "POST", "/v1/messages", sendTemplate, "", 401, "key_missing", ""},
		{"cut key", "POST", "/v1/messages", sendTemplate, allKey[:20], 401, "key_mistyped", ""},
		{"mistyped key", "GET", "/v1/channel", "", flipKey(allKey), 401, "key_mistyped", ""},
		{"unknown key", "GET", "/v1/channel", "", unknown, 401, "key_unknown", ""},
		{"revoked key", "GET", "/v1/messages", "", revokedKey, 401, "key_revoked", ""},
		{"replaced key", "GET", "/v1/messages", "", rotatedKey, 401, "key_replaced", ""},
		{"expired key", "GET", "/v1/messages/msg_0001", "", expired, 401, "key_expired", ""},
		{"may not send", "POST", "/v1/messages", sendTemplate, read, 403, "key_scope", ""},
		{"may not read", "GET", "/v1/messages", "", send, 403, "key_scope", ""},
		{"draft key, published wanted", "POST", "/v1/messages", `{"to":"+628123456789","text":"Hi","environment":"published"}`, draft, 403, "key_environment", ""},
		{"published key, draft list wanted", "GET", "/v1/messages?environment=draft", "", read, 403, "key_environment", ""},
		{"draft key, published message", "GET", "/v1/messages/msg_0001", "", draft, 404, "no_such_message", ""},

		{"no such message", "GET", "/v1/messages/msg_9999", "", read, 404, "no_such_message", ""},
		{"no such path", "GET", "/v1/nothing", "", read, 404, "no_such_path", ""},
		{"wrong method", "DELETE", "/v1/messages", "", send, 405, "wrong_method", ""},
		{"wrong method for one", "PUT", "/v1/messages/msg_0001", "", send, 405, "wrong_method", ""},

		{"empty", "POST", "/v1/messages", "", send, 400, "invalid", ""},
		{"no JSON", "POST", "/v1/messages", "{", send, 400, "invalid", "body"},
		{"not an object", "POST", "/v1/messages", `[1]`, send, 422, "invalid", "body"},
		{"nothing in it", "POST", "/v1/messages", `{}`, send, 422, "invalid", "body"},
		{"wrong type", "POST", "/v1/messages", `{"to":5,"text":"Hi"}`, send, 422, "invalid", "body.to"},
		{"wrong type inside", "POST", "/v1/messages", `{"to":"+628123456789","template":{"name":"a","language":"id","body":[1]}}`, send, 422, "invalid", "body.template.body[0]"},
		{"unknown member", "POST", "/v1/messages", `{"to":"+628123456789","text":"Hi","priority":1}`, send, 422, "invalid", "body.priority"},
		{"unknown member inside", "POST", "/v1/messages", `{"to":"+628123456789","template":{"name":"a","language":"id","components":[]}}`, send, 422, "invalid", "body.template.components"},
		{"bad header kind", "POST", "/v1/messages", `{"to":"+628123456789","template":{"name":"a","language":"id","header":{"kind":"music"}}}`, send, 422, "invalid", "body.template.header.kind"},
		{"neither", "POST", "/v1/messages", `{"to":"+628123456789"}`, send, 422, "invalid", "body"},
		{"both", "POST", "/v1/messages", `{"to":"+628123456789","text":"Hi","template":{"name":"a","language":"id"}}`, send, 422, "invalid", "body.text"},
		{"buttons of nothing", "POST", "/v1/messages", `{"to":"+628123456789","buttons":[{"id":"a","title":"b"}],"template":{"name":"a","language":"id"}}`, send, 422, "invalid", "body.buttons"},
		{"no number", "POST", "/v1/messages", `{"to":"nobody","text":"Hi"}`, send, 422, "invalid", "body.to"},
		{"bad time", "POST", "/v1/messages", `{"to":"+628123456789","text":"Hi","due_at":"tomorrow"}`, send, 422, "invalid", "body.due_at"},
		{"too deep", "POST", "/v1/messages", strings.Repeat(`{"a":`, 9000) + "1" + strings.Repeat("}", 9000), send, 422, "invalid", ""},
		{"too deep to read", "POST", "/v1/messages", strings.Repeat("[", 30000), send, 400, "invalid", "body"},
		{"too large", "POST", "/v1/messages", `{"to":"+628123456789","text":"` + strings.Repeat("x", 70_000) + `"}`, send, 413, "too_large", ""},
		{"too long a text", "POST", "/v1/messages", `{"to":"+628123456789","text":"` + strings.Repeat("x", 5000) + `"}`, send, 422, "invalid", "body.text"},

		{"limit too high", "GET", "/v1/messages?limit=1000", "", read, 422, "invalid", "query.limit"},
		{"limit no number", "GET", "/v1/messages?limit=many", "", read, 422, "invalid", "query.limit"},
		{"unknown filter", "GET", "/v1/messages?colour=red", "", read, 422, "invalid", "query.colour"},
		{"unknown status", "GET", "/v1/messages?status=lost", "", read, 422, "invalid", "query.status"},
		{"no cursor of ours", "GET", "/v1/messages?cursor=abc", "", read, 422, "invalid", "query.cursor"},
		{"time that is none", "GET", "/v1/messages?from=yesterday", "", read, 422, "invalid", "query.from"},
		{"cursor of the other environment", "GET", "/v1/messages?cursor=msg_0001", "", draft, 422, "invalid", "query.cursor"},
		{"number that is none", "GET", "/v1/messages?to=bob", "", read, 422, "invalid", "query.to"},
		{"unknown query", "GET", "/v1/channel?x=1", "", read, 422, "invalid", "query.x"},
	} {
		t.Run(c.name, func(t *testing.T) {
			res := d.api(c.method, c.path, c.body, c.key)
			require.Equal(t, c.status, res.StatusCode, res.body)
			doc.t = t
			doc.holds(c.method, c.path, res)
			if op := doc.operation(c.method, c.path); op != nil && c.method == "POST" && c.code != "too_large" {
				allowed := c.status == 202 || strings.HasPrefix(c.code, "key_") || slices.Contains([]string{"neither", "both", "no number", "buttons of nothing"}, c.name)
				assert.Equal(t, allowed, doc.takes(c.method, c.path, c.body), "what it takes is what it says that it takes")
			}
			if c.code == "" {
				res.json(t)
				return
			}
			p := res.problem(t)
			assert.Equal(t, c.code, p.Code)
			assert.NotEmpty(t, p.Fix)
			if c.where != "" {
				var places []string
				for _, e := range p.Errors {
					places = append(places, e.Where)
					assert.NotEmpty(t, e.Message)
				}
				assert.Contains(t, places, c.where, res.body)
			}
			if c.status == 401 {
				assert.Contains(t, res.Header.Get("WWW-Authenticate"), "Bearer")
			}
			if c.status == 405 {
				assert.NotEmpty(t, res.Header.Get("Allow"))
				assert.Regexp(t, `^Use [A-Z]+(, [A-Z]+)* or [A-Z]+\.$|^Use [A-Z]+\.$`, p.Fix)
			}
			assert.NotContains(t, res.body, "2006-01-02", "a form for programmers")
		})
	}
	res := d.send("POST", "/v1/messages", "a=b", "Content-Type", "application/x-www-form-urlencoded", "Authorization", "Bearer "+send)
	assert.Equal(t, http.StatusUnsupportedMediaType, res.StatusCode)
	assert.Equal(t, "not_json", res.problem(t).Code)
	res = d.send("GET", "/v1/channel", "", "Authorization", "Basic "+read)
	assert.Equal(t, "key_missing", res.problem(t).Code)
	for _, k := range []string{allKey, read, send, draft, revokedKey, expired} {
		assert.NotContains(t, d.log.String(), k)
	}
	assert.NotContains(t, d.log.String(), "8123456789")
	assert.NotContains(t, d.log.String(), "Budi")
}

// flipKey changes a character in the middle.
func flipKey(k string) string {
	b := []byte(k)
	if b[20]++; b[20] == '9'+1 || b[20] == 'z'+1 || b[20] == 'Z'+1 {
		b[20] = 'a'
	}
	return string(b)
}

func TestDeletedDraft(t *testing.T) {
	d := start(t)
	_, draft := d.key(app.Draft)
	c := d.make.Get(d.agent.ID, app.Draft)
	d.make.Update(func(tx app.Tx) error { return tx.DeleteChannel(c.ID) })
	res := d.api("GET", "/v1/channel", "", draft)
	assert.Equal(t, http.StatusForbidden, res.StatusCode)
	assert.Equal(t, "key_no_channel", res.problem(t).Code)
}

func TestRefusalsOfServices(t *testing.T) {
	d := start(t)
	_, key := d.key(app.Published)
	for _, c := range []struct {
		err    error
		status int
		code   string
	}{
		{app.NewError(app.CodeIncomplete, app.Say("Enter the token first.")), 409, "incomplete"},
		{app.NewError("window_closed", app.Say("Only a template may be sent.")).WithField("text"), 422, "window_closed"},
		{app.NewError(app.CodeUnsupported, app.Say("It has no buttons.")), 422, "unsupported"},
		{app.NewError(app.CodeBusy, app.Say("Too much.")), 503, "busy"},
		{app.NewError(app.CodeSecretsUnavailable, app.Say("The keychain of Sari is locked.")), 500, "internal"},
		{assert.AnError, 500, "internal"},
	} {
		d.sender.err = c.err
		res := d.api("POST", "/v1/messages", sendText, key)
		require.Equal(t, c.status, res.StatusCode)
		p := res.problem(t)
		assert.Equal(t, c.code, p.Code)
		if c.status == 503 {
			assert.Equal(t, "1", res.Header.Get("Retry-After"))
		}
		if c.code == "internal" {
			assert.NotContains(t, res.body, c.err.Error())
			assert.NotContains(t, res.body, "keychain")
			assert.Contains(t, d.log.String(), p.RequestID)
		}
	}
}

func TestIdempotency(t *testing.T) {
	d := start(t)
	_, key := d.key(app.Published)
	_, other := d.key(app.Published)
	once := func(body, k string) reply {
		return d.api("POST", "/v1/messages", body, k, "Idempotency-Key", "order-1")
	}

	first := once(sendText, key)
	require.Equal(t, http.StatusAccepted, first.StatusCode, first.body)
	assert.Empty(t, first.Header.Get("Idempotent-Replayed"))
	d.make.Update(func(tx app.Tx) error { _, err := tx.ClaimMessages(d.Now(), 1, nil); return err })
	again := once(strings.ReplaceAll(sendText, `,"text"`, ` , "text"`), key)
	assert.Equal(t, http.StatusAccepted, again.StatusCode)
	assert.Equal(t, first.body, again.body, "the same answer, whatever became of the message")
	assert.Equal(t, first.Header.Get("Location"), again.Header.Get("Location"))
	assert.Equal(t, "true", again.Header.Get("Idempotent-Replayed"))

	res := once(sendTemplate, key)
	assert.Equal(t, http.StatusConflict, res.StatusCode)
	assert.Equal(t, "idempotency_conflict", res.problem(t).Code)
	assert.Equal(t, http.StatusAccepted, once(sendTemplate, other).StatusCode, "another key has its own")

	d.pass(24*time.Hour - time.Second)
	assert.Equal(t, first.body, once(sendText, key).body)
	d.pass(2 * time.Second)
	assert.NotEqual(t, first.body, once(sendText, key).body, "after a day it is a new request")

	d.sender.err = app.NewError(app.CodeIncomplete, app.Say("Not yet."))
	refused := d.api("POST", "/v1/messages", sendText, key, "Idempotency-Key", "order-2")
	assert.Equal(t, http.StatusConflict, refused.StatusCode)
	d.sender.err = nil
	assert.Equal(t, http.StatusAccepted, d.api("POST", "/v1/messages", sendText, key, "Idempotency-Key", "order-2").StatusCode, "nothing was stored, so it is looked at anew")
}

func TestIdempotencyInFlight(t *testing.T) {
	d := start(t)
	_, key := d.key(app.Published)
	d.sender.hold, d.sender.holds = make(chan struct{}), make(chan struct{})
	done := make(chan reply)
	ask := func() reply { return d.api("POST", "/v1/messages", sendText, key, "Idempotency-Key", "order-1") }
	go func() { done <- ask() }()
	<-d.sender.holds
	res := ask()
	assert.Equal(t, http.StatusConflict, res.StatusCode)
	assert.Equal(t, "request_in_flight", res.problem(t).Code)
	assert.Equal(t, "1", res.Header.Get("Retry-After"))
	close(d.sender.hold)
	first := <-done
	d.sender.mu.Lock()
	d.sender.hold = nil
	d.sender.mu.Unlock()
	assert.Equal(t, http.StatusAccepted, first.StatusCode)
	assert.Equal(t, first.body, ask().body)
	assert.Equal(t, 1, d.sender.n)
}

func TestRate(t *testing.T) {
	d := start(t, func(p *gateway.Params) { p.Limits.PerKey, p.Limits.Burst = 0.01, 2 })
	_, key := d.key(app.Published)
	_, other := d.key(app.Published)
	first := d.api("GET", "/v1/channel", "", key)
	assert.Equal(t, []string{"2", "1"}, []string{first.Header.Get("RateLimit-Limit"), first.Header.Get("RateLimit-Remaining")})
	assert.Equal(t, "100", first.Header.Get("RateLimit-Reset"))
	assert.Equal(t, "0", d.api("GET", "/v1/channel", "", key).Header.Get("RateLimit-Remaining"))
	res := d.api("GET", "/v1/channel", "", key)
	assert.Equal(t, http.StatusTooManyRequests, res.StatusCode)
	assert.Equal(t, "too_many_requests", res.problem(t).Code)
	assert.Equal(t, "100", res.Header.Get("Retry-After"))
	assert.Equal(t, http.StatusOK, d.api("GET", "/v1/channel", "", other).StatusCode)
}

func TestPages(t *testing.T) {
	d := start(t)
	_, key := d.key(app.Published)
	for range 7 {
		require.Equal(t, http.StatusAccepted, d.api("POST", "/v1/messages", sendText, key).StatusCode)
	}
	var seen []string
	for path := "/v1/messages?limit=3"; path != ""; {
		page := d.api("GET", path, "", key).json(t)
		for _, m := range page["messages"].([]any) {
			seen = append(seen, m.(map[string]any)["id"].(string))
		}
		path = ""
		if next, ok := page["next_cursor"].(string); ok {
			path = "/v1/messages?limit=3&cursor=" + next
		}
		if len(seen) == 3 { // one comes in between: pages do not shift
			d.api("POST", "/v1/messages", sendText, key)
		}
	}
	assert.Equal(t, []string{"msg_0007", "msg_0006", "msg_0005", "msg_0004", "msg_0003", "msg_0002", "msg_0001"}, seen)
	empty := d.api("GET", "/v1/messages?status=failed", "", key)
	assert.JSONEq(t, `{"messages":[]}`, empty.body)
}

func TestChannel(t *testing.T) {
	d := newDesk(t)
	d.make.Update(func(tx app.Tx) error { return tx.SetSetting(app.SettingPublicAddress, "https://wa.example") })
	d.begin(gateway.Options{Listen: "127.0.0.1:0"})
	_, key := d.key(app.Published, app.ScopeRead)
	res := d.api("GET", "/v1/channel", "", key)
	got := res.json(t)
	name := got["key"].(map[string]any)["name"]
	want := map[string]any{
		"agent": "Nusantara Bank Assistant", "environment": "published", "protocol": "meta_cloud", "protocol_name": "Meta Cloud",
		"account_code": "+6281234567890", "webhook_url": "https://wa.example/hooks/meta/" + d.channel.Key, "version": 0.0, "revision": 1.0,
		"key": map[string]any{"name": name, "scopes": []any{"read"}},
	}
	data, _ := json.Marshal(want)
	assert.JSONEq(t, string(data), res.body)
}
