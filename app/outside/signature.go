package outside

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// signature sends a self-test in the way of the provider, and once more as a
// stranger would.
func (r *run) signature(ctx context.Context) Step {
	if step, ok := r.waits(); ok {
		return step
	}
	prober, signs := r.live.Protocol.(protocol.WebhookProber)
	switch {
	case !signs && !r.live.Protocol.Declaration().SecretInAddress:
		return skipped(app.Say("{{.Provider}} proves nothing that could be tried", "Provider", r.provider))
	case r.live.Config.WebhookSecret.IsEmpty():
		return failed(You, app.Say("The channel has no webhook secret yet, so nothing can be tried."),
			app.Say("Generate it on the Channel page, under Webhook and session.")).at(app.WebhookSecretName)
	}
	body, want := r.selfTest()
	right, name, value := r.live.Config.WebhookURL, "", ""
	if signs {
		var err error
		if name, value, err = prober.ProbeSign(body, r.live.Config); err != nil {
			e := app.AsError(err)
			return failed(You, e.What, e.Fix).at(e.Field)
		}
	}
	a, err := r.client.post(ctx, right, string(body), name, value)
	if err != nil {
		return r.broke(err)
	}
	if a.status != http.StatusOK || strings.TrimSpace(a.body) != want {
		return r.notTaken(a)
	}
	return r.stranded(ctx, signs)
}

// stranded does the same without the proof, which must be refused.
func (r *run) stranded(ctx context.Context, signs bool) Step {
	body, _ := r.selfTest()
	u, what := r.live.Config.WebhookURL, app.Say("Signed message taken, unsigned one refused")
	if !signs {
		what = app.Say("Right address takes messages, wrong one refuses")
		u = wrongSecret(u)
	}
	a, err := r.client.post(ctx, u, string(body), "", "")
	switch {
	case err != nil:
		return r.broke(err)
	case a.status < http.StatusBadRequest:
		return failed(Server, app.Say("A message without proof was taken too. So anybody could pretend to be {{.Provider}}.", "Provider", r.provider),
			app.Say("Something in front of the gateway answers in its place, or adds the proof. Ask who runs the server.")).coded(codeOf(a))
	}
	return passed(what)
}

func (r *run) selfTest() (body []byte, want string) {
	return protocol.MakeSelfTest(r.live.Config.WebhookSecret, r.live.Channel.Key, r.s.p.Clock.Now())
}

func (r *run) notTaken(a answer) Step {
	switch {
	case a.status == http.StatusOK:
		return failed(Server, app.Say("Something took the message, but not this gateway: its answer lacks the proof. An older version of Channel Desk answers so too."),
			app.Say("See where messages go behind this address, and bring the gateway to the version of this program.")).coded(codeOf(a))
	case a.status == http.StatusUnauthorized:
		return failed(Server, app.Say("The gateway refused a rightly signed message: it has another App Secret, or a server in front of it changes messages on the way."),
			app.Say("Compare the App Secret at the gateway, and ask who runs the server to pass messages on unchanged.")).coded(codeOf(a))
	case a.status == http.StatusMethodNotAllowed:
		return failed(Server, app.Say("The address can be opened, but nothing can be sent to it."), app.Say("Ask who runs the server to let POST through.")).coded(codeOf(a))
	case a.status >= 300 && a.status < 400:
		return r.passedOn(a)
	}
	return r.refusedByUs(a)
}

// wrongSecret replaces the last part of an address.
func wrongSecret(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address + "x"
	}
	u.RawPath = ""
	u.Path = u.Path[:strings.LastIndex(u.Path, "/")+1] + randomWord()
	return u.String()
}
