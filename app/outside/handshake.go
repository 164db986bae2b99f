package outside

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// waits is why a step that sends secrets does not run, or ok.
func (r *run) waits() (Step, bool) {
	switch {
	case r.base == nil:
		return skipped(app.Say("Waits for an address")), true
	case !r.ours:
		return skipped(app.Say("Waits for the gateway. Secrets are sent to nobody else")), true
	case !r.trusted:
		return skipped(app.Say("Waits for the certificate. Secrets are not sent without one")), true
	}
	return Step{}, false
}

// handshake asks the provider's question with the right and with a wrong secret.
func (r *run) handshake(ctx context.Context) Step {
	prober, ok := r.live.Protocol.(protocol.WebhookProber)
	if !ok {
		return skipped(app.Say("{{.Provider}} asks no question", "Provider", r.provider))
	}
	if step, ok := r.waits(); ok {
		return step
	}
	if r.live.Config.WebhookSecret.IsEmpty() {
		return failed(You, app.Say("The channel has no webhook secret yet, so the question has no answer."),
			app.Say("Generate it on the Channel page, under Webhook and session.")).at(app.WebhookSecretName)
	}
	a, want, err := r.question(ctx, prober, r.live.Config.WebhookSecret)
	if err != nil {
		return r.broke(err)
	}
	if a.status != http.StatusOK || a.body != want {
		return r.notAnswered(a, want)
	}
	a, want, err = r.question(ctx, prober, app.NewSecret(randomWord()))
	switch {
	case err != nil:
		return r.broke(err)
	case a.status < http.StatusBadRequest || strings.Contains(a.body, want):
		return failed(Server, app.Say("A question with a wrong secret was answered too. So anybody could claim this address."),
			app.Say("Something in front of the gateway answers in its place. Ask who runs the server.")).coded(codeOf(a))
	}
	return passed(app.Say("Right secret answered, wrong one refused"))
}

func (r *run) question(ctx context.Context, p protocol.WebhookProber, secret app.Secret) (answer, string, error) {
	query, want := p.ProbeHandshake(secret, strconv.FormatUint(randomNumber(), 10))
	u := *r.base
	u.RawQuery = query.Encode()
	a, err := r.client.get(ctx, u.String())
	return a, want, err
}

func (r *run) notAnswered(a answer, want string) Step {
	switch {
	case a.status == http.StatusOK && strings.Contains(a.body, want):
		return failed(Server, app.Say("The answer is right, but something was added to it. {{.Provider}} wants it bare.", "Provider", r.provider),
			app.Say("Ask who runs the server to pass answers on unchanged.")).coded(codeOf(a))
	case a.status == http.StatusOK && strings.Contains(a.body, ownPage):
		return failed(Server, app.Say("The question does not reach the gateway: what stands behind the question mark is lost on the way."),
			app.Say("Ask who runs the server to pass the whole address on.")).coded(codeOf(a))
	}
	return r.refusedByUs(a)
}

// refusedByUs says why our gateway does not take what is right here.
func (r *run) refusedByUs(a answer) Step {
	other := app.Say("The gateway there works with another data folder, or reads this one only after a restart. Open that one, or move this agent there.")
	switch {
	case strings.Contains(a.body, protocol.SelfTestClock):
		return failed(You, app.Say("The clocks of this computer and of the gateway are more than ten minutes apart."), app.Say("Set the clock that is wrong.")).coded(codeOf(a))
	case a.status == http.StatusNotFound:
		return failed(Server, app.Say("Channel Desk runs there, but does not know this channel."), other).coded(codeOf(a))
	case a.status == http.StatusForbidden, a.status == http.StatusUnauthorized:
		return failed(Server, app.Say("Channel Desk runs there, but has another secret for this channel than this computer."), other).coded(codeOf(a))
	case a.status == http.StatusServiceUnavailable:
		return failed(Server, app.Say("The gateway cannot serve this channel at the moment, most often because it cannot read its secrets."),
			app.Say("Look at the gateway's log, and see that its secret store is open.")).coded(codeOf(a))
	}
	return failed(Server, app.Say("The gateway gave an answer that no provider expects."), app.Say("Look at the gateway's log at this time.")).coded(codeOf(a))
}

// broke is a connection that failed though an earlier one did not.
func (r *run) broke(err error) Step {
	return unknown(Server, app.Say("The connection failed in the middle of the check."), app.Say("Run the check again. If it stays, ask who runs the server.")).coded(shortError(err))
}

func randomWord() string {
	var b [24]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

func randomNumber() uint64 {
	var n uint64
	var b [7]byte
	_, _ = rand.Read(b[:])
	for _, x := range b {
		n = n<<8 | uint64(x)
	}
	return n
}
