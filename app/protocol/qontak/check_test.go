package qontak

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"

	"github.com/stretchr/testify/require"
)

func TestSetUp(t *testing.T) {
	b := newBench(t)
	r := b.check()
	require.Equal(t, "The sign-in sees one WhatsApp channel", step(t, r, stepToken).Detail.String())
	require.Equal(t, "Toko Contoh is active", step(t, r, stepChannel).Detail.String())
	require.Equal(t, app.StepPassed, step(t, r, stepNumber).State)
	w := step(t, r, stepWebhook)
	require.Equal(t, app.StepFailed, w.State)
	require.Equal(t, "register", w.Action)
	require.Contains(t, w.Detail.String(), "Nothing is registered")
	require.Equal(t, map[string]string{factOrganisation: testOrg, factName: "Toko Contoh", factNumber: app.FormatPhone("+6280000000101")}, r.Facts)
	require.True(t, r.Secrets[secretToken].Verified)

	e, err := b.p.RegisterEndpoint(t.Context(), b.c)
	require.NoError(t, err)
	require.True(t, e.IsOn(events))
	require.False(t, e.Events[agentEcho])
	last := len(b.fake.bodies) - 1
	require.JSONEq(t, `{"receive_message_from_agent":false,"receive_message_from_customer":true,"status_message":true,"broadcast_log_status":true,"url":"`+testHook+`"}`,
		b.fake.bodies[last])
	require.Equal(t, "application/json", b.fake.requests[last].Header.Get("Content-Type"))
	require.True(t, b.check().Complete())

	_, err = b.p.UnregisterEndpoint(t.Context(), b.c)
	require.NoError(t, err)
	require.JSONEq(t, `{"receive_message_from_agent":false,"receive_message_from_customer":false,"status_message":false,"broadcast_log_status":false,"url":"`+testHook+`"}`,
		b.fake.bodies[len(b.fake.bodies)-1])
	require.Contains(t, step(t, b.check(), stepWebhook).Detail.String(), "receive_message_from_customer is switched off")
}

// TestWebhookStep: what stands registered, in words that show no address whole.
func TestWebhookStep(t *testing.T) {
	for name, c := range map[string]struct {
		change func(b *bench)
		state  app.StepState
		words  string
		action string
	}{
		"foreign, off": {func(b *bench) { b.fake.url = "https://crm.other.test/in/secret-part" }, app.StepFailed, "Another address, at crm.other.test, stands in Qontak but is switched off", "register"},
		"foreign":      {func(b *bench) { b.fake.url, b.fake.on = "https://crm.other.test/in/secret-part", allOn() }, app.StepFailed, "another address, at crm.other.test.", "register"},
		"older secret": {func(b *bench) { b.fake.url = strings.TrimSuffix(testHook, hookSecret) + "older-secret-000000" }, app.StepFailed, "another webhook secret", "register"},
		"unreadable":   {func(b *bench) { b.fake.noRead = true }, app.StepUnknown, "does not tell what is registered", ""},
		"echo":         {func(b *bench) { b.fake.url, b.fake.on = testHook, allOn() }, app.StepPassed, "also sends back what agents write", ""},
		"no address":   {func(b *bench) { b.c.WebhookURL = "" }, app.StepSkipped, "no public address yet", ""},
		"no secret":    {func(b *bench) { b.c.WebhookURL, b.c.WebhookSecret = "", app.Secret{} }, app.StepSkipped, "no webhook secret yet", ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			c.change(b)
			s := step(t, b.check(), stepWebhook)
			require.Equal(t, c.state, s.State)
			require.Contains(t, s.Detail.String(), c.words)
			require.Equal(t, c.action, s.Action)
			require.Equal(t, name == "echo", s.Warning)
			require.NotContains(t, s.Detail.String()+s.Fix.String(), "secret-part")
			require.NotContains(t, s.Detail.String()+s.Fix.String(), "/")
		})
	}
}

func allOn() map[string]bool {
	on := map[string]bool{}
	for _, name := range switches {
		on[name] = true
	}
	return on
}

// TestRegisterIsNoProof: the caller gets what the provider says, also when that
// is not what was asked.
func TestRegisterIsNoProof(t *testing.T) {
	b := newBench(t)
	b.fake.url, b.fake.keeps = "https://crm.other.test/in", true
	e, err := b.p.RegisterEndpoint(t.Context(), b.c)
	require.NoError(t, err)
	require.Equal(t, "https://crm.other.test/in", e.URL)

	b = newBench(t)
	b.fake.leavesOff = "broadcast_log_status"
	e, err = b.p.RegisterEndpoint(t.Context(), b.c)
	require.NoError(t, err)
	require.Equal(t, testHook, e.URL)
	require.False(t, e.IsOn(events))
}

// TestOwnAddress: what cannot work is said before anything is sent.
func TestOwnAddress(t *testing.T) {
	for address, words := range map[string]string{"": "no public address", "http://desk.example.test/hooks": "begins with https"} {
		b := newBench(t)
		b.c.WebhookURL = address
		_, err := b.p.RegisterEndpoint(t.Context(), b.c)
		require.Equal(t, app.CodeIncomplete, app.ErrorCode(err))
		require.Contains(t, err.Error(), words)
		require.False(t, protocol.MaybeDone(err))
		require.Empty(t, b.fake.requests)
	}
	b := newBench(t)
	b.c.WebhookURL = "http://127.0.0.1:8080/hooks/qontak/x/" + hookSecret
	_, err := b.p.RegisterEndpoint(t.Context(), b.c)
	require.NoError(t, err, "on one computer http is fine")
	delete(b.c.Channel.Fields, fieldChannel)
	_, err = b.p.RegisterEndpoint(t.Context(), b.c)
	require.Equal(t, fieldChannel, app.AsError(err).Field)
}

// TestChannelStep: what else an ID can be.
func TestChannelStep(t *testing.T) {
	const other = "0b5f0c52-5a35-4c53-9a8e-3f1f7ab0d999"
	detail := func(body string) func(b *bench) {
		return func(b *bench) {
			list := b.fake
			b.p = carried(func(r *http.Request) (*http.Response, error) {
				if strings.HasSuffix(r.URL.Path, "/integrations") {
					return answer(200, `{"data":[`+list.channels[0]+`]}`, nil)
				}
				if strings.HasPrefix(r.URL.Path, body[:strings.Index(body, " ")]) {
					return answer(200, body[strings.Index(body, " ")+1:], nil)
				}
				return answer(404, `{"message":"not found"}`, nil)
			}, time.Now)
		}
	}
	for name, c := range map[string]struct {
		id     string
		change func(b *bench)
		words  string
	}{
		"organisation": {testOrg, nil, "ID of the Qontak organisation"},
		"unknown":      {other, nil, "not in this organisation"},
		"none at all":  {other, func(b *bench) { b.fake.channels = nil }, "not in this organisation"},
		"inactive": {testChannel, func(b *bench) {
			b.fake.channels[0] = strings.Replace(b.fake.channels[0], `"is_active":true`, `"is_active":false`, 1)
		}, "Toko Contoh is switched off"},
		"old number":  {other, detail(`/integrations/ {"data":[{"id":"` + other + `","target_channel":"wa","settings":{"account_name":"Server"}}]}`), "an old WhatsApp number on a server"},
		"instagram":   {other, detail(`/integrations/ {"data":{"id":"` + other + `","target_channel":"ig"}}`), "Instagram"},
		"other kind":  {other, detail(`/integrations/ {"data":{"id":"` + other + `","target_channel":"telegram"}}`), "telegram"},
		"other owner": {other, detail(`/integrations/ {"data":{"id":"` + other + `","organization_id":"` + other + `","target_channel":"wa_cloud","settings":{"account_name":"Theirs"}}}`), "Theirs belongs to another"},
		"template":    {other, detail(`/templates/ {"data":{"id":"` + other + `","name":"order_ready"}}`), "template order_ready"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.c.Channel.Fields[fieldChannel] = c.id
			if c.change != nil {
				c.change(b)
			}
			s := step(t, b.check(), stepChannel)
			require.Equal(t, app.StepFailed, s.State, s.Detail)
			require.Contains(t, s.Detail.String(), c.words)
			require.Equal(t, fieldChannel, s.Field)
		})
	}
}

// TestNumberStep: matches, does not, or is not told.
func TestNumberStep(t *testing.T) {
	for name, c := range map[string]struct {
		phone, code string
		state       app.StepState
		words       string
	}{
		"same":      {"6280000000101", "+6280000000101", app.StepPassed, "is the channel's number"},
		"plus":      {"+62 800-0000-0101", "+6280000000101", app.StepPassed, "is the channel's number"},
		"other":     {"6280000000102", "+6280000000101", app.StepFailed, "but the account code is"},
		"untold":    {"", "+6280000000101", app.StepUnknown, "does not tell"},
		"nonsense":  {"12", "+6280000000101", app.StepUnknown, "does not tell"},
		"not typed": {"6280000000101", "", app.StepSkipped, "Enter the account code"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.fake.channels[0] = channelJSON(testChannel, "Toko", c.phone)
			b.c.Channel.AccountCode = c.code
			s := step(t, b.check(), stepNumber)
			require.Equal(t, c.state, s.State)
			require.Contains(t, s.Detail.String(), c.words)
		})
	}
}

// TestSignInWarnings: what works and still needs a look.
func TestSignInWarnings(t *testing.T) {
	good := `{"data":[],"meta":{}}`
	for name, c := range map[string]struct {
		address, auth string
		header        http.Header
		words, fix    string
	}{
		"token to the new address": {addressHMAC, authBearer, nil, "api.mekari.com expects HMAC", addressBearer},
		"HMAC to the old address":  {addressBearer, authHMAC, nil, "service-chat.qontak.com expects an access token", addressHMAC},
		"HMAC to the oldest":       {address2021, authHMAC, nil, "chat-service.qontak.com expects an access token", addressHMAC},
		"another host":             {"https://api.rnekari.com/qontak/chat/v1", authHMAC, nil, "api.rnekari.com is not an address of Qontak's that we know", addressHMAC},
		"clock":                    {addressHMAC, authHMAC, http.Header{"Date": {signTime.Add(-4 * time.Minute).Format(http.TimeFormat)}}, "clock is 4 minutes fast", "date and time"},
		"limit":                    {addressBearer, authBearer, http.Header{"X-Ratelimit-Limit": {"100"}, "X-Ratelimit-Remaining": {"7"}}, "7 are left", "Wait a minute"},
		"none":                     {addressBearer, authBearer, http.Header{"X-Ratelimit-Limit": {"100"}, "X-Ratelimit-Remaining": {"70"}}, "sees 0 WhatsApp channels", ""},
		"none of HMAC":             {addressHMAC, authHMAC, http.Header{"Date": {signTime.Format(http.TimeFormat)}}, "sees 0 WhatsApp channels", ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := carried(func(*http.Request) (*http.Response, error) { return answer(200, good, c.header.Clone()) }, func() time.Time { return signTime })
			r, err := p.Check(t.Context(), sampleConfig(c.address, c.auth), nil)
			require.NoError(t, err)
			s := step(t, r, stepToken)
			require.Equal(t, app.StepPassed, s.State)
			require.Contains(t, s.Detail.String(), c.words)
			require.Contains(t, s.Fix.String(), c.fix)
			require.Equal(t, c.fix != "", s.Warning)
		})
	}
}

// TestMisfitExplainsRefusal: a refused sign-in at an address of the other kind
// is told by that.
func TestMisfitExplainsRefusal(t *testing.T) {
	p := carried(func(*http.Request) (*http.Response, error) { return answer(401, `{"message":"Unauthorized"}`, nil) }, time.Now)
	r, err := p.Check(t.Context(), sampleConfig(addressHMAC, authBearer), nil)
	require.NoError(t, err)
	require.Contains(t, step(t, r, stepToken).Detail.String(), "api.mekari.com expects HMAC, but the sign-in method is an access token.")
}

// TestDefaultsFit: what nobody changed gives no warning, and a token goes only
// to an address that takes tokens.
func TestDefaultsFit(t *testing.T) {
	d := New(Options{}).Declaration()
	address, auth := d.Value(app.Channel{}, fieldAddress), d.Value(app.Channel{}, fieldAuth)
	require.Equal(t, authBearer, auth)
	_, _, bad := misfit(address, auth)
	require.False(t, bad)
	f, _ := d.Field(fieldAddress)
	require.Len(t, f.Choices, 3)
	for _, choice := range f.Choices {
		v, err := f.Check(choice.Value)
		require.NoError(t, err)
		require.Equal(t, choice.Value, v)
		require.Equal(t, defaultFor(wantedAuth(v)) == v, v != address2021)
	}
	v, err := f.Check("https://proxy.client.example/qontak/chat/v1/")
	require.NoError(t, err, "any https address is possible")
	require.Equal(t, "https://proxy.client.example/qontak/chat/v1", v)
}

// TestShapeWarnings: a pasted value that is plainly something else is told, a
// usual one is not.
func TestShapeWarnings(t *testing.T) {
	d := New(Options{}).Declaration()
	for _, c := range []struct{ secret, value, words string }{
		{secretToken, testToken, ""},
		{secretToken, testChannel, "looks like an ID"},
		{secretToken, "6281155500188", "looks like a number"},
		{secretToken, `hmac username="x", signature="y"`, "signature for one call"},
		{secretHMACID, testClient, ""},
		{secretHMACSecret, testSecret, ""},
		{secretHMACID, testChannel, "looks like a Channel Integration ID"},
		{secretHMACSecret, `hmac username="x", signature="y"`, "signature for one call"},
	} {
		s, _ := d.Secret(c.secret)
		got := s.CheckShape(c.value)
		require.Equal(t, c.words == "", got.IsEmpty())
		require.Contains(t, got.String(), c.words)
	}
}

// TestDamagedSettings: what cannot be right, as from a file, fails the first step
// with its field and asks nobody.
func TestDamagedSettings(t *testing.T) {
	for name, value := range map[string]string{fieldChannel: "no uuid", fieldAddress: "ftp://x", fieldAuth: "password"} {
		b := newBench(t)
		b.c.Channel.Fields[name] = value
		r := b.check()
		require.Equal(t, app.StepFailed, r.Steps[0].State)
		require.Equal(t, name, r.Steps[0].Field)
		require.NotEmpty(t, r.Steps[0].Fix.String())
		require.Equal(t, "Waits for the settings", r.Steps[3].Detail.String())
		_, err := b.p.RegisterEndpoint(t.Context(), b.c)
		require.Equal(t, app.CodeInvalid, app.ErrorCode(err))
		require.False(t, protocol.MaybeDone(err))
		require.Empty(t, b.fake.requests)
	}
}
