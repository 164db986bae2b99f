package sandbox

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRequestsAreRecordedWithoutSecrets(t *testing.T) {
	b := newBench(t)
	req := b.request(t.Context(), "GET", b.numberPath()+"?fields=id,status&access_token="+b.v.ExpiredToken, b.v.Token, "", "")
	req.Header.Set("User-Agent", "Go-http-client/1.1")
	req.Header.Set("X-Debug", b.v.AppSecret)
	_, err := b.do(req)
	require.NoError(t, err)
	b.get("/v26.0/"+b.v.Token, b.v.Token)
	b.get("/v26.0/"+b.v.WABAID+"/subscribed_apps?verify_token=x", b.v.Token)
	b.send("POST", "/v26.0/"+b.v.WABAID+"/subscribed_apps", b.v.Token, "text/plain", "{}")
	b.send("GET", b.numberPath(), b.v.Token, "application/json", `{"access_token":"x"}`)

	recs := b.meta.Requests()
	require.Len(t, recs, 5)
	require.Equal(t, "/"+b.v.PhoneNumberID, recs[0].Path)
	require.Equal(t, "v26.0", recs[0].Version)
	require.Equal(t, []string{"access_token", "fields"}, recs[0].Query)
	require.Equal(t, "id,status", recs[0].Fields)
	require.Equal(t, "Bearer", recs[0].Header["Authorization"])
	require.True(t, recs[0].TokenInURL)
	require.Equal(t, "header", recs[0].TokenAt)
	require.Equal(t, 200, recs[0].Status)
	require.Equal(t, "/[token]", recs[1].Path)
	require.Equal(t, "other", recs[3].BodyForm)
	require.Equal(t, []string{"access_token"}, recs[4].BodyKeys)

	rules := rulesOf(b.meta)
	for _, rule := range []Rule{RuleTokenInURL, RuleUserAgent, RuleSecretInHeader, RuleSecretInURL, RuleBody, RuleRefused} {
		require.Contains(t, rules, rule)
	}
	all := fmt.Sprintf("%+v %+v", recs, b.meta.Violations())
	for _, secret := range b.v.Secrets() {
		require.NotContains(t, all, secret)
	}
	b.meta.Forget()
	require.Empty(t, b.meta.Requests())
	require.Empty(t, b.meta.Violations())
	b.get(b.numberPath(), b.v.Token)
	require.Equal(t, 6, b.meta.Requests()[0].N)
	require.Equal(t, 200, b.meta.Requests()[0].Status)
}

func TestTokensInOtherPlacesWorkButAreNoted(t *testing.T) {
	b := newBench(t)
	require.Equal(t, 200, b.get(b.numberPath()+"?access_token="+b.v.Token, "").status)
	require.Equal(t, []Rule{RuleTokenInURL}, rulesOf(b.meta))
	path := "/v26.0/" + b.v.WABAID + "/subscribed_apps"
	require.Equal(t, 200, b.post(path, "", `{"access_token":"`+b.v.Token+`"}`).status)
	multipart := "--x\r\nContent-Disposition: form-data; name=\"access_token\"\r\n\r\n" + b.v.Token + "\r\n--x--\r\n"
	require.Equal(t, 200, b.send("POST", path, "", "multipart/form-data; boundary=x", multipart).status)
	recs := b.meta.Requests()
	require.Equal(t, []string{"query", "body", "body"}, []string{recs[0].TokenAt, recs[1].TokenAt, recs[2].TokenAt})
	require.Equal(t, "multipart", recs[2].BodyForm)
}

func TestBodiesAreLimited(t *testing.T) {
	b := newBench(t)
	r := b.post("/v26.0/"+b.v.WABAID+"/subscribed_apps", b.v.Token, `{"a":"`+strings.Repeat("x", maxBody)+`"}`)
	require.Equal(t, 413, r.status)
	require.Equal(t, 413, b.meta.Requests()[0].Status)
}

func TestManyAtOnce(t *testing.T) {
	b := newBench(t)
	uri := callback(t, verifyWord)
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for range 10 {
				b.get(b.numberPath()+"?fields=health_status,webhook_configuration", b.v.Token)
				b.post("/v26.0/"+b.v.WABAID+"/subscribed_apps", b.v.Token, overrideBody(uri))
				b.debug(b.appToken(), b.v.Token)
				b.meta.Inject(Fault{Kind: FaultSlow, Path: fmt.Sprint("/", i), Times: 1})
				b.meta.Change(func(w *World) { w.Businesses[b.v.BusinessID] = Business{ID: b.v.BusinessID, Name: fmt.Sprint(i)} })
				_ = b.meta.Restore(b.meta.State())
			}
		})
	}
	group.Wait()
	require.Len(t, b.meta.Requests(), 240)
	for i, r := range b.meta.Requests() {
		require.Equal(t, i+1, r.N)
		require.Equal(t, 200, r.Status)
	}
	require.Empty(t, b.meta.Violations())
}
