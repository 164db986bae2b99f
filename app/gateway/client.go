package gateway

import (
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"
)

// client is who asks.
type client struct {
	// address is the computer that asks: behind a trusted proxy, the one that the
	// proxy names.
	address netip.Addr
	// direct is true when no proxy of any kind stands between.
	direct bool
}

// clientOf finds out who asks. What X-Forwarded-For says counts only as far as
// it was written by trusted proxies: the last address that is none of them is
// the one.
func (r *running) clientOf(q *http.Request) client {
	peer := addressOf(q.RemoteAddr)
	forwarded := q.Header.Values("X-Forwarded-For")
	c := client{address: peer, direct: len(forwarded) == 0 && q.Header.Get("Forwarded") == "" && q.Header.Get("X-Real-Ip") == ""}
	if !isOneOf(peer, r.options.TrustedProxies) {
		return c
	}
	hops := strings.Split(strings.Join(forwarded, ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		a, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		c.address = a.Unmap()
		if !isOneOf(c.address, r.options.TrustedProxies) {
			break
		}
	}
	return c
}

func addressOf(hostPort string) netip.Addr {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		return netip.Addr{}
	}
	a, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Addr{}
	}
	return a.Unmap().WithZone("")
}

func isOneOf(a netip.Addr, list []netip.Prefix) bool {
	for _, p := range list {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// log writes a line for a request. What went well is for finding faults only.
// Neither query nor body is ever written: both may hold secrets and numbers.
func (r *running) log(w *watched, q *http.Request, took time.Duration) {
	level, status, v := slog.LevelDebug, w.status, w.visit
	switch {
	case status >= http.StatusInternalServerError:
		level = slog.LevelWarn
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		level = slog.LevelInfo
	}
	l := r.s.p.Log
	if !l.Enabled(q.Context(), level) {
		return
	}
	if v.id == "" { // of a webhook that was taken
		v = visit{id: newRequestID(), client: r.clientOf(q)}
	}
	l.Log(q.Context(), level, "request", "request", v.id, "method", methodName(q.Method), "path", maskPath(q.URL.Path, r.public.Load().path), "status", status,
		"from", v.client.address.String(), "took_ms", took.Milliseconds())
}
