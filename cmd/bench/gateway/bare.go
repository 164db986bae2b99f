//go:build linux

package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"time"
)

const (
	appSecret       = "0123456789abcdef0123456789abcdef"
	signatureHeader = "X-Hub-Signature-256"
)

func sign(body []byte) string {
	mac := hmac.New(sha256.New, []byte(appSecret))
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

// serveBare reads a webhook, checks its signature and answers.
func serveBare(ctx context.Context) error {
	return serve(ctx, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || !hmac.Equal([]byte(sign(body)), []byte(r.Header.Get(signatureHeader))) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_, _ = io.WriteString(w, "OK\n")
	}))
}

// serveProvider takes messages as Meta does, and takes its time.
func serveProvider(ctx context.Context, delay time.Duration) error {
	var n atomic.Int64
	return serve(ctx, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		time.Sleep(delay)
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"messaging_product":"whatsapp","contacts":[{"input":"6281255507001","wa_id":"6281255507001"}],"messages":[{"id":"wamid.sent%d"}]}`, n.Add(1))
	}))
}
