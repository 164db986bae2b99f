package qontak

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// carrier answers in place of the network.
type carrier func(*http.Request) (*http.Response, error)

func (c carrier) RoundTrip(r *http.Request) (*http.Response, error) { return c(r) }

func carried(c carrier, now func() time.Time) *Protocol {
	return New(Options{
		HTTPClient: &http.Client{Transport: c}, Clock: app.ClockFunc(now),
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
}

func answer(status int, body string, h http.Header) (*http.Response, error) {
	if h == nil {
		h = http.Header{}
	}
	h.Set("Content-Type", "application/json")
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body))}, nil
}

// TestRefusals: in what order an error is read and what becomes of it.
func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		want   string
		code   app.Code
	}{
		"service":        {422, `{"status":"error","error":{"code":422,"messages":["To number is invalid","Url is blank"]},"message":"no"}`, "“To number is invalid; Url is blank”", app.CodeProviderRefused},
		"oauth":          {401, `{"error":"invalid_token","error_description":"The token ended","message":"no"}`, "“The token ended”", app.CodeProviderRefused},
		"gateway":        {403, `{"message":"You cannot consume this service"}`, "“You cannot consume this service”", app.CodeProviderRefused},
		"one message":    {400, `{"error":{"code":"400","messages":"Bad thing."}}`, "“Bad thing”", app.CodeProviderRefused},
		"plain error":    {400, `{"error":"Bad thing"}`, "“Bad thing”", app.CodeProviderRefused},
		"inner message":  {400, `{"error":{"message":"Bad thing"}}`, "“Bad thing”", app.CodeProviderRefused},
		"nothing":        {400, ``, "did not accept what was sent", app.CodeProviderRefused},
		"numbers":        {400, `{"message":5}`, "“5”", app.CodeProviderRefused},
		"404":            {404, `{"message":"no Route matched"}`, "does not know what was asked", app.CodeProviderRefused},
		"429":            {429, `{"message":"API rate limit exceeded"}`, "too many calls", app.CodeProviderRefused},
		"500":            {500, `{"message":"oops"}`, "has a problem at the moment", app.CodeProviderUnreachable},
		"504":            {504, ``, "has a problem at the moment", app.CodeProviderUnreachable},
		"408":            {408, `{}`, "has a problem at the moment", app.CodeProviderUnreachable},
		"200 with error": {200, `{"status":"error","error":{"code":422,"messages":["No"]}}`, "“No”", app.CodeProviderRefused},
		"200 mute error": {200, `{"status":"error"}`, "did not say which", app.CodeProviderAnswer},
		"phone number":   {422, `{"message":"6281155500188 is invalid"}`, "“62********188 is invalid”", app.CodeProviderRefused},
		"address":        {422, `{"message":"Url https://other.test/hooks/secret-part is taken"}`, "“Url other.test is taken”", app.CodeProviderRefused},
		"own secret":     {400, `{"message":"bad token ` + testToken + `"}`, "“bad token ***”", app.CodeProviderRefused},
	} {
		t.Run(name, func(t *testing.T) {
			p := carried(func(*http.Request) (*http.Response, error) { return answer(c.status, c.body, nil) }, time.Now)
			_, err := p.ReadEndpoint(t.Context(), testConfig("http://127.0.0.1:9"))
			require.Equal(t, c.code, app.ErrorCode(err))
			require.Contains(t, err.Error(), c.want)
			require.Equal(t, fmt.Sprint("HTTP ", c.status), strings.Split(app.AsError(err).Detail, ",")[0])
			require.NotEmpty(t, app.AsError(err).Fix.String())
		})
	}
}

// TestTryAgainAt: the end of a limit in each form is told as a time of day.
func TestTryAgainAt(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 30, 10, 0, time.UTC)
	at := func(t time.Time) string { return "Try again at " + t.Local().Format("15:04") + "." }
	reset := time.Date(2026, 11, 22, 9, 41, 20, 0, time.UTC)
	for value, want := range map[string]string{
		fmt.Sprint(reset.Unix()):              at(reset.Add(40 * time.Second)),
		fmt.Sprint(reset.UnixMilli()):         at(reset.Add(40 * time.Second)),
		reset.Format(http.TimeFormat):         at(reset.Add(40 * time.Second)),
		reset.Format(time.RFC3339):            at(reset.Add(40 * time.Second)),
		reset.Format("2006-01-02 15:04:05"):   at(reset.Add(40 * time.Second)),
		"50":                                  at(now.Add(50 * time.Second)),
		"0":                                   "Wait a minute, then try again.",
		"-5":                                  "Wait a minute, then try again.",
		"NaN":                                 "Wait a minute, then try again.",
		"soon":                                "Wait a minute, then try again.",
		"":                                    "Wait a minute, then try again.",
		fmt.Sprint(reset.Unix() + 10*24*3600): "Wait a minute, then try again.",
		fmt.Sprint(reset.Unix() - 3600):       "Wait a minute, then try again.",
	} {
		p := carried(func(*http.Request) (*http.Response, error) {
			return answer(429, `{"message":"slow down"}`, http.Header{"X-Ratelimit-Reset": {value}})
		}, func() time.Time { return now })
		r, err := p.Check(t.Context(), testConfig("http://127.0.0.1:9"), nil)
		require.NoError(t, err)
		s := step(t, r, stepToken)
		require.Equal(t, app.StepUnknown, s.State, "a limit says nothing about the settings")
		require.Equal(t, want, s.Fix.String(), value)
		require.Equal(t, app.StepUnknown, step(t, r, stepWebhook).State)
	}
}

// TestInteractions: the shapes in which a registration is told.
func TestInteractions(t *testing.T) {
	hooks := func(urls ...string) string {
		var out []string
		for _, u := range urls {
			out = append(out, fmt.Sprintf(`{"id":"1","event":"x","url":%q}`, u))
		}
		return "[" + strings.Join(out, ",") + "]"
	}
	event := func(on bool, urls ...string) string {
		return fmt.Sprintf(`{"enabled":%v,"webhooks":%s}`, on, hooks(urls...))
	}
	all := func(customer, status, broadcast string) string {
		return fmt.Sprintf(`{"receive_message_from_customer":%s,"status_message":%s,"broadcast_log_status":%s}`, customer, status, broadcast)
	}
	const foreign = "https://other.test/x"
	on, off := event(true, testHook), event(false, testHook)
	for name, c := range map[string]struct {
		data, url string
		on        bool
	}{
		"ours":                  {all(on, on, on), testHook, true},
		"one off":               {all(on, on, off), testHook, false},
		"one missing":           {`{"receive_message_from_customer":` + on + `,"status_message":` + on + `}`, testHook, false},
		"all missing":           {`{}`, "", false},
		"foreign":               {all(event(true, foreign), event(true, foreign), event(true, foreign)), foreign, true},
		"last differs":          {all(on, on, event(true, foreign)), foreign, true},
		"first differs":         {all(event(true, foreign), on, on), foreign, true},
		"ours among others":     {all(event(true, foreign, testHook), on, on), testHook, true},
		"on without address":    {all(on, on, event(true)), testHook, false},
		"no webhooks member":    {all(on, on, `{"enabled":true}`), testHook, false},
		"address beside":        {`{"url":"` + testHook + `","receive_message_from_customer":true,"status_message":"1","broadcast_log_status":{"enabled":1}}`, testHook, true},
		"one webhook":           {all(on, on, `{"enabled":true,"webhooks":{"url":"`+testHook+`"}}`), testHook, true},
		"plain addresses":       {all(on, on, `{"enabled":"true","webhooks":["`+testHook+`"]}`), testHook, true},
		"odd webhooks":          {all(on, on, `{"enabled":true,"webhooks":[null,5,{"url":null},{"url":[1]}]}`), testHook, false},
		"null event":            {all(on, on, `null`), testHook, false},
		"only the agents' echo": {`{"receive_message_from_agent":` + event(true, foreign) + `}`, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			var i interactions
			_, ok := decode([]byte(`{"status":"success","data":`+c.data+`}`), &i)
			require.True(t, ok)
			e := i.endpoint(testHook, signTime)
			require.Equal(t, c.on, e.IsOn(events))
			require.Equal(t, c.url, e.URL)
			require.Equal(t, signTime, e.At)
		})
	}
}

// TestPaging: cursors, page numbers, and lists that do not end.
func TestPaging(t *testing.T) {
	for _, noCursor := range []bool{false, true} {
		b := newBench(t)
		b.fake.noCursor, b.fake.perPage, b.fake.channels = noCursor, 7, nil
		for i := range 40 {
			b.fake.channels = append(b.fake.channels, channelJSON(fmt.Sprintf("0b5f0c52-5a35-4c53-9a8e-%012d", i), "Toko", "628000000010"+fmt.Sprint(i%10)))
		}
		numbers, err := b.p.ListNumbers(t.Context(), b.c)
		require.NoError(t, err)
		require.Len(t, numbers, 40)
		require.Len(t, b.fake.requests, 6)
		require.Equal(t, "wa_cloud", b.fake.requests[5].URL.Query().Get("target_channel"))
	}
	row := channelJSON(testChannel, "Toko", "6280000000101")
	for name, c := range map[string]struct {
		page  func(n int) string
		calls int
		fails bool
	}{
		"same cursor":        {func(int) string { return `"cursor":{"next":"again"}` }, 2, true},
		"fresh for ever":     {func(n int) string { return fmt.Sprintf(`"cursor":{"next":"c%d"}`, n) }, pagesMax, true},
		"too long":           {func(int) string { return `"cursor":{"next":"` + strings.Repeat("x", cursorMax+1) + `"}` }, 1, true},
		"empty cursor":       {func(int) string { return `"cursor":{"next":""}` }, 1, false},
		"null cursor":        {func(int) string { return `"cursor":{"next":null,"prev":null},"total":900` }, 1, false},
		"odd cursor":         {func(int) string { return `"cursor":[1],"total":1` }, 1, false},
		"no paging at all":   {func(int) string { return `"x":1` }, 1, false},
		"total never comes":  {func(int) string { return `"total":900` }, 2, false},
		"cursor member only": {func(int) string { return `"cursor":{"pit":"x"},"total":900` }, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			n := 0
			p := carried(func(*http.Request) (*http.Response, error) {
				n++
				return answer(200, `{"data":[`+row+`],"meta":{"pagination":{`+c.page(n)+`}}}`, nil)
			}, time.Now)
			numbers, err := p.ListNumbers(t.Context(), testConfig("http://127.0.0.1:9"))
			require.Equal(t, c.calls, n)
			if c.fails {
				require.Equal(t, app.CodeProviderAnswer, app.ErrorCode(err))
				return
			}
			require.NoError(t, err)
			require.Len(t, numbers, 1)
		})
	}
}

// TestLenientChannels: odd members do not spoil a list.
func TestLenientChannels(t *testing.T) {
	p := carried(func(*http.Request) (*http.Response, error) {
		return answer(200, `{"data":[
			{"id":"0B5F0C52-5A35-4C53-9A8E-3F1F7AB0D111","settings":{}},
			{"id":"0b5f0c52-5a35-4c53-9a8e-3f1f7ab0d112","settings":null,"is_active":null},
			{"id":"0b5f0c52-5a35-4c53-9a8e-3f1f7ab0d113","settings":[],"is_active":"false"},
			{"id":"0b5f0c52-5a35-4c53-9a8e-3f1f7ab0d114","settings":{"phone_number":6280000000104,"account_name":7,"authorization":"Basic c2VjcmV0"},"is_active":1},
			{"id":"0b5f0c52-5a35-4c53-9a8e-3f1f7ab0d114"},{"id":"../../x"},{"id":5},{}]
			,"meta":null}`, nil)
	}, time.Now)
	numbers, err := p.ListNumbers(t.Context(), testConfig("http://127.0.0.1:9"))
	require.NoError(t, err)
	require.Len(t, numbers, 4)
	require.Equal(t, testChannel, numbers[0].Fields[fieldChannel])
	require.Equal(t, "ACTIVE", numbers[1].Status)
	require.Equal(t, "INACTIVE", numbers[2].Status)
	require.Equal(t, "+6280000000104", numbers[3].AccountCode)
	require.NotContains(t, fmt.Sprint(numbers), "c2VjcmV0")
}
