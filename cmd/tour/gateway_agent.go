//go:build linux

package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"time"
)

// agentServer is the agent's own address, to which the gateway forwards.
type agentServer struct {
	*httptest.Server
	mu  sync.Mutex
	got []forwarded
}

// forwarded is one post with its signature.
type forwarded struct{ body, signature string }

func newAgentServer() *agentServer {
	a := &agentServer{}
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		a.got = append(a.got, forwarded{string(body), r.Header.Get("X-ChannelDesk-Signature")})
	}))
	return a
}

// texts are what customers wrote, and how many posts were not signed with the
// secret.
func (a *agentServer) texts(secret string) (texts []string, unsigned int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, f := range a.got {
		stamp, _, _ := strings.Cut(strings.TrimPrefix(f.signature, "t="), ",")
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(stamp + "." + f.body))
		if f.signature != "t="+stamp+",v1="+hex.EncodeToString(mac.Sum(nil)) {
			unsigned++
		}
		var e struct{ Event, Text string }
		if json.Unmarshal([]byte(f.body), &e) == nil && e.Event == "message" {
			texts = append(texts, e.Text)
		}
	}
	return texts, unsigned
}

// whatComesIn looks at the third part of the Channel page, takes the signing
// secret there, and checks with it what the agent's own server got.
func whatComesIn(g *guide) {
	g.page("Channel")
	g.click("What comes in")
	g.waitText("Message (text)", "Delivery state", "Applied", "Forwarding to your agent", "1 running")
	g.photo("incoming")
	copied := func(seen) bool { return strings.HasPrefix(fromClipboard(), "fwd_") }
	g.click("Copy the signing secret")
	if _, ok := g.until(2*time.Second, copied); !ok {
		g.click("Copy the signing secret") // what came in meanwhile moved the button away from the mouse
	}
	g.wait("the signing secret in the clipboard", copied)
	g.signer = strings.TrimSpace(fromClipboard())
	g.keep("a signing secret", g.signer)
	g.wait("what is forwarded", func(seen) bool {
		texts, unsigned := g.agent.texts(g.signer)
		if unsigned > 0 {
			g.fail("%d posts to the agent are not signed with the secret that the page gives", unsigned)
		}
		return slices.Equal(texts, []string{firstWords})
	})
}
