package sandbox

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestDebugTokenTellsAboutAToken(t *testing.T) {
	b := newBench(t)
	want := compact(t, `{"data":{"app_id":"634900000000101","type":"SYSTEM_USER","application":"Nusantara Assistant",
		"data_access_expires_at":0,"expires_at":0,"is_valid":true,"issued_at":1792746000,
		"scopes":["business_management","whatsapp_business_management","whatsapp_business_messaging"],
		"granular_scopes":[{"scope":"business_management"},
		{"scope":"whatsapp_business_management","target_ids":["102200000000201","102200000000202","102200000000203","102200000000204"]},
		{"scope":"whatsapp_business_messaging","target_ids":["102200000000201","102200000000202","102200000000203","102200000000204"]}],
		"user_id":"122100000000501"}}`)
	r := b.get("/v26.0/debug_token?input_token="+b.v.Token, b.appToken())
	require.Equal(t, 200, r.status)
	require.Equal(t, want, r.raw)
	require.Equal(t, want, b.get("/v26.0/debug_token?input_token="+b.v.Token, b.v.Token).raw, "a token may look at itself")
	require.Equal(t, []Rule{RuleInputTokenInURL, RuleInputTokenInURL}, rulesOf(b.meta))
	require.Equal(t, 1792746000, int(today.Add(-30*24*time.Hour).Unix()))
}

func TestDebugTokenByBatchPutsNoTokenIntoTheAddress(t *testing.T) {
	b := newBench(t)
	code, body := b.debug(b.appToken(), b.v.Token)
	require.Equal(t, 200, code)
	require.Equal(t, true, body["data"].(map[string]any)["is_valid"])
	require.Empty(t, b.meta.Violations())

	rec := b.meta.Requests()[0]
	require.Equal(t, []string{"GET /debug_token?input_token"}, rec.Batch)
	require.Equal(t, "form", rec.BodyForm)
	require.False(t, rec.TokenInURL)
	require.Equal(t, "header", rec.TokenAt)
	require.Equal(t, 200, rec.Status)
}

func TestDebugTokenOddTokens(t *testing.T) {
	b := newBench(t)
	data := func(token string) map[string]any {
		code, body := b.debug(b.appToken(), token)
		require.Equal(t, 200, code)
		return body["data"].(map[string]any)
	}
	expired := data(b.v.ExpiredToken)
	require.Equal(t, false, expired["is_valid"])
	require.Equal(t, 463.0, expired["error"].(map[string]any)["subcode"])
	require.Equal(t, 460.0, data(b.v.InvalidatedToken)["error"].(map[string]any)["subcode"])
	require.Equal(t, []any{}, data(b.v.UnknownToken)["scopes"])
	require.Equal(t, []any{ScopeManagement}, data(b.v.NoMessagingToken)["scopes"])
	user := data(b.v.UserToken)
	require.Equal(t, "USER", user["type"])
	require.Equal(t, float64(today.Add(2*time.Hour).Unix()), user["expires_at"])
	require.NotZero(t, user["data_access_expires_at"])
	require.Equal(t, float64(today.Add(240*time.Hour).Unix()), data(b.v.ExpiringToken)["expires_at"])
	require.NotContains(t, data(b.v.PlainToken)["granular_scopes"].([]any)[1], "target_ids")
	require.Equal(t, []any{b.v.OtherWABAID}, data(b.v.NarrowToken)["granular_scopes"].([]any)[1].(map[string]any)["target_ids"])
	require.Equal(t, "APP", data(b.appToken())["type"])
	require.Equal(t, false, data(b.v.AppID + "|" + b.v.WrongAppSecret)["is_valid"])

	code, body := b.debug(b.appToken(), b.v.OtherAppToken)
	require.Equal(t, 400, code)
	require.Equal(t, "(#100) The App_id in the input_token did not match the Viewing App", body["error"].(map[string]any)["message"])
	code, _ = b.debug(b.appToken(), b.v.OtherAppID+"|"+b.v.OtherAppSecret)
	require.Equal(t, 400, code)
	require.Empty(t, b.meta.Violations())
}

func TestBatch(t *testing.T) {
	b := newBench(t)
	ops := `[{"method":"GET","relative_url":"v24.0/` + b.v.AppID + `?fields=name"},{"relative_url":"9?fields=id"},` +
		`{"method":"POST","relative_url":""}]`
	r := b.post("/v26.0/", b.appToken(), `{"batch":`+ops+`,"include_headers":"false"}`)
	require.Equal(t, 200, r.status, r.raw)
	require.Equal(t, `[{"code":200,"body":"{\"name\":\"Nusantara Assistant\",\"id\":\"634900000000101\"}"},`+
		`{"code":400,`, r.raw[:strings.Index(r.raw, `{"code":400,`)+len(`{"code":400,`)])
	require.NotContains(t, r.raw, "headers")

	// An operation may bring its own token, and its answer is its own.
	own := `[{"method":"GET","relative_url":"` + b.v.PhoneNumberID + `?fields=status&access_token=` + b.v.Token + `"}]`
	r = b.postForm("/v26.0", b.appToken(), url.Values{"batch": {own}})
	require.Contains(t, r.raw, `{\"status\":\"CONNECTED\"`)

	for _, c := range []struct{ batch, want string }{
		{"x", hundred("Param batch must be an array.")},
		{"[]", hundred("Param batch must not be empty.")},
	} {
		golden(t, b.postForm("/v26.0/", b.appToken(), url.Values{"batch": {c.batch}}), 400, c.want)
	}
	many := "[" + strings.TrimSuffix(strings.Repeat(`{"relative_url":"1"},`, 51), ",") + "]"
	golden(t, b.postForm("/v26.0/", b.appToken(), url.Values{"batch": {many}}), 500,
		`{"error":{"message":"Too many requests in batch message. Maximum batch size is 50","type":"GraphMethodException","code":1}}`)
	r = b.postForm("/v26.0/", b.v.AppID+"|"+b.v.WrongAppSecret, url.Values{"batch": {ops}})
	require.Equal(t, 401, r.status)
}
