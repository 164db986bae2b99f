package metacloud

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

var testNow = time.Date(2026, 11, 17, 9, 36, 0, 0, time.UTC)

func checkRunAt(t *testing.T) *checkRun {
	k := testConnection(t)
	r := &checkRun{p: k.p, k: k, now: testNow, tell: func(app.CheckStep) {}, states: map[string]app.StepState{}}
	r.report = app.CheckReport{Facts: map[string]string{}, Secrets: map[string]app.SecretFacts{}}
	return r
}

// TestTokenJudged: each kind and end of a token, in words.
func TestTokenJudged(t *testing.T) {
	at := func(d time.Duration) number { return number(testNow.Add(d).Unix()) }
	for name, c := range map[string]struct {
		data    tokenData
		state   app.StepState
		warning bool
		words   string
	}{
		"never ends":        {tokenData{Valid: true, Type: "SYSTEM_USER"}, app.StepPassed, false, "Meta accepted it a moment ago"},
		"ends far away":     {tokenData{Valid: true, Expires: at(60 * day)}, app.StepPassed, false, "It ends on 16 Jan 2027."},
		"ends in 15 days":   {tokenData{Valid: true, Expires: at(14*day + time.Minute)}, app.StepPassed, false, "It ends on 1 Dec 2026."},
		"ends in 14 days":   {tokenData{Valid: true, Expires: at(14 * day)}, app.StepPassed, true, "It ends on 1 Dec 2026, days left: 14."},
		"ends in 4 days":    {tokenData{Valid: true, Expires: at(3*day + time.Minute)}, app.StepPassed, true, "days left: 4."},
		"ends in 3 days":    {tokenData{Valid: true, Expires: at(3 * day)}, app.StepPassed, true, "It ends very soon: on 20 Nov 2026, days left: 3."},
		"data access soon":  {tokenData{Valid: true, DataAccess: at(5 * day)}, app.StepPassed, true, "It may read data only until 22 Nov 2026"},
		"data access over":  {tokenData{Valid: true, DataAccess: at(-day)}, app.StepFailed, false, "may not read anything any more since 16 Nov 2026"},
		"a person's":        {tokenData{Valid: true, Type: "USER", Expires: at(2 * time.Hour)}, app.StepPassed, true, "good only for a trial"},
		"the app's own":     {tokenData{Valid: true, Type: "APP"}, app.StepFailed, false, "the app's own token"},
		"ended":             {tokenData{Expires: at(-day)}, app.StepFailed, false, "It ended on 16 Nov 2026."},
		"just not valid":    {tokenData{}, app.StepFailed, false, "no longer accepts"},
		"of another app":    {tokenData{Valid: true, AppID: "999", App: "Other"}, app.StepFailed, false, "belongs to another app: Other, App ID 999"},
		"an absurd end":     {tokenData{Valid: true, Expires: 1 << 62}, app.StepPassed, false, "Meta accepted it a moment ago"},
		"an unknown kind":   {tokenData{Valid: true, Type: "SOMETHING_NEW"}, app.StepPassed, false, "Meta accepted it a moment ago"},
		"no app id told":    {tokenData{Valid: true, AppID: ""}, app.StepPassed, false, "Meta accepted it a moment ago"},
		"the password went": {tokenData{Error: tokenTrouble(460)}, app.StepFailed, false, "password"},
	} {
		s := checkRunAt(t).judgeToken(&c.data)
		require.Equal(t, c.state, s.State, name)
		require.Equal(t, c.warning, s.Warning, name)
		require.Contains(t, s.Detail.String(), c.words, name)
		require.Equal(t, c.state == app.StepFailed || c.warning, !s.Fix.IsEmpty(), name)
	}
}

func tokenTrouble(subcode number) *struct {
	Code    number `json:"code"`
	Subcode number `json:"subcode"`
} {
	return &struct {
		Code    number `json:"code"`
		Subcode number `json:"subcode"`
	}{190, subcode}
}

// TestNumberStates: the states that stop sending, those that only warn, and
// unknown ones.
func TestNumberStates(t *testing.T) {
	for status, words := range map[text]string{
		"PENDING": "not registered", "BANNED": "banned", "RESTRICTED": "restricted", "DISCONNECTED": "not connected",
		"OFFLINE": "not connected", "MIGRATED": "moved", "DELETED": "deleted",
	} {
		s, bad := numberState(numberAnswer{Status: status})
		require.True(t, bad, status)
		require.Contains(t, s.Detail.String(), words)
		require.False(t, s.Fix.IsEmpty())
	}
	for _, status := range []text{"CONNECTED", "", "LINKED", "BRAND_NEW_STATE", "FLAGGED", "RATE_LIMITED"} {
		_, bad := numberState(numberAnswer{Status: status, Platform: "CLOUD_API"})
		require.False(t, bad, status)
	}
	for _, n := range []numberAnswer{{Status: "FLAGGED"}, {Quality: "RED"}, {Status: "RATE_LIMITED"}, {NameStatus: "DECLINED"}, {NameStatus: "EXPIRED"}} {
		r := checkRunAt(t)
		r.number = &n
		require.True(t, r.connected().Warning)
	}
}

// TestTokenThatMayNotLookAtItself: it lives when it opens anything.
func TestTokenThatMayNotLookAtItself(t *testing.T) {
	for status, state := range map[int]app.StepState{200: app.StepPassed, 401: app.StepFailed} {
		p := with(func(r *http.Request) (*http.Response, error) {
			switch r.URL.Path {
			case "/v26.0/":
				return answer(200, "application/json", `[{"code":400,"body":"{\"error\":{\"code\":100}}"}]`)
			case "/v26.0/me":
				return answer(status, "application/json", fmt.Sprintf(`{"id":"1"%s}`, map[int]string{401: `,"error":{"code":190}`}[status]))
			}
			return answer(400, "application/json", `{"error":{"code":100}}`)
		})
		c := testConfig()
		delete(c.Secrets, secretApp)
		var told []app.CheckStep
		r, err := p.Check(t.Context(), c, func(s app.CheckStep) { told = append(told, s) })
		require.NoError(t, err)
		require.Equal(t, state, r.Steps[0].State)
		require.Equal(t, app.StepRunning, told[0].State)
		require.Equal(t, r.Steps[0], told[1])
		if state == app.StepPassed {
			require.Equal(t, app.StepUnknown, r.Steps[1].State)
			require.Equal(t, app.StepFailed, r.Steps[2].State)
			require.Equal(t, "Waits for the phone number", r.Steps[5].Detail.String())
		}
	}
}

// TestEffectiveAddress: number before account before app.
func TestEffectiveAddress(t *testing.T) {
	s := effective(true, subscribedApp{Override: "https://a.example"}, webhookAnswer{Number: "https://n.example", App: "https://app.example"})
	require.Equal(t, "https://n.example", s.URL)
	require.Equal(t, scopeNumber, s.Scope)
	require.Len(t, s.Addresses, 3)
	s = effective(true, subscribedApp{}, webhookAnswer{WABA: "https://a.example", App: "https://app.example"})
	require.Equal(t, scopeAccount, s.Scope)
	s = effective(true, subscribedApp{}, webhookAnswer{App: "https://app.example"})
	require.Equal(t, scopeApp, s.Scope)
	s = effective(false, subscribedApp{}, webhookAnswer{})
	require.Empty(t, s.URL)
}

// TestProof: 200 alone proves nothing.
func TestProof(t *testing.T) {
	subscribed := false
	p := with(func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodPost {
			return answer(200, "application/json", `{"success":true}`)
		}
		if r.URL.Path == "/v26.0/104729385561027" {
			return answer(200, "application/json", `{"id":"104729385561027","webhook_configuration":{"phone_number":"https://other.example/x?key=1"}}`)
		}
		list := `{"data":[{"whatsapp_business_api_data":{"id":"731940286650112"}}]}`
		if !subscribed {
			list = `{"data":[]}`
		}
		return answer(200, "application/json", list)
	})
	c := testConfig()
	c.WebhookURL, c.WebhookSecret = "https://desk.example/hooks/meta/nb-41c0d7", app.NewSecret("verify-token-0123456789")
	err := p.Subscribe(t.Context(), c)
	require.Equal(t, app.CodeProviderRefused, app.ErrorCode(err))
	require.Contains(t, err.Error(), "does not list the app")
	_, err = p.SetWebhook(t.Context(), c, scopeNumber)
	require.Equal(t, app.CodeIncomplete, app.ErrorCode(err))
	subscribed = true
	_, err = p.SetWebhook(t.Context(), c, scopeNumber)
	require.Contains(t, err.Error(), "still has the address at other.example")
	require.NotContains(t, err.Error(), "key")
	_, err = p.SetWebhook(t.Context(), c, scopeAccount)
	require.Contains(t, err.Error(), "shows no address")
	_, err = p.RemoveWebhook(t.Context(), c, scopeNumber)
	require.Contains(t, err.Error(), "still has")
}
