package sandbox

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestQontakFaults(t *testing.T) {
	b := newQontakBench(t)
	inject := func(f Fault) reply {
		f.Times, f.Path = 1, "/message_interactions"
		b.k.Inject(f)
		require.Equal(t, 200, b.get("/integrations").status, "another path")
		return b.get("/message_interactions")
	}
	inject(Fault{Kind: FaultError, Code: 502}).refused(t, 502, "Bad Gateway")
	inject(Fault{Kind: FaultError}).refused(t, 500, "Internal Server Error")
	inject(Fault{Kind: FaultError, Code: 429, Text: "Slow down"}).refused(t, 429, "Slow down")
	r := inject(Fault{Kind: FaultGateway, Status: 504, Text: "The upstream server is timing out"})
	require.Equal(t, 504, r.status)
	require.JSONEq(t, `{"message":"The upstream server is timing out"}`, r.raw)
	require.Equal(t, 503, inject(Fault{Kind: FaultGateway}).status)
	require.Contains(t, inject(Fault{Kind: FaultHTML, Status: 502}).raw, "<html>")
	require.Empty(t, inject(Fault{Kind: FaultEmpty}).raw)
	require.Equal(t, 201, inject(Fault{Kind: FaultStatus, Status: 201}).status)
	require.Equal(t, "application/octet-stream", inject(Fault{Kind: FaultType}).header.Get("Content-Type"))

	body := `{"status_message":true,"url":"` + hookURL + `"}`
	for _, kind := range []FaultKind{FaultCut, FaultHalf} {
		b.k.Inject(Fault{Kind: kind, Method: "PUT", Times: 1})
		_, err := b.do(b.request(t.Context(), "PUT", bearerBase+"/message_interactions", b.v.Token, "application/json", body))
		require.Error(t, err, kind)
		require.Equal(t, kind == FaultHalf, b.k.Endpoint().URL == hookURL, "half an answer comes after the whole deed")
	}
	require.Empty(t, b.k.Faults())
}

func TestQontakKeepsNoSecretOfARequest(t *testing.T) {
	b := newQontakBench(t)
	b.call("PUT", "/message_interactions", `{"status_message":true,"url":"`+hookURL+`"}`)
	b.get("/integrations?query=" + b.v.Token)
	b.get("/integrations/" + b.v.HMACClientSecret)
	req := b.request(t.Context(), "POST", bearerBase+direct, b.v.Token, "application/json", `{"access_token":"x"}`)
	req.Header.Set("X-Debug", b.v.UserToken)
	req.Header.Set("Referer", hookURL)
	_, err := b.do(req)
	require.NoError(t, err)
	recs := b.k.Requests()
	require.Equal(t, "qontak", recs[0].Provider)
	require.Equal(t, "api/open/v1", recs[0].Version)
	require.Equal(t, "/message_interactions", recs[0].Path)
	require.Equal(t, []string{"status_message", "url"}, recs[0].BodyKeys)
	require.Equal(t, "Bearer", recs[0].Header["Authorization"])
	require.Equal(t, 200, recs[0].Status)
	all := fmt.Sprintf("%+v %+v", recs, b.k.Violations())
	for _, secret := range append(b.v.Secrets(), hookURL) {
		require.NotContains(t, all, secret)
	}
	rules := rulesIn(b.k.Violations())
	require.Contains(t, rules, RuleSecretInURL)
	require.Contains(t, rules, RuleSecretInHeader)
}

func TestQontakManyAtOnce(t *testing.T) {
	b := newQontakBench(t)
	b.k.Change(func(w *QontakWorld) { w.Limits = QontakLimits{} })
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			for range 5 {
				b.get("/integrations?limit=100")
				b.call("PUT", "/message_interactions", `{"status_message":true,"url":"`+hookURL+`"}`)
				b.call("POST", direct, b.broadcast())
				b.call("POST", "/templates/whatsapp", newTemplate)
				_ = b.k.Restore(b.k.StateWithAddresses())
				b.k.Messages()
			}
		})
	}
	group.Wait()
	require.Len(t, b.k.Messages(), 30)
	require.Len(t, b.k.Requests(), 120)
}
