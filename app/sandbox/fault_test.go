package sandbox

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func (b bench) numberPath() string { return "/v26.0/" + b.v.PhoneNumberID }

func TestGraphFaults(t *testing.T) {
	b := newBench(t)
	for code, status := range map[int]int{
		4: 400, 17: 400, 80007: 400, 613: 400, 1: 500, 2: 503, 190: 401, 10: 403, 200: 403, 3: 500, 368: 403,
		132001: 404, 133004: 503, 131000: 500, 131030: 400,
	} {
		b.meta.Inject(Fault{Kind: FaultGraph, Code: code, Times: 1})
		r := b.get(b.numberPath(), b.v.Token)
		require.Equal(t, status, r.status, code)
		got, _ := r.errorCode(t)
		require.Equal(t, float64(code), got)
		if code == 4 {
			require.Contains(t, r.header.Get("X-App-Usage"), `"call_count":100`)
		}
		if code == 80007 {
			require.Contains(t, r.header.Get("X-Business-Use-Case-Usage"), `"estimated_time_to_regain_access":12`)
		}
	}
	require.Equal(t, 200, b.get(b.numberPath(), b.v.Token).status)
	b.meta.Inject(Fault{Kind: FaultGraph, Code: 2, Times: 1})
	golden(t, b.get(b.numberPath(), b.v.Token), 503, `{"error":{"message":"An unexpected error has occurred. Please retry your `+
		`request later.","type":"OAuthException","code":2,"is_transient":true}}`)
}

func TestFaultsAreChosenByPathMethodAndCount(t *testing.T) {
	b := newBench(t)
	b.meta.Inject(Fault{Kind: FaultGraph, Code: 4, Method: "get", Path: "/*/phone_numbers", Skip: 1, Times: 2})
	numbers := "/v26.0/" + b.v.WABAID + "/phone_numbers"
	var got []int
	for range 4 {
		got = append(got, b.get(numbers, b.v.Token).status, b.get(b.numberPath(), b.v.Token).status)
	}
	require.Equal(t, []int{200, 200, 400, 200, 400, 200, 200, 200}, got)
	require.Empty(t, b.meta.Faults())

	b.meta.Inject(Fault{Kind: FaultGraph, Code: 17})
	require.Equal(t, 400, b.get(b.numberPath(), b.v.Token).status)
	require.Len(t, b.meta.Faults(), 1)
	b.meta.ClearFaults()
	require.Equal(t, 200, b.get(b.numberPath(), b.v.Token).status)
}

func TestFaultsReachTheOperationsOfABatch(t *testing.T) {
	b := newBench(t)
	b.meta.Inject(Fault{Kind: FaultGraph, Code: 4, Path: "/debug_token", Times: 1})
	code, body := b.debug(b.appToken(), b.v.Token)
	require.Equal(t, 400, code)
	require.Equal(t, 4.0, body["error"].(map[string]any)["code"])
	b.meta.Inject(Fault{Kind: FaultHTML, Path: "/debug_token", Status: 502, Times: 1})
	r := b.send("POST", "/v26.0/", b.appToken(), "application/json", `{"batch":[{"relative_url":"debug_token?input_token=x"}]}`)
	require.Equal(t, 502, r.status)
}

func TestBrokenAnswers(t *testing.T) {
	b := newBench(t)
	inject := func(f Fault) reply {
		f.Times = 1
		b.meta.Inject(f)
		return b.get(b.numberPath(), b.v.Token)
	}
	for _, status := range []int{0, 502} {
		r := inject(Fault{Kind: FaultHTML, Status: status})
		require.Equal(t, statusOr(status, 200), r.status)
		require.Equal(t, "text/html; charset=utf-8", r.header.Get("Content-Type"))
		require.Contains(t, r.raw, "<html>")
	}
	r := inject(Fault{Kind: FaultEmpty})
	require.Equal(t, 200, r.status)
	require.Empty(t, r.raw)

	r = inject(Fault{Kind: FaultDeep})
	require.Equal(t, deepLevel, strings.Count(r.raw, "["))
	require.Error(t, json.Unmarshal([]byte(r.raw), new(any)))

	r = inject(Fault{Kind: FaultRedirect, Status: 307, Location: "https://elsewhere.example/"})
	require.Equal(t, 307, r.status)
	require.Equal(t, "https://elsewhere.example/", r.header.Get("Location"))
	require.Equal(t, 302, inject(Fault{Kind: FaultRedirect, Location: "https://elsewhere.example/"}).status)

	r = inject(Fault{Kind: FaultType})
	require.Equal(t, "application/octet-stream", r.header.Get("Content-Type"))
	r = inject(Fault{Kind: FaultUTF8})
	require.False(t, utf8.ValidString(r.raw))
	require.Equal(t, 418, inject(Fault{Kind: FaultStatus}).status)

	r = inject(Fault{Kind: FaultHuge})
	require.Len(t, r.raw, hugeBytes+len(`{"data":""}`))
	require.Len(t, inject(Fault{Kind: FaultHuge, Bytes: 100}).raw, 100+len(`{"data":""}`))
}

func TestBrokenConnections(t *testing.T) {
	b := newBench(t)
	for _, kind := range []FaultKind{FaultCut, FaultHalf} {
		b.meta.Inject(Fault{Kind: kind, Times: 1, Method: http.MethodPost})
		_, err := b.do(b.request(t.Context(), "POST", "/v26.0/"+b.v.WABAID+"/subscribed_apps", b.v.Token, "", ""))
		require.Error(t, err, kind)
	}
	recs := b.meta.Requests()
	require.Equal(t, FaultCut, recs[0].Fault)
	require.Zero(t, recs[0].Status)
	require.Equal(t, FaultHalf, recs[1].Fault)
	require.Contains(t, b.get("/v26.0/"+b.v.WABAID+"/subscribed_apps", b.v.Token).raw, b.v.AppID,
		"half an answer comes after the whole deed")
}

func TestSlowAndHangingAnswersEndWithTheCaller(t *testing.T) {
	b := newBench(t)
	b.meta.Inject(Fault{Kind: FaultSlow, Delay: time.Millisecond, Times: 1})
	require.Equal(t, 200, b.get(b.numberPath(), b.v.Token).status)
	ended := make(chan error)
	start := func(ctx context.Context, f Fault) {
		before := len(b.meta.Requests())
		b.meta.Inject(f)
		go func() {
			_, err := b.do(b.request(ctx, "GET", b.numberPath(), b.v.Token, "", ""))
			ended <- err
		}()
		arrived := func() bool { return len(b.meta.Requests()) > before }
		require.Eventually(t, arrived, time.Minute, time.Millisecond)
	}
	for _, f := range []Fault{{Kind: FaultSlow, Delay: time.Hour, Times: 1}, {Kind: FaultHang, Times: 1}} {
		ctx, cancel := context.WithCancel(t.Context())
		start(ctx, f)
		cancel()
		require.ErrorIs(t, <-ended, context.Canceled)
	}
	start(t.Context(), Fault{Kind: FaultHang})
	b.meta.Close()
	require.Error(t, <-ended, "closing releases what hangs")
}
