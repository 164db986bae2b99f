package sandbox

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var tracePattern = regexp.MustCompile(`,"fbtrace_id":"(A[\w-]{22})"`)

// golden compares an error body as a whole, but for its trace.
func golden(t *testing.T, r reply, status int, want string) {
	t.Helper()
	require.Equal(t, status, r.status, r.raw)
	require.Regexp(t, tracePattern, r.raw)
	require.Equal(t, want, tracePattern.ReplaceAllString(r.raw, ""))
}

const readTheDocs = `Please read the Graph API documentation at https:\/\/developers.facebook.com\/docs\/graph-api`

func missingObject(method, id string) string {
	return fmt.Sprintf(`{"error":{"message":"Unsupported %s request. Object with ID '%s' does not exist, cannot be loaded due to `+
		`missing permissions, or does not support this operation. %s","type":"GraphMethodException","code":100,"error_subcode":33}}`,
		method, id, readTheDocs)
}

func hundred(message string) string {
	return `{"error":{"message":"(#100) ` + message + `","type":"OAuthException","code":100}}`
}

func TestTokenErrors(t *testing.T) {
	b := newBench(t)
	number := "/v26.0/" + b.v.PhoneNumberID
	cannotParse := `{"error":{"message":"Invalid OAuth access token - Cannot parse access token","type":"OAuthException","code":190}}`
	golden(t, b.get(number, b.v.UnknownToken), 401, cannotParse)
	golden(t, b.get(number, "nonsense"), 401, cannotParse)
	golden(t, b.get(number, ""), 401,
		`{"error":{"message":"An access token is required to request this resource.","type":"OAuthException","code":104}}`)
	golden(t, b.get(number, b.v.ExpiredToken), 401, `{"error":{"message":"Error validating access token: Session has expired on `+
		`Saturday, 21-Nov-26 07:00:00 UTC. The current time is Sunday, 22-Nov-26 09:00:00 UTC.",`+
		`"type":"OAuthException","code":190,"error_subcode":463}}`)
	golden(t, b.get(number, b.v.InvalidatedToken), 401, `{"error":{"message":"Error validating access token: The session has been `+
		`invalidated because the user changed their password or Facebook has changed the session for security reasons.",`+
		`"type":"OAuthException","code":190,"error_subcode":460}}`)
	golden(t, b.get("/v26.0/"+b.v.AppID, b.v.AppID+"|"+b.v.WrongAppSecret), 401,
		`{"error":{"message":"Invalid OAuth access token signature.","type":"OAuthException","code":190}}`)
	golden(t, b.get("/v26.0/"+b.v.AppID, "1|"+b.v.AppSecret), 400, `{"error":{"message":"Error validating application. `+
		`Cannot get application info due to a system error.","type":"OAuthException","code":101}}`)
	require.Contains(t, b.get(number, "nonsense").header.Get("WWW-Authenticate"), "invalid_token")
}

func TestPermissionErrors(t *testing.T) {
	b := newBench(t)
	denied := func(what string) string {
		return `{"error":{"message":"(#200) You do not have the necessary permissions to access this ` + what + `.",` +
			`"type":"OAuthException","code":200,"error_subcode":1349174,"error_user_title":"Permission Denied",` +
			`"error_user_msg":"Your app doesn't have permission to access this resource."}}`
	}
	noScope := `{"error":{"message":"(#10) Application does not have permission for this action","type":"OAuthException","code":10}}`
	golden(t, b.get("/v26.0/"+b.v.PhoneNumberID, b.v.UnassignedToken), 403, denied("phone number"))
	golden(t, b.get("/v26.0/"+b.v.WABAID+"/phone_numbers", b.v.NarrowToken), 403, denied("WhatsApp Business Account"))
	golden(t, b.get("/v26.0/"+b.v.UnassignedWABAID, b.v.Token), 403, denied("WhatsApp Business Account"))
	golden(t, b.get("/v26.0/"+b.v.UnassignedPhoneNumberID, b.v.Token), 403, denied("phone number"))
	golden(t, b.get("/v26.0/"+b.v.WABAID+"/phone_numbers", b.v.NoManagementToken), 403, noScope)
	golden(t, b.post("/v26.0/"+b.v.WABAID+"/subscribed_apps", b.v.NoManagementToken, "{}"), 403, noScope)
	require.Equal(t, 200, b.get("/v26.0/"+b.v.PhoneNumberID, b.v.NoManagementToken).status)
	require.Equal(t, 200, b.get("/v26.0/"+b.v.WABAID, b.v.NoMessagingToken).status)
	golden(t, b.get("/v26.0/"+b.v.PhoneNumberID, b.appToken()), 400, missingObject("get", b.v.PhoneNumberID))
}

func TestErrorsOfIdsFieldsAndPaths(t *testing.T) {
	b := newBench(t)
	v := b.v
	for _, c := range []struct {
		method, path string
		want         string
	}{
		{"GET", v.MissingPhoneNumberID, missingObject("get", v.MissingPhoneNumberID)},
		{"GET", v.MissingPhoneNumberID + "/phone_numbers", missingObject("get", v.MissingPhoneNumberID)},
		{"POST", v.MissingPhoneNumberID, missingObject("post", v.MissingPhoneNumberID)},
		{"DELETE", v.PhoneNumberID, missingObject("delete", v.PhoneNumberID)},
		{"POST", v.WABAID + "/phone_numbers", missingObject("post", v.WABAID)},
		{"POST", v.PhoneNumberID + "/subscribed_apps", missingObject("post", v.PhoneNumberID)},
		{"GET", v.OtherAppID, missingObject("get", v.OtherAppID)},
		// A WABA ID asked as a number, a number asked as a WABA, an app as both.
		{"GET", v.WABAID + "?fields=display_phone_number",
			hundred("Tried accessing nonexisting field (display_phone_number) on node type (WhatsAppBusinessAccount)")},
		{"GET", v.PhoneNumberID + "/phone_numbers",
			hundred("Tried accessing nonexisting field (phone_numbers) on node type (WhatsAppBusinessPhoneNumber)")},
		{"GET", v.PhoneNumberID + "?fields=id,messaging_limit_tier",
			hundred("Tried accessing nonexisting field (messaging_limit_tier) on node type (WhatsAppBusinessPhoneNumber)")},
		{"GET", v.AppID + "?fields=verified_name", hundred("Tried accessing nonexisting field (verified_name) on node type (Application)")},
		{"GET", v.BusinessID + "/subscriptions", hundred("Tried accessing nonexisting field (subscriptions) on node type (Business)")},
		{"GET", v.WABAID + "/anything", hundred("Tried accessing nonexisting field (anything) on node type (WhatsAppBusinessAccount)")},
		{"GET", v.WABAID + "/subscribed_apps?fields=secret",
			hundred("Tried accessing nonexisting field (secret) on node type (WhatsAppBusinessAccountSubscribedApps)")},
		{"GET", "debug_token", hundred("The parameter input_token is required")},
		{"GET", v.WABAID + "/phone_numbers?limit=0", hundred("Param limit must be an integer greater than or equal to 1")},
		{"GET", v.WABAID + "?metadata=1", hundred("metadata is not offered by the sandbox")},
		{"GET", "me", `{"error":{"message":"Unsupported get request. ` + readTheDocs + `","type":"GraphMethodException","code":100}}`},
		{"GET", "", `{"error":{"message":"Unsupported get request. ` + readTheDocs + `","type":"GraphMethodException","code":100}}`},
		{"GET", "1/2/3", `{"error":{"message":"Unknown path components: \/1\/2\/3","type":"OAuthException","code":2500}}`},
		{"GET", v.WABAID + "?fields=a{b",
			`{"error":{"message":"Syntax error \"Expected end of string\" in the fields parameter.","type":"OAuthException","code":2500}}`},
		{"GET", v.WABAID + "?fields=,", `{"error":{"message":"Syntax error \"Field name expected\" in the fields parameter.","type":"OAuthException","code":2500}}`},
		{"GET", v.WABAID + "/phone_numbers?after=stale", `{"error":{"message":"(#131059) Invalid cursor","type":"OAuthException","code":131059}}`},
	} {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			golden(t, b.send(c.method, "/v26.0/"+c.path, v.Token, "", ""), 400, c.want)
		})
	}
	golden(t, b.get("/v23.0/"+v.WABAID+"/phone_numbers?after=stale", v.Token), 400, hundred("Invalid cursors values sent"))
	golden(t, b.post("/v26.0/"+v.WABAID+"/subscribed_apps", v.Token, "{"), 400, hundred("The request body is not a JSON object"))
}

func TestVersions(t *testing.T) {
	b := newBench(t)
	served := func(version string) string {
		return b.get(version+"/"+b.v.PhoneNumberID, b.v.Token).header.Get("facebook-api-version")
	}
	require.Equal(t, "v26.0", served("/v26.0"))
	require.Equal(t, "v23.0", served("/v23.0"))
	require.Equal(t, "v21.0", served("/v20.0"), "ended in September 2026")
	require.Equal(t, "v21.0", served("/v3.2"))
	require.Equal(t, "v21.0", served(""))
	golden(t, b.get("/v99.0/"+b.v.PhoneNumberID, b.v.Token), 400,
		`{"error":{"message":"Unknown path components: \/v99.0\/`+b.v.PhoneNumberID+`","type":"OAuthException","code":2500}}`)
	require.Equal(t, []Rule{RuleDeadVersion, RuleDeadVersion, RuleNoVersion, RuleRefused}, rulesOf(b.meta))
}

func rulesOf(m *Meta) []Rule {
	var out []Rule
	for _, v := range m.Violations() {
		out = append(out, v.Rule)
	}
	return out
}

func TestAppSecretProof(t *testing.T) {
	b := newBench(t)
	path := "/v26.0/" + b.v.PhoneNumberID + "?appsecret_proof="
	invalid := `{"error":{"message":"Invalid appsecret_proof provided in the API argument","type":"GraphMethodException","code":100}}`
	require.Equal(t, 200, b.get(path+proofOf(b.v.Token, b.v.AppSecret), b.v.Token).status)
	golden(t, b.get(path+proofOf(b.v.Token, b.v.WrongAppSecret), b.v.Token), 400, invalid)
	golden(t, b.get(path, b.v.Token), 400, invalid)

	golden(t, b.get("/v26.0/"+b.v.PhoneNumberID, b.v.ProofToken), 400,
		`{"error":{"message":"API calls from the server require an appsecret_proof argument","type":"GraphMethodException","code":100}}`)
	require.Equal(t, 200, b.get(path+proofOf(b.v.ProofToken, b.v.ProofAppSecret), b.v.ProofToken).status)
	require.Empty(t, b.meta.Violations())
}

func TestNoErrorQuotesAToken(t *testing.T) {
	b := newBench(t)
	for _, token := range b.v.Secrets() {
		for _, path := range []string{b.v.PhoneNumberID, "debug_token?input_token=x", b.v.WABAID + "/subscribed_apps"} {
			r := b.get("/v26.0/"+path, token)
			require.NotContains(t, r.raw+fmt.Sprint(r.header), token)
			require.False(t, strings.Contains(r.raw, b.v.AppSecret))
		}
	}
}
