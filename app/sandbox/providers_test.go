package sandbox

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSandboxServesAllProviders(t *testing.T) {
	s := startSandbox(t)
	qontak, coster := s.SampleQontak(), s.SampleCoster()
	require.Equal(t, s.URL()+"/qontak", s.QontakURL())
	bearer := func(token string) func(*http.Request) {
		return func(r *http.Request) {
			r.Header.Set("Authorization", "Bearer "+token)
			r.Header.Set("Content-Type", "application/json")
		}
	}
	status, body := call(t, "GET", s.QontakBearerURL()+"/integrations?limit=1", "", bearer(qontak.Token))
	require.Equal(t, 200, status)
	require.Contains(t, body, qontak.ChannelIntegrationID)
	hook := "https://hooks.example.test/h/in-the-address"
	status, _ = call(t, "PUT", s.QontakBearerURL()+"/message_interactions", `{"status_message":true,"url":"`+hook+`"}`, bearer(qontak.Token))
	require.Equal(t, 200, status)
	status, body = call(t, "GET", s.QontakHMACURL()+"/message_interactions", "", bearer(qontak.Token))
	require.Equal(t, 401, status)
	require.JSONEq(t, `{"message":"Unauthorized"}`, body)

	push := costerBench{v: coster}.template()
	status, body = call(t, "POST", s.CosterPushURL()+"/v1/"+coster.AccountID+"/messages", push, bearer(coster.PushToken))
	require.Equal(t, 200, status, body)
	session := costerBench{v: coster}.session()
	status, body = call(t, "POST", s.CosterConversationURL()+"/bot/webhook", session, func(r *http.Request) {
		r.Header.Set("X-Access-Token", coster.ConversationToken)
		r.Header.Set("Content-Type", "application/json")
	})
	require.Equal(t, 200, status, body)

	_, messages := call(t, "GET", s.URL()+"/_sandbox/messages", "", nil)
	var kept struct{ Qontak, Coster []map[string]any }
	require.NoError(t, json.Unmarshal([]byte(messages), &kept))
	require.Empty(t, kept.Qontak)
	require.Len(t, kept.Coster, 2)
	require.Equal(t, "payment_received", kept.Coster[0]["template"])

	_, state := call(t, "GET", s.URL()+"/_sandbox/state", "", nil)
	_, requests := call(t, "GET", s.URL()+"/_sandbox/requests", "", nil)
	require.Contains(t, state, `"address": "https://hooks.example.test/…"`)
	require.Contains(t, state, `"requests": 5`)
	require.NotContains(t, state+requests, hook)
	for _, want := range []string{s.QontakBearerURL(), s.QontakHMACURL(), s.CosterConversationURL(), s.CosterPushURL(), qontak.Token, coster.PushToken} {
		require.Contains(t, state, want)
	}
	for _, provider := range []string{`"provider": "qontak"`, `"provider": "coster"`} {
		require.Contains(t, requests, provider)
	}
	_, page := call(t, "GET", s.URL()+"/", "", nil)
	for _, want := range []string{s.QontakBearerURL(), s.QontakHMACURL(), s.CosterConversationURL(), s.CosterPushURL(), coster.DivisionID} {
		require.Contains(t, page, want)
	}
	for _, secret := range append(qontak.Secrets(), coster.Secrets()...) {
		require.NotContains(t, page, secret)
		require.NotContains(t, requests, secret)
	}
}

func TestFaultsOfEachProviderByControlPath(t *testing.T) {
	s := startSandbox(t)
	faults := s.URL() + "/_sandbox/faults"
	status, body := call(t, "POST", faults, `{"provider":"qontak","kind":"error","code":503,"text":"Busy","times":1}`, nil)
	require.Equal(t, 200, status)
	require.JSONEq(t, `[{"provider":"qontak","kind":"error","code":503,"text":"Busy","times":1}]`, body)
	call(t, "POST", faults, `{"provider":"coster","kind":"cut"}`, nil)
	call(t, "POST", faults, `{"kind":"empty"}`, nil)
	require.Len(t, s.Meta.Faults(), 1)
	require.Len(t, s.Coster.Faults(), 1)
	status, body = call(t, "GET", s.QontakBearerURL()+"/integrations", "", nil)
	require.Equal(t, 503, status)
	require.Contains(t, body, "Busy")
	status, _ = call(t, "POST", faults, `{"provider":"other","kind":"cut"}`, nil)
	require.Equal(t, 400, status)
	call(t, "DELETE", faults, "", nil)
	require.Empty(t, s.Coster.Faults())
	require.Empty(t, s.Meta.Faults())
	call(t, "DELETE", s.URL()+"/_sandbox/requests", "", nil)
	require.Empty(t, s.Qontak.Requests())
}

func TestSampleValuesOfQontakAndCoster(t *testing.T) {
	require.Equal(t, SampleQontak(""), SampleQontak(DefaultSeed))
	require.Equal(t, SampleCoster(""), SampleCoster(DefaultSeed))
	seen := map[string]bool{}
	for _, seed := range []string{"one", "two"} {
		for _, secret := range append(SampleQontak(seed).Secrets(), SampleCoster(seed).Secrets()...) {
			require.False(t, seen[secret], "every secret is its own")
			seen[secret] = true
			require.True(t, strings.HasPrefix(strings.TrimPrefix(secret, "Basic "), "sandbox"), "it says what it is")
		}
	}
	require.Equal(t, SampleQontak("one").ChannelIntegrationID, SampleQontak("two").ChannelIntegrationID)
	require.Equal(t, SampleCoster("one").AccountID, SampleCoster("two").AccountID)
	require.Regexp(t, `^[0-9a-f]{32}$`, SampleCoster("").AccountID)
	require.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, SampleQontak("").ChannelIntegrationID)
	world := SampleQontakWorld("one", today)
	require.NotContains(t, world.Tokens, SampleQontak("one").UnknownToken)
	ids := map[string]bool{}
	for _, n := range world.Integrations {
		require.False(t, ids[n.ID])
		ids[n.ID] = true
		require.Regexp(t, `^62\d{10,11}$`, n.PhoneNumber)
	}
}

func TestQontakAndCosterWithAWorldOfTheirOwn(t *testing.T) {
	q, c := QontakWorld{}, CosterWorld{}
	k := NewQontak(Options{Qontak: &q})
	k.Change(func(w *QontakWorld) { w.Quirks.NoRead = true })
	require.False(t, q.Quirks.NoRead)
	require.Empty(t, k.Templates())
	NewCoster(Options{Coster: &c}).Change(func(w *CosterWorld) { w.Quirks.CodeText = true })
	require.False(t, c.Quirks.CodeText)
}
