package metacloud

import (
	"net/http"
	"strings"
	"testing"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func testConnection(t testing.TB) *connection {
	k, bad := New(Options{}).connect(testConfig())
	require.Nil(t, bad)
	return k
}

func TestErrorBodies(t *testing.T) {
	k := testConnection(t)
	for _, c := range []struct {
		status int
		body   string
		code   app.Code
		words  string
		detail string
	}{
		{400, `{"error":{"code":131026,"fbtrace_id":"AbC_1"}}`, app.CodeProviderRefused, "Meta refused the request", "Meta code 131026, trace AbC_1"},
		{401, `{"error":{"code":190,"error_subcode":463}}`, app.CodeProviderRefused, "because it has ended", "Meta code 190/463"},
		{400, `{"error":{"code":"100","error_user_msg":"Ask +62 811-5550-0188"}}`, app.CodeProviderRefused, "Meta refused: Ask +62***", "Meta code 100"},
		{403, `{"error":{"code":299}}`, app.CodeProviderRefused, "may not do this", "Meta code 299"},
		{400, `{"error":{"code":4,"error_data":"plain"}}`, app.CodeProviderUnreachable, "slow down", "Meta code 4"},
		{200, `{"error":{"code":2}}`, app.CodeProviderUnreachable, "has a problem", "Meta code 2"},
		{400, `{"error":"no"}`, app.CodeProviderAnswer, "not in the way Meta does", "HTTP 400"},
		{400, `{}`, app.CodeProviderAnswer, "not in the way Meta does", "HTTP 400"},
		{429, `{}`, app.CodeProviderUnreachable, "slow down", "HTTP 429"},
		{400, `{"error":{"code":0}}`, app.CodeProviderRefused, "no longer accepts", "Meta code 0"},
		{400, `{"error":{"code":190,"fbtrace_id":"` + testSecret + `"}}`, app.CodeProviderRefused, "no longer accepts", "Meta code 190"},
	} {
		e := k.decode(c.status, []byte(c.body), nil)
		require.NotNil(t, e, c.body)
		require.Equal(t, c.code, e.Code, c.body)
		require.Contains(t, e.Error(), c.words)
		require.Equal(t, c.detail, e.Detail)
		require.NotContains(t, e.Error(), "5550")
		require.False(t, e.Fix.IsEmpty())
	}
}

// TestRulesHaveWords: each code tells what happened and what to do.
func TestRulesHaveWords(t *testing.T) {
	for code, r := range rules {
		require.NotEmpty(t, r.what.String(), code)
		require.NotEmpty(t, r.fix.String(), code)
		require.NotContains(t, r.what.String(), "!")
	}
	require.Equal(t, noPermission.what, ruleOf(250).what)
	require.Equal(t, unknownCode.what, ruleOf(999999).what)
}

// FuzzAnswers: no answer makes a decoder panic, take nonsense for a result
// without a word, or let a secret through.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		``, `null`, `[]`, `{}`, `{"error":{}}`, `{"error":{"code":190,"error_data":"x"}}`, `{"error":{"code":1e99,"error_user_msg":["x"]}}`,
		`{"data":{"is_valid":true,"expires_at":"12","scopes":[1,null],"granular_scopes":[{"target_ids":null}]}}`,
		`{"id":1,"display_phone_number":"+1 555-078-3881","throughput":{},"webhook_configuration":{"application":1}}`,
		`{"data":[{"whatsapp_business_api_data":{"id":12345678901234567890}}],"paging":{"cursors":{"after":"a"},"next":"b"}}`,
		`{"id":"1","health_status":{"can_send_message":"BLOCKED","entities":[{"errors":[{"error_code":"x"}]}]}}`,
		`[{"code":200,"body":"{\"data\":{}}"},null]`, `{"error":{"error_user_msg":"` + testToken + `"}}`,
	} {
		f.Add(200, []byte(seed))
		f.Add(400, []byte(seed))
	}
	k := testConnection(f)
	f.Fuzz(func(t *testing.T, status int, raw []byte) {
		for _, out := range []any{
			new(tokenAnswer), new([]*batchAnswer), new(numberAnswer), new(accountAnswer), new(nodeAnswer),
			new(numberPage), new(appsAnswer), new(successAnswer), new(healthAnswer),
		} {
			e := k.decode(status, raw, out)
			if e == nil {
				continue
			}
			require.False(t, e.What.IsEmpty())
			require.NotContains(t, e.Error()+e.Detail, testToken)
			require.NotContains(t, e.Error()+e.Detail, testSecret)
		}
	})
}

// TestCleanHoldsBack: whatever surrounds a secret, it does not come through.
func TestCleanHoldsBack(t *testing.T) {
	k := testConnection(t)
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "before") + rapid.SampledFrom([]string{testToken, testSecret, k.proof()}).Draw(t, "secret") +
			rapid.String().Draw(t, "after")
		out := k.clean(s)
		require.NotContains(t, out, testToken)
		require.NotContains(t, out, testSecret)
		require.NotContains(t, out, k.proof())
		require.LessOrEqual(t, len([]rune(out)), 300)
		require.NotContains(t, out, "\n")
	})
	require.NotContains(t, k.clean(strings.Repeat(" ", 1<<14-20)+testToken), testToken[:15])
}

// TestAddressIsCheckedAgain: an address from a file that would leak is refused
// before anything is sent.
func TestAddressIsCheckedAgain(t *testing.T) {
	p := with(func(*http.Request) (*http.Response, error) {
		t.Error("something was sent")
		return answer(200, "application/json", `{}`)
	})
	for field, values := range map[string][]string{
		fieldAddress: {"http://graph.facebook.com", "https://user:pw@graph.facebook.com", "ftp://x", "https://x/?a=b"},
		fieldVersion: {"v26", "v26.0/../..", "latest"},
		fieldWABA:    {"1/2", "me", "12x", "../1"},
		fieldNumber:  {"1?fields=x"},
	} {
		for _, v := range values {
			c := testConfig()
			c.Channel.Fields[field] = v
			_, err := p.ReadWebhook(t.Context(), c)
			require.Equal(t, app.CodeInvalid, app.ErrorCode(err), v)
			require.Equal(t, field, app.AsError(err).Field)
			r, err := p.Check(t.Context(), c, nil)
			require.NoError(t, err)
			require.Equal(t, app.StepFailed, r.Steps[0].State)
			require.Equal(t, field, r.Steps[0].Field)
		}
	}
}
