package gateway

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// publicAddress is where the gateway is reached from outside, taken apart.
type publicAddress struct {
	text string // as it was set, without a slash at the end; "" when not set
	host string // lower case, without port
	path string // "" or "/path"
}

func parsePublic(text string) *publicAddress {
	text = strings.TrimRight(text, "/")
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" {
		return &publicAddress{}
	}
	return &publicAddress{text: text, host: strings.ToLower(u.Hostname()), path: u.Path}
}

// readPublicAddress takes the address from the options or the workspace.
func (r *running) readPublicAddress(ctx context.Context) error {
	text := r.options.PublicAddress
	if text == "" {
		err := r.s.p.Store.View(ctx, func(tx app.Tx) (err error) {
			text, err = tx.Setting(app.SettingPublicAddress)
			return err
		})
		if err != nil {
			return err
		}
	}
	r.public.Store(parsePublic(text))
	return nil
}

// hostCheck refuses requests that were meant for another host: a web page that
// got its name pointed at this computer must not reach the gateway through a
// person's browser.
type hostCheck struct {
	public *atomic.Pointer[publicAddress]
}

// allows reports whether the request names an address that is ours: the public
// one, or this computer by number or as localhost. While no public address is
// known, every name is taken.
func (c hostCheck) allows(r *http.Request) bool {
	public := c.public.Load().host
	if public == "" || r.Host == public {
		return true
	}
	host := hostName(r.Host)
	return host == public || isByNumber(host)
}

func hostName(hostPort string) string {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		host = hostPort
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

// isByNumber reports whether a host is named in a way that no other server's
// name can stand for.
func isByNumber(host string) bool {
	return host == "localhost" || net.ParseIP(host) != nil
}

// ShownWebhookURL is a channel's whole webhook address, with "…" in the place of a
// secret that is part of it; "" while there is none. Safe for concurrent use.
func ShownWebhookURL(public string, d protocol.Declaration, c app.Channel) string {
	short := protocol.ShortWebhookAddress(public, d, c)
	if path, ok := strings.CutPrefix(short, "…"); ok {
		return strings.TrimRight(public, "/") + path
	}
	return short
}
