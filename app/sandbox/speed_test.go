package sandbox

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// BenchmarkSend measures one template message with states and webhooks off, and
// with both on: the handler alone, without the cost of a connection.
func BenchmarkSend(b *testing.B) {
	for name, d := range map[string]Delivery{"quiet": {NoStates: true}, "states": DefaultDelivery()} {
		b.Run(name, func(b *testing.B) {
			meta := NewMeta(Options{Delivery: &d})
			defer meta.Close()
			meta.Change(func(w *World) { w.Limits = MetaLimits{} })
			v := meta.Sample()
			i := 0
			for b.Loop() {
				i++
				body := templateBody(fmt.Sprintf("+62812%08d", i), v.Template, "id", bodyValues("Rina", "NB-7"))
				req := httptest.NewRequest(http.MethodPost, "/v26.0/"+v.PhoneNumberID+"/messages", bytes.NewReader([]byte(body)))
				req.Header.Set("Content-Type", "application/json")
				req.Header.Set("User-Agent", "channeldesk-test/1.0.0")
				req.Header.Set("Authorization", "Bearer "+v.Token)
				w := httptest.NewRecorder()
				meta.ServeHTTP(w, req)
				if w.Code != http.StatusOK {
					b.Fatal(w.Body.String())
				}
			}
		})
	}
}

// BenchmarkSendOverHTTP is the same over a connection that is kept.
func BenchmarkSendOverHTTP(b *testing.B) {
	meta := NewMeta(Options{Delivery: &Delivery{NoStates: true}})
	server := httptest.NewServer(meta)
	defer server.Close()
	defer meta.Close()
	meta.Change(func(w *World) { w.Limits = MetaLimits{} })
	v := meta.Sample()
	i := 0
	for b.Loop() {
		i++
		body := templateBody(fmt.Sprintf("+62812%08d", i), v.Template, "id", bodyValues("Rina", "NB-7"))
		req, _ := http.NewRequestWithContext(b.Context(), http.MethodPost, server.URL+"/v26.0/"+v.PhoneNumberID+"/messages", bytes.NewReader([]byte(body)))
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("User-Agent", "channeldesk-test/1.0.0")
		req.Header.Set("Authorization", "Bearer "+v.Token)
		res, err := http.DefaultClient.Do(req)
		if err != nil || res.StatusCode != http.StatusOK {
			b.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
	}
}
