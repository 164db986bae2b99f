package qontak

import (
	"net/http"
	"testing"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"

	"github.com/stretchr/testify/require"
)

var fuzzSeeds = []string{
	`{"status":"success","data":[{"id":"0b5f0c52-5a35-4c53-9a8e-3f1f7ab0d111","settings":{},"is_active":true}],"meta":{"pagination":{"cursor":{"next":"x"},"offset":1,"total":2}}}`,
	`{"status":"error","error":{"code":422,"messages":["To number is invalid"]}}`,
	`{"message":"Unauthorized"}`, `{"error":"x","error_description":"y"}`, `{}`, `null`, `[]`, `{"data":{}}`, `{"data":[[]]}`,
	`{"data":{"status_message":{"enabled":true,"webhooks":[{"url":"https://a.test/b"}]},"url":null}}`,
	`{"data":{"status_message":[],"broadcast_log_status":"","receive_message_from_customer":{"webhooks":{}}},"meta":7}`,
}

// FuzzAnswers: whatever comes back, every call ends in words, and a check never
// takes it for something that it is not.
func FuzzAnswers(f *testing.F) {
	for _, seed := range fuzzSeeds {
		f.Add(200, seed)
		f.Add(422, seed)
	}
	f.Fuzz(func(t *testing.T, status int, body string) {
		if status < 200 || status > 599 {
			status = 200
		}
		p := carried(func(*http.Request) (*http.Response, error) { return answer(status, body, nil) }, time.Now)
		c := testConfig("http://127.0.0.1:9")
		proper := func(err error) {
			if err == nil {
				return
			}
			e := app.AsError(err)
			require.NotEmpty(t, e.What.String())
			require.NotEqual(t, app.CodeInternal, e.Code)
			require.NotContains(t, e.Error()+e.Detail, testToken)
		}
		_, err := p.ListNumbers(t.Context(), c)
		proper(err)
		e, err := p.ReadEndpoint(t.Context(), c)
		proper(err)
		if err == nil && e.URL == "" {
			require.False(t, e.IsOn(events), "switched on without an address")
		}
		_, err = p.RegisterEndpoint(t.Context(), c)
		proper(err)
		require.False(t, err != nil && status >= 500 && !protocol.MaybeDone(err), "a server error leaves it open")
		r, err := p.Check(t.Context(), c, nil)
		require.NoError(t, err)
		require.Len(t, r.Steps, 4)
	})
}

// FuzzMoment: a time of the provider's is within a day or not believed.
func FuzzMoment(f *testing.F) {
	for _, seed := range []string{"50", "1795339280", "1795339280123", "Sun, 22 Nov 2026 09:00:00 GMT", "-1", "1e308", "NaN", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		at, ok := resetTime(http.Header{"X-Ratelimit-Reset": {value}}, signTime)
		if ok {
			require.True(t, at.After(signTime) && at.Sub(signTime) <= resetMax)
		}
	})
}
