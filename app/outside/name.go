package outside

import (
	"context"
	"errors"
	"net"
	"net/url"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// name looks the address over and asks for its name.
func (r *run) name(ctx context.Context) Step {
	if problem, ok := r.readAddress(); !ok {
		return problem
	}
	host := r.base.Hostname()
	if ip := net.ParseIP(host); ip != nil || host == "localhost" {
		return r.byNumber(host, ip)
	}
	found, err := r.s.p.Resolve(ctx, host)
	if err == nil && len(found) == 0 {
		err = &net.DNSError{IsNotFound: true}
	}
	if err != nil {
		r.nameless = true
		return r.nameLost(host, err)
	}
	for _, a := range found {
		if isPublic(a.IP) {
			return passed(app.Say("{{.Host}} is known", "Host", host))
		}
	}
	return unknown(Server, app.Say("{{.Host}} leads to {{.Address}}, which only this network knows. The provider may find another one, or none.", "Host", host, "Address", found[0].String()),
		app.Say("Ask whether the name leads to a public address outside of this network."))
}

// readAddress takes the channel's address apart; the step tells why there is none.
func (r *run) readAddress() (problem Step, ok bool) {
	c := r.live.Config
	d := r.live.Protocol.Declaration()
	if d.SecretInAddress && c.WebhookSecret.IsEmpty() {
		return failed(You, app.Say("The channel has no webhook secret yet, so it has no address."), app.Say("Generate it on the Channel page, under Webhook and session.")), false
	}
	if c.WebhookURL == "" {
		return failed(You, app.Say("The gateway has no public address yet, so no provider can reach it."), app.Say("Enter it in Settings, under Gateway.")).at("public_address"), false
	}
	u, err := url.Parse(c.WebhookURL)
	if err != nil || u.Host == "" {
		return failed(You, app.Say("The public address cannot be read."), app.Say("Enter it again in Settings, under Gateway.")).at("public_address"), false
	}
	if strings.HasPrefix(c.WebhookURL, app.SandboxPublicAddress+"/") {
		return failed(You, app.Say("This is the example address of the sandbox. It leads nowhere."),
			app.Say("Enter the gateway's own address in Settings, under Gateway. On this computer that is the address at which it listens.")).at("public_address"), false
	}
	base := *u
	if d.SecretInAddress {
		path := protocol.WebhookPath(d, r.live.Channel)
		base.Path, base.RawPath = u.Path[:strings.LastIndex(u.Path, path)+len(path)], ""
	}
	r.base = &base
	r.client = r.s.newClient(r)
	return Step{}, true
}

func (r *run) byNumber(host string, ip net.IP) Step {
	switch {
	case ip == nil || ip.IsLoopback():
		r.local = true
		what := app.Say("This is an address of this computer itself: only programs on it reach it.")
		if r.live.Agent.Sandbox {
			return passed(what)
		}
		return warned(You, what, app.Say("It is good for trying out. For a provider, enter a public address in Settings, under Gateway."))
	case !isPublic(ip):
		return failed(You, app.Say("{{.Host}} is an address inside a network. The provider is outside and cannot reach it.", "Host", host),
			app.Say("Enter a public address in Settings, under Gateway.")).at("public_address")
	}
	return passed(app.Say("The address is a number and needs no name"))
}

func (r *run) nameLost(host string, err error) Step {
	var d *net.DNSError
	if errors.As(err, &d) && d.IsNotFound {
		return failed(Server, app.Say("Nobody knows the name {{.Host}}. The provider cannot find it either.", "Host", host),
			app.Say("Compare the public address in Settings letter by letter. If it is right, its DNS entry is missing: ask who looks after the name to add it."))
	}
	return unknown(You, app.Say("This computer could not ask for the name {{.Host}}.", "Host", host),
		app.Say("Check this computer's connection to the internet, then run the check again.")).coded(shortError(err))
}

// isPublic reports whether an address can be reached from everywhere.
func isPublic(ip net.IP) bool {
	return !ip.IsLoopback() && !ip.IsPrivate() && !ip.IsLinkLocalUnicast() && !ip.IsUnspecified() && !sharedRange.Contains(ip)
}

// sharedRange is what providers of connections use inside their own network.
var sharedRange = net.IPNet{IP: net.IPv4(100, 64, 0, 0).To4(), Mask: net.CIDRMask(10, 32)}
