package sandbox

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const verifyWord = "a-verify-token-of-enough-length"

func overrideBody(uri string) string {
	return `{"override_callback_uri":"` + uri + `","verify_token":"` + verifyWord + `"}`
}

func TestSubscribeAnAppToAnAccount(t *testing.T) {
	b := newBench(t)
	path := "/v26.0/" + b.v.WABAID + "/subscribed_apps"
	require.Equal(t, `{"data":[]}`, b.get(path, b.v.Token).raw)
	require.Equal(t, `{"success":true}`, b.send("POST", path, b.v.Token, "", "").raw)
	app := `"whatsapp_business_api_data":{"link":"https:\/\/www.facebook.com\/games\/?app_id=634900000000101",` +
		`"name":"Nusantara Assistant","id":"634900000000101"}`
	require.Equal(t, `{"data":[{`+app+`}]}`, b.get(path, b.v.Token).raw)

	uri := callback(t, verifyWord)
	shown := `"override_callback_uri":"` + strings.ReplaceAll(uri, "/", `\/`) + `"`
	require.Equal(t, `{"success":true,"data":[{`+app+`,`+shown+`}]}`, b.post(path, b.v.Token, overrideBody(uri)).raw)
	require.Equal(t, `{"data":[{`+app+`,`+shown+`}]}`, b.get(path, b.v.Token).raw)
	r := b.get("/v26.0/"+b.v.PhoneNumberID+"?fields=webhook_configuration", b.v.Token)
	require.Equal(t, map[string]any{"whatsapp_business_account": uri}, r.json(t)["webhook_configuration"])

	require.Equal(t, `{"success":true}`, b.post(path, b.v.Token, "{}").raw, "an empty body takes the override away")
	require.Equal(t, `{"data":[{`+app+`}]}`, b.get(path, b.v.Token).raw)
	require.Equal(t, `{"success":true}`, b.send("DELETE", path, b.v.Token, "", "").raw)
	require.Equal(t, `{"data":[]}`, b.get(path, b.v.Token).raw)
	require.Empty(t, b.meta.Violations())
}

// With a gateway the handshake goes there, whatever host is named.
func TestHandshakeAtTheGateway(t *testing.T) {
	b := newBench(t)
	there, err := url.Parse(callback(t, verifyWord))
	require.NoError(t, err)
	d := b.meta.Delivery()
	d.Gateway = "http://" + there.Host
	require.NoError(t, b.meta.SetDelivery(d))
	uri := "https://gw.bank.example" + there.Path
	require.Equal(t, 200, b.post("/v26.0/"+b.v.WABAID+"/subscribed_apps", b.v.Token, overrideBody(uri)).status)
}

func TestOverrideIsRefused(t *testing.T) {
	b := newBench(t)
	path := "/v26.0/" + b.v.WABAID + "/subscribed_apps"
	far := "https://example.com/" + strings.Repeat("x", 181)
	for _, c := range []struct{ body, want string }{
		{`{"override_callback_uri":"https://a.example"}`, hundred("The parameter verify_token is required")},
		{`{"override_callback_uri":"https://a.example","verify_token":""}`, hundred("The parameter verify_token is required")},
		{`{"verify_token":"x"}`, hundred("The parameter override_callback_uri is required")},
		{overrideBody(far), hundred("Param override_callback_uri must be at most 200 characters long")},
		{overrideBody("http://example.com/x"), hundred("Param override_callback_uri must be a secure URL (https)")},
		{overrideBody("ftp://127.0.0.1/x"), hundred("Param override_callback_uri must be a secure URL (https)")},
		{overrideBody("/hooks"), hundred("Param override_callback_uri must be a valid URL")},
		{overrideBody("https://name:word@a.example/"), hundred("Param override_callback_uri must be a valid URL")},
	} {
		golden(t, b.post(path, b.v.Token, c.body), 400, c.want)
	}
	require.Equal(t, `{"data":[]}`, b.get(path, b.v.Token).raw, "nothing was set")
}

func TestHandshakeMustBeRight(t *testing.T) {
	b := newBench(t)
	b.meta.options.HandshakeTimeout = time.Minute
	failed := func(what string) string {
		return `{"error":{"message":"(#2200) Callback verification failed with the following errors: ` + what +
			`","type":"OAuthException","code":2200}}`
	}
	serve := func(h http.HandlerFunc) string {
		server := httptest.NewServer(h)
		t.Cleanup(server.Close)
		return server.URL
	}
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()

	for name, c := range map[string]struct{ uri, want string }{
		"wrong token": {callback(t, "another"), failed("HTTP Status Code = 403; HTTP Message = Forbidden")},
		"redirect": {serve(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) }),
			failed("HTTP Status Code = 302; HTTP Message = Found")},
		"certificate": {secure.URL, failed("curl_errno = 60; curl_error = SSL certificate problem; HTTP Status Code = 0")},
		"not there":   {gone.URL, failed("curl_errno = 7; curl_error = Failed to connect; HTTP Status Code = 0")},
	} {
		t.Run(name, func(t *testing.T) {
			golden(t, b.post("/v26.0/"+b.v.WABAID+"/subscribed_apps", b.v.Token, overrideBody(c.uri)), 400, c.want)
		})
	}
	b.meta.options.HandshakeTimeout = 20 * time.Millisecond
	slow := serve(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	golden(t, b.post("/v26.0/"+b.v.WABAID+"/subscribed_apps", b.v.Token, overrideBody(slow)), 400,
		failed("curl_errno = 28; curl_error = Operation timed out; HTTP Status Code = 0"))

	b.meta.options.HandshakeTimeout = time.Minute
	quoted := serve(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `"`+r.URL.Query().Get("hub.challenge")+`"`)
	})
	r := b.post("/v26.0/"+b.v.WABAID+"/subscribed_apps", b.v.Token, overrideBody(quoted))
	require.Regexp(t, `Response does not match challenge, expected value=\\"\d+\\"`, r.raw)
	require.NotContains(t, r.raw, verifyWord)
}

func TestNumbersOwnAddress(t *testing.T) {
	b := newBench(t)
	path := "/v26.0/" + b.v.PhoneNumberID
	uri := callback(t, verifyWord)
	set := `{"webhook_configuration":` + overrideBody(uri+"?a=b") + `}`
	golden(t, b.post(path, b.v.Token, set), 400, hundred("Before override the current callback uri, your app must be "+
		"subscribed to receive messages for WhatsApp Business Account"))
	b.send("POST", "/v26.0/"+b.v.WABAID+"/subscribed_apps", b.v.Token, "", "")
	require.Equal(t, `{"success":true}`, b.post(path, b.v.Token, set).raw)
	configuration := func(id string) any {
		return b.get("/v26.0/"+id+"?fields=webhook_configuration", b.v.Token).json(t)["webhook_configuration"]
	}
	require.Equal(t, map[string]any{"phone_number": uri + "?a=b"}, configuration(b.v.PhoneNumberID))
	require.Equal(t, map[string]any{}, configuration(b.v.SecondPhoneNumberID))

	form := url.Values{"webhook_configuration": {overrideBody(uri)}}
	require.Equal(t, `{"success":true}`, b.postForm(path, b.v.Token, form).raw)
	require.Equal(t, map[string]any{"phone_number": uri}, configuration(b.v.PhoneNumberID))
	require.Equal(t, `{"success":true}`, b.post(path, b.v.Token, `{"webhook_configuration":{"override_callback_uri":""}}`).raw)
	require.Equal(t, map[string]any{}, configuration(b.v.PhoneNumberID))

	for _, c := range []struct{ body, want string }{
		{`{}`, hundred("The sandbox sets only webhook_configuration here")},
		{`{"webhook_configuration":"x"}`, hundred("Param webhook_configuration must be an object")},
		{`{"webhook_configuration":{}}`, hundred("The parameter webhook_configuration[override_callback_uri] is required")},
		{`{"webhook_configuration":{"override_callback_uri":"https://a.example"}}`,
			hundred("The parameter webhook_configuration[verify_token] is required")},
	} {
		golden(t, b.post(path, b.v.Token, c.body), 400, c.want)
	}
}

func TestAppSubscriptions(t *testing.T) {
	b := newBench(t)
	path := "/v26.0/" + b.v.AppID + "/subscriptions"
	uri := callback(t, verifyWord)
	form := func(changes ...string) url.Values {
		v := url.Values{"object": {whatsAppObject}, "callback_url": {uri}, "verify_token": {verifyWord}, "fields": {"messages,account_update"}}
		for i := 0; i < len(changes); i += 2 {
			v.Set(changes[i], changes[i+1])
		}
		return v
	}
	golden(t, b.get(path, b.v.Token), 400,
		`{"error":{"message":"(#15) This method must be called with an app access_token.","type":"OAuthException","code":15}}`)
	golden(t, b.get(path, b.v.OtherAppID+"|"+b.v.OtherAppSecret), 400, missingObject("get", b.v.AppID))
	require.Equal(t, `{"data":[]}`, b.get(path, b.appToken()).raw)
	golden(t, b.postForm(path, b.appToken(), form("callback_url", "")), 400, hundred("The parameter callback_url is required"))
	golden(t, b.postForm(path, b.appToken(), form("object", "page")), 400,
		hundred("Param object must be one of {whatsapp_business_account}"))
	golden(t, b.postForm(path, b.appToken(), form("fields", "messages,mesages")), 400,
		hundred("Param fields: mesages is not a field of whatsapp_business_account"))
	require.Equal(t, 400, b.postForm(path, b.appToken(), form("verify_token", "wrong")).status)

	require.Equal(t, `{"success":true}`, b.postForm(path, b.appToken(), form()).raw)
	require.Equal(t, `{"data":[{"object":"whatsapp_business_account","callback_url":"`+strings.ReplaceAll(uri, "/", `\/`)+
		`","active":true,"fields":[{"name":"messages","version":"v26.0"},{"name":"account_update","version":"v26.0"}]}]}`,
		b.get(path, b.appToken()).raw)
	r := b.get("/v26.0/"+b.v.PhoneNumberID+"?fields=webhook_configuration", b.v.Token)
	require.Equal(t, map[string]any{"application": uri}, r.json(t)["webhook_configuration"])

	golden(t, b.send("DELETE", path+"?fields=messages", b.appToken(), "", ""), 400, hundred("The parameter object is required"))
	b.send("DELETE", path+"?object=whatsapp_business_account&fields=messages", b.appToken(), "", "")
	require.NotContains(t, b.get(path, b.appToken()).raw, `"messages"`)
	b.send("DELETE", path+"?object=whatsapp_business_account", b.appToken(), "", "")
	require.Equal(t, `{"data":[]}`, b.get(path, b.appToken()).raw)
}

func TestWebhooksSurviveInASnapshot(t *testing.T) {
	b := newBench(t)
	uri := callback(t, verifyWord)
	b.post("/v26.0/"+b.v.WABAID+"/subscribed_apps", b.v.Token, overrideBody(uri))
	b.post("/v26.0/"+b.v.PhoneNumberID, b.v.Token, `{"webhook_configuration":`+overrideBody(uri)+`}`)
	b.postForm("/v26.0/"+b.v.AppID+"/subscriptions", b.appToken(), url.Values{
		"object": {whatsAppObject}, "callback_url": {uri}, "verify_token": {verifyWord}, "fields": {"messages"},
	})
	state := b.meta.State()
	require.Contains(t, string(state), uri)
	for _, secret := range append(b.v.Secrets(), verifyWord) {
		require.NotContains(t, string(state), secret)
	}

	again := newBench(t)
	require.Equal(t, b.v, again.v, "the same seed gives the same values")
	require.NoError(t, again.meta.Restore(state))
	require.Equal(t, string(state), string(again.meta.State()))
	r := again.get("/v26.0/"+b.v.PhoneNumberID+"?fields=webhook_configuration", again.v.Token)
	require.Len(t, r.json(t)["webhook_configuration"], 3)

	require.Error(t, again.meta.Restore([]byte("{")))
	require.Equal(t, string(state), string(again.meta.State()), "nothing changed")
	require.NoError(t, again.meta.Restore([]byte(`{"wabas":{"1":{"2":""}},"apps":null}`)))
	require.NotContains(t, string(again.meta.State()), `"1"`)
	require.Equal(t, 200, again.send("POST", "/v26.0/"+b.v.WABAID+"/subscribed_apps", again.v.Token, "", "").status)
}
