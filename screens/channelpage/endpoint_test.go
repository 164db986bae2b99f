package channelpage

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

func hooks(t *testing.T, d *fakeDeps) *bench {
	t.Helper()
	return start(t, kit.ModeLight, d).enter(frame.PartWebhook)
}

func TestEndpointIsRegistered(t *testing.T) {
	b := hooks(t, qontak())
	require.Contains(t, b.texts(), "Qontak does not know this address yet")
	require.Contains(t, b.texts(), "One registered address holds for the whole Qontak organisation.")
	b.press("Register endpoint")
	require.Equal(t, 1, b.deps.called("register "))
	require.Contains(t, b.texts(), "Registered today 09:40 by Dewi Kartika.")
	require.Contains(t, b.texts(), "Verified")
	require.True(t, b.shell.has("toast Qontak has this address"))
	require.Equal(t, 1, b.deps.called("check"), "the chip and the rail turn by it")
}

func TestWhatIsNotOursIsNotOfferedToUnregister(t *testing.T) {
	for owner, offered := range map[channel.EndpointOwner]bool{
		channel.EndpointOurs: true, channel.EndpointOld: true, channel.EndpointUnknown: true,
		channel.EndpointForeign: false, channel.EndpointSibling: false, channel.EndpointNone: false,
	} {
		deps := registered()
		deps.readEnd = func() (channel.EndpointView, error) {
			return channel.EndpointView{Owner: owner, Shown: "https://other.example/…", At: fixedNow}, nil
		}
		b := hooks(t, deps)
		require.True(t, b.page.hooks.get().webhook.endpoint.remove.Visible())
		b.press("Read what stands there now")
		require.Equal(t, offered, b.page.hooks.get().webhook.endpoint.remove.Visible(), owner)
	}
}

func TestRegistrationWaitsAndIsStopped(t *testing.T) {
	deps := qontak()
	begun := make(chan struct{})
	deps.register = func(ctx context.Context, _ string) (app.RegistrationTry, error) {
		deadline, ok := ctx.Deadline()
		require.True(t, ok)
		require.LessOrEqual(t, time.Until(deadline), registerFor)
		close(begun)
		<-ctx.Done()
		return app.RegistrationTry{At: fixedNow, By: "Dewi Kartika", Result: app.ResultOpen}, app.AsError(ctx.Err())
	}
	b := hooks(t, deps)
	b.page.hooks.get().webhook.endpoint.register("")
	<-begun
	require.Contains(t, b.texts(), "Waiting for Qontak")
	require.Contains(t, b.texts(), "It has up to 30 seconds to answer.")
	require.Contains(t, b.texts(), "Registering")
	b.press("Stop waiting")
	require.Contains(t, b.texts(), "It is not known how the last try ended")
	require.Contains(t, b.texts(), "Read what stands there now")
	require.Empty(t, b.shell.errors)
}

func TestRegistrationGoesOnWhenThePageIsLeft(t *testing.T) {
	deps := qontak()
	begun, goOn := make(chan struct{}), make(chan struct{})
	deps.register = func(ctx context.Context, _ string) (app.RegistrationTry, error) {
		close(begun)
		<-goOn
		return app.RegistrationTry{At: fixedNow, Result: app.ResultRegistered}, ctx.Err()
	}
	b := hooks(t, deps)
	b.page.hooks.get().webhook.endpoint.register("")
	<-begun
	b.page.Leave()
	close(goOn)
	b.settle()
	require.True(t, deps.view.Channel.Webhook.Registered.OK)
	b.enter(frame.PartWebhook)
	require.Contains(t, b.texts(), "Qontak has this address")
}

func TestEveryFailedTryHasItsSentenceAndFix(t *testing.T) {
	for result, want := range map[app.RegistrationResult][]string{
		app.ResultOtherAddress: {"Qontak kept another address", "read what stands there now, and register again."},
		app.ResultEventsOff:    {"Not everything is switched on", "does not report all events"},
		app.ResultRefused:      {"Qontak refused the last try", "Nothing was changed there."},
		app.ResultNotAsked:     {"Qontak was not asked", "Nothing left this computer"},
		app.ResultOpen:         {"It is not known how the last try ended", "no answer came back"},
	} {
		t.Run(string(result), func(t *testing.T) {
			b := hooks(t, failedTry(result))
			for _, text := range append(want, "To fix it:", "Tried today 09:38 by Dewi Kartika.", "Not verified") {
				require.Contains(t, b.texts(), text)
			}
			b.press("Register again")
			require.Contains(t, b.texts(), "Registered today 09:40")
		})
	}
}

func TestFailedTryBringsItsOwnWordsAndDetails(t *testing.T) {
	b := hooks(t, refused())
	require.Contains(t, b.texts(), "Qontak refused the address: the url is invalid.")
	require.Contains(t, b.texts(), "To fix it: look at the public address in Settings, then register again.")
	b.press("Copy details")
	require.Contains(t, b.shell.text, "422 url is invalid")
	require.Contains(t, b.shell.text, "Result: refused")
}

func TestWhatIsMissingLeadsThere(t *testing.T) {
	b := hooks(t, blocked())
	require.Contains(t, b.texts(), "Before the endpoint can be registered")
	require.Contains(t, b.texts(), "• Enter the gateway's public address.")
	require.NotContains(t, b.texts(), "Read what stands there now")
	b.press("Enter the public address")
	require.True(t, b.shell.has("go settings gateway"))
	b.press("Go to account and credentials")
	require.Equal(t, frame.PartAccount, b.page.part())
}

func TestReplacingAsksAndNamesWhoseItIs(t *testing.T) {
	for owner, want := range map[channel.EndpointOwner]string{
		channel.EndpointSibling: "The address of Published stands there. Customers' messages stop arriving in Published",
		channel.EndpointForeign: "An address stands there that is not this agent's.",
		channel.EndpointOld:     "This channel's own address stands there, with an older secret.",
		channel.EndpointUnknown: "Qontak does not tell which address is registered now.",
	} {
		t.Run(string(owner), func(t *testing.T) {
			deps := qontak()
			deps.register = func(_ context.Context, agreed string) (app.RegistrationTry, error) {
				if agreed != "t1" {
					return app.RegistrationTry{}, &channel.Replaces{View: channel.EndpointView{Owner: owner, Sibling: app.Published,
						Shown: "https://other.example/…", Token: "t1", At: fixedNow}}
				}
				return app.RegistrationTry{At: fixedNow, By: "Dewi Kartika", Result: app.ResultRegistered}, nil
			}
			b := hooks(t, deps)
			b.press("Register endpoint")
			require.Contains(t, b.texts(), "Replace the address at Qontak?")
			require.Contains(t, b.texts(), want)
			require.Contains(t, b.texts(), "https://other.example/…")
			b.press("Keep the old one")
			require.Zero(t, deps.called("register t1"))
			b.page.hooks.get().webhook.endpoint.register("")
			b.settle()
			b.press("Replace it")
			require.Equal(t, 1, deps.called("register t1"))
			require.Contains(t, b.texts(), "Qontak has this address")
		})
	}
}

func TestReadingSaysWhatStandsThere(t *testing.T) {
	for _, c := range []struct {
		name        string
		deps        func() *fakeDeps
		view        channel.EndpointView
		box, status string
		seen        string
	}{
		{"gone", registered, channel.EndpointView{Owner: channel.EndpointNone}, "Qontak has no address any more", "Another address", "no address is registered there."},
		{"sibling", registered, channel.EndpointView{Owner: channel.EndpointSibling, Sibling: app.Published}, "Qontak has the address of Published now", "Another address", "the address of Kopi Langit Order Desk in Published stands there."},
		{"foreign", registered, channel.EndpointView{Owner: channel.EndpointForeign, Shown: "https://other.example/…"}, "Qontak has another address now", "Another address", "another address stands there: https://other.example/…"},
		{"old", registered, channel.EndpointView{Owner: channel.EndpointOld}, "Qontak still has the old secret", "Out of date", "with an older secret."},
		{"quiet", registered, channel.EndpointView{Owner: channel.EndpointOurs, EventsOff: []string{"status_message"}}, "Not everything is switched on", "Not verified", "switched off: status_message."},
		{"ours", registered, channel.EndpointView{Owner: channel.EndpointOurs}, "Registered today 09:30 by Dewi Kartika.", "Verified", "with everything switched on."},
		{"unknown", registered, channel.EndpointView{Owner: channel.EndpointUnknown, Shown: "…"}, "Registered today 09:30", "Verified", "Qontak does not tell which address is registered."},
		{"seen after an open try", func() *fakeDeps { return failedTry(app.ResultOpen) }, channel.EndpointView{Owner: channel.EndpointOurs}, "though no registration is noted here", "Verified", "with everything switched on."},
		{"foreign before", qontak, channel.EndpointView{Owner: channel.EndpointForeign, Shown: "https://other.example/…"}, "Qontak does not know this address yet", "Not verified", "https://other.example/…"},
	} {
		t.Run(c.name, func(t *testing.T) {
			deps := c.deps()
			deps.readEnd = func() (channel.EndpointView, error) {
				c.view.At = fixedNow
				return c.view, nil
			}
			b := hooks(t, deps)
			b.press("Read what stands there now")
			require.Contains(t, b.texts(), c.box)
			require.Contains(t, b.texts(), c.status)
			require.Contains(t, b.texts(), "Read today 09:40: ")
			require.Contains(t, b.texts(), c.seen)
		})
	}
}

func TestReadingThatFailsSaysWhy(t *testing.T) {
	deps := registered()
	deps.readEnd = func() (channel.EndpointView, error) {
		return channel.EndpointView{}, app.NewError(app.CodeProviderUnreachable, app.Say("Qontak did not answer."))
	}
	b := hooks(t, deps)
	b.press("Read what stands there now")
	require.Contains(t, b.texts(), "Qontak did not answer.")
	require.Contains(t, b.texts(), "Verified", "nothing is known to be wrong")
}

func TestChangedSecretOrAddressAsksToRegisterAgain(t *testing.T) {
	deps := registered()
	w := &deps.view.Channel.Webhook
	w.Secret.Ref, w.Previous, w.PreviousUntil = "w2", app.SecretInfo{Ref: "w", Origin: "w"}, fixedNow.Add(24*time.Hour)
	b := hooks(t, deps)
	require.Contains(t, b.texts(), "Qontak still has the old secret")
	require.Contains(t, b.texts(), "Messages arrive until the old one ends, 18 Nov 2026 09:40. Registered today 09:30 by Dewi Kartika.")
	require.Contains(t, b.texts(), "Out of date")
	b.press("Register again")
	require.Contains(t, b.texts(), "Verified")

	deps = registered()
	deps.view.Channel.Webhook.Registered.URL = "…/hooks/qontak/old/…"
	require.Contains(t, hooks(t, deps).texts(), "Qontak still has the old address")
}

func TestUnregisteringAsks(t *testing.T) {
	b := hooks(t, registered())
	b.press("Unregister")
	require.Contains(t, b.texts(), "Qontak stops sending this agent's messages in Draft")
	b.press("Keep it registered")
	require.Zero(t, b.deps.called("unregister"))
	b.press("Unregister")
	b.press("Unregister")
	require.Equal(t, 1, b.deps.called("unregister"))
	require.Contains(t, b.texts(), "Unregistered today 09:40 by Dewi Kartika.")
	require.Equal(t, 1, b.deps.called("check"))
}

func TestUnregisteringWhatIsNotOursIsRefused(t *testing.T) {
	deps := registered()
	deps.unregister = func() error {
		return app.NewError(app.CodeConflict, app.Say("The registered address is not this channel's."))
	}
	b := hooks(t, deps)
	b.press("Unregister")
	b.press("Unregister")
	require.Contains(t, b.texts(), "The registered address is not this channel's.")
}

func TestRegenerateRegistersRightAfter(t *testing.T) {
	b := hooks(t, registered())
	b.press("Regenerate")
	require.Contains(t, b.texts(), "Register the endpoint right after")
	b.press("Regenerate")
	require.Equal(t, 1, b.deps.called("regenerate 24h0m0s"))
	require.Equal(t, 1, b.deps.called("register "))
	b.press("Regenerate")
	b.press("Register the endpoint right after")
	b.press("Regenerate")
	require.Equal(t, 2, b.deps.called("regenerate 24h0m0s"))
	require.Equal(t, 1, b.deps.called("register "), "not without the tick")
}

func TestRegenerateOffersNoTickWhereNothingIsRegistered(t *testing.T) {
	b := hooks(t, coster())
	b.press("Regenerate")
	require.NotContains(t, b.texts(), "Register the endpoint right after")
	require.Contains(t, b.texts(), "until Coster has the new address")
}

func TestFailedStepRegisters(t *testing.T) {
	b := start(t, kit.ModeLight, qontak()).enter("")
	require.NotContains(t, b.texts(), "Show me where")
	b.press("Register endpoint")
	require.Equal(t, frame.PartWebhook, b.page.part())
	require.Equal(t, 1, b.deps.called("register "))
}

func TestAddressWithItsSecretIsCopiedAsASecret(t *testing.T) {
	b := hooks(t, qontak())
	require.Equal(t, "https://wa.kopilangit.example/hooks/qontak/kl-7f3a9c/…", b.page.hooks.get().webhook.url.Text())
	b.press("Copy")
	require.Equal(t, 1, b.deps.called("whole address"))
	require.Contains(t, b.shell.secret.Expose(), "/s3cret")
	require.Empty(t, b.shell.text)
	b.deps.view.Channel.Webhook.Secret = app.SecretInfo{}
	b.page.Reload()
	b.settle()
	b.page.CopyAddress()
	require.True(t, b.shell.has("toast There is no webhook secret yet, and the address ends with it"))
}

func TestProviderWhoseStaffSetTheAddress(t *testing.T) {
	b := hooks(t, coster())
	require.Contains(t, b.texts(), "Only Coster's staff can set the webhook address.")
	require.NotContains(t, b.texts(), "Register endpoint")
	b.press("Hand over")
	require.True(t, b.shell.has("go handoff "))
}
