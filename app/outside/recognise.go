package outside

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"channeldesk/app"
)

// ownPage begins what our gateway shows to a person who opens a webhook address.
const ownPage = "This is a webhook address of Channel Desk."

// recognise says who answered.
func (r *run) recognise(a answer) Step {
	switch {
	case a.status == http.StatusOK && strings.Contains(a.body, ownPage):
		return passed(app.Say("Channel Desk answered in {{.N}} ms", "N", max(1, a.took.Milliseconds())))
	case a.status >= 300 && a.status < 400:
		return r.passedOn(a)
	}
	for _, known := range []func(answer) (Step, bool){r.ownProblem, r.tunnel, r.guarded, r.proxy} {
		if step, ok := known(a); ok {
			return step.coded(codeOf(a))
		}
	}
	return r.stranger(a).coded(codeOf(a))
}

// passedOn is an answer that sends the asker elsewhere.
func (r *run) passedOn(a answer) Step {
	to := a.header.Get("Location")
	target, err := r.base.Parse(to)
	if err != nil {
		target = &url.URL{}
	}
	host := plain(target.Hostname())
	if strings.HasSuffix(host, "cloudflareaccess.com") || strings.Contains(strings.ToLower(target.Path), "login") || strings.Contains(strings.ToLower(target.Path), "signin") {
		return failed(Server, app.Say("The address asks the visitor to sign in at {{.Host}}. A provider cannot do that.", "Host", host),
			app.Say("Ask who runs the server to let the paths that begin with /hooks/ through without signing in.")).coded(codeOf(a))
	}
	if host == r.base.Hostname() {
		return failed(Server, app.Say("The address passes the visitor on to another path of the same server. Providers do not follow, and the message is lost."),
			app.Say("Ask who runs the server to answer under exactly this address, without passing on.")).coded(codeOf(a))
	}
	return failed(Server, app.Say("The address passes the visitor on to {{.Host}}. Providers do not follow, and the message is lost.", "Host", host),
		app.Say("Enter the address to which it leads as the public address, or ask who runs the server not to pass on.")).coded(codeOf(a))
}

// ownProblem is our gateway, which does not find what it was asked for.
func (r *run) ownProblem(a answer) (Step, bool) {
	var p struct {
		Code, Type string
	}
	if !strings.HasPrefix(a.header.Get("Content-Type"), "application/problem+json") || json.Unmarshal([]byte(a.body), &p) != nil || !strings.HasPrefix(p.Type, "/docs#") {
		return Step{}, false
	}
	if p.Code == "wrong_host" {
		return failed(Server, app.Say("Channel Desk runs there, but is told another name than {{.Host}}: the server in front of it does not pass the name on, or the gateway has another public address.", "Host", r.base.Hostname()),
			app.Say("Let the server in front pass the Host header on, and compare the public address in Settings.")), true
	}
	return failed(Server, app.Say("Channel Desk runs there, but not under this path: the server in front of it changes the path."),
		app.Say("Let the server in front pass the whole path on, from /hooks/ to its end.")), true
}

// tunnel is a tunnel's own page in place of the gateway.
func (r *run) tunnel(a answer) (Step, bool) {
	name := ""
	switch lower := strings.ToLower(a.body); {
	case a.header.Get("Ngrok-Error-Code") != "", strings.Contains(lower, "err_ngrok_"), strings.Contains(lower, "cdn.ngrok.com"):
		name = "ngrok"
	case a.status == 530, strings.Contains(lower, "argo tunnel error"), strings.Contains(lower, "cloudflare tunnel error"), strings.Contains(lower, "error 1033"):
		name = "Cloudflare"
	case strings.Contains(lower, "bypass-tunnel-reminder"), strings.Contains(lower, "localtunnel"):
		name = "localtunnel"
	default:
		return Step{}, false
	}
	if a.status == http.StatusOK || strings.Contains(a.body, "ERR_NGROK_6024") || name == "localtunnel" && a.status != http.StatusServiceUnavailable {
		return failed(Server, app.Say("{{.Name}} puts its own warning page in front of the gateway. A provider that meets it takes the message for delivered, or gives up.", "Name", name),
			app.Say("Switch the warning page off in the tunnel, which often needs a paid plan, or use a server of your own.")), true
	}
	return failed(Server, app.Say("The tunnel of {{.Name}} answers, but the gateway is not connected to it.", "Name", name),
		app.Say("Start the tunnel and the gateway, and see that the tunnel leads to the address at which the gateway listens.")), true
}

// guarded is something that wants to know who asks.
func (r *run) guarded(a answer) (Step, bool) {
	lower := strings.ToLower(a.body)
	switch {
	case a.header.Get("Cf-Mitigated") != "", strings.Contains(lower, "just a moment...") && strings.Contains(lower, "challenge"):
		return failed(Server, app.Say("A protection against robots asks the visitor to prove that it is a person. A provider is none."),
			app.Say("Ask who runs the server to let the paths that begin with /hooks/ through.")), true
	case a.status == http.StatusUnauthorized:
		return failed(Server, app.Say("The address asks for a user name and a password. A provider has none."),
			app.Say("Ask who runs the server to let the paths that begin with /hooks/ through.")), true
	case a.status == http.StatusForbidden:
		return failed(Server, app.Say("A server in front of the gateway refuses the visitor."),
			app.Say("Ask who runs the server which rule refuses it, and to let the paths that begin with /hooks/ through.")), true
	}
	return Step{}, false
}

// proxy is a server in front of a gateway that is not there.
func (r *run) proxy(a answer) (Step, bool) {
	switch {
	case a.status == http.StatusBadGateway, a.status == http.StatusServiceUnavailable, a.status == http.StatusGatewayTimeout, a.status >= 520 && a.status < 530:
		return failed(Server, app.Say("The server in front answers, but does not find the gateway behind it."),
			app.Say("Start the gateway, and see that the server in front leads to the address at which it listens.")), true
	}
	return Step{}, false
}

var titleOf = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)

// stranger is some other server.
func (r *run) stranger(a answer) Step {
	fix := app.Say("See where the name leads, and let the paths that begin with /hooks/ go to the gateway.")
	if m := titleOf.FindStringSubmatch(a.body); m != nil && plain(m[1]) != "" {
		return failed(Server, app.Say("Something else than Channel Desk answers there: a page called “{{.Title}}”.", "Title", cut(plain(m[1]))), fix)
	}
	return failed(Server, app.Say("Something else than Channel Desk answers there."), fix)
}

// codeOf is what a person who helps may ask for.
func codeOf(a answer) string {
	code := "HTTP " + strconv.Itoa(a.status)
	for _, name := range []string{"Server", "Ngrok-Error-Code"} {
		if v := plain(a.header.Get(name)); v != "" {
			code += " · " + cut(v)
		}
	}
	return code
}
