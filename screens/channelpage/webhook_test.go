package channelpage

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

func TestAddressIsCopied(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter(frame.PartWebhook)
	b.page.CopyAddress()
	require.Equal(t, "https://wa.nusantara.example/hooks/meta/nb-41c0d7", b.shell.text)
}

func TestMissingPublicAddressLeadsToSettings(t *testing.T) {
	deps := draft()
	deps.view.PublicAddress, deps.view.WebhookURL = "", ""
	b := start(t, kit.ModeLight, deps).enter(frame.PartWebhook)
	b.press("Enter it in Settings")
	require.True(t, b.shell.has("go settings gateway"))
	b.page.CopyAddress()
	require.Empty(t, b.shell.text)
}

func TestProviderIsAskedWhenTheTabIsSeen(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter("")
	require.Zero(t, b.deps.called("read"))
	b.press("Webhook and session")
	require.Equal(t, 1, b.deps.called("read"))
	require.Contains(t, b.texts(), "Meta Cloud does not know this address yet")
	b.press("Read again")
	require.Equal(t, 2, b.deps.called("read"))
}

func TestSettingTheAddress(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter(frame.PartWebhook)
	b.press("Set this address")
	require.Equal(t, 1, b.deps.called("set waba"), "the last of the two")
	require.Contains(t, b.texts(), "Meta Cloud has this address")
	require.Contains(t, b.texts(), "Verified")
}

func TestForeignAddressIsShownBeforeItIsReplaced(t *testing.T) {
	deps := draft()
	foreign := "https://other.example/hook"
	deps.remote = func() (protocol.WebhookState, error) {
		return protocol.WebhookState{Subscribed: true, URL: foreign, Scope: "waba", Addresses: map[string]string{"waba": foreign}, At: fixedNow}, nil
	}
	b := start(t, kit.ModeLight, deps).enter(frame.PartWebhook)
	require.Contains(t, b.texts(), "Meta Cloud has another address")
	b.press("Set this address")
	require.Contains(t, b.texts(), "Replace the address at Meta Cloud?")
	b.press("Keep the old one")
	require.Zero(t, deps.called("set waba"))
	b.press("Set this address")
	b.press("Replace it")
	require.Equal(t, 1, deps.called("set waba"))
}

func TestRefusedAddressSaysWhyInPlace(t *testing.T) {
	deps := draft()
	deps.set = func(string) (protocol.WebhookState, error) {
		return protocol.WebhookState{}, app.NewError(app.CodeProviderRefused, app.Say("Meta could not reach the address."))
	}
	b := start(t, kit.ModeLight, deps).enter(frame.PartWebhook)
	b.press("Set this address")
	require.Contains(t, b.texts(), "Meta could not reach the address.")
}

func TestRemovingAnAddressAsks(t *testing.T) {
	deps := draft()
	deps.remote = func() (protocol.WebhookState, error) {
		u := deps.view.WebhookURL
		return protocol.WebhookState{Subscribed: true, URL: u, Scope: "number", Addresses: map[string]string{"number": u}, At: fixedNow}, nil
	}
	b := start(t, kit.ModeLight, deps).enter(frame.PartWebhook)
	require.Contains(t, b.texts(), "Set for: Only this number. Read today 09:40.")
	b.press("Remove it")
	b.press("Remove it")
	require.Equal(t, 1, deps.called("remove number"))
}

func TestProviderThatDoesNotAnswer(t *testing.T) {
	deps := draft()
	deps.remote = func() (protocol.WebhookState, error) {
		return protocol.WebhookState{}, app.NewError(app.CodeProviderUnreachable, app.Say("Meta did not answer."))
	}
	b := start(t, kit.ModeLight, deps).enter(frame.PartWebhook)
	require.Contains(t, b.texts(), "Meta did not answer.")
	require.Equal(t, 1, deps.called("read"), "not asked again and again")
}

func TestStaleRegistrationWarns(t *testing.T) {
	deps := draft()
	u := deps.view.WebhookURL
	deps.view.Channel.Webhook.Registered = app.Registration{URL: u, At: clock(8, 0), OK: true, Scope: "number", SecretRef: "older"}
	deps.remote = func() (protocol.WebhookState, error) {
		return protocol.WebhookState{Subscribed: true, URL: u, Scope: "number", Addresses: map[string]string{"number": u}, At: fixedNow}, nil
	}
	b := start(t, kit.ModeLight, deps).enter(frame.PartWebhook)
	require.Contains(t, b.texts(), "Meta Cloud still has the old secret")
	require.Contains(t, b.texts(), "Out of date")
}

func TestRegenerateAsksForTheOverlap(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter(frame.PartWebhook)
	b.press("Regenerate")
	require.Contains(t, b.texts(), "Regenerate the webhook secret?")
	b.press("Keep the old one")
	b.press("Regenerate")
	b.press("Regenerate")
	require.Equal(t, 1, b.deps.called("regenerate 24h0m0s"), "a day is the default")
	b.press("Regenerate")
	b.press("For 7 days")
	b.press("Regenerate")
	require.Equal(t, 1, b.deps.called("regenerate 168h0m0s"))
}

func TestLeakIsAnotherLouderQuestion(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter(frame.PartWebhook)
	b.press("Regenerate")
	b.press("Leaked: stop now")
	require.Contains(t, b.texts(), "Stop the webhook secret now?")
	b.press("Stop it now")
	require.Equal(t, 1, b.deps.called("stop"))
}

func TestOldSecretIsToldOf(t *testing.T) {
	deps := draft()
	w := &deps.view.Channel.Webhook
	w.Previous, w.PreviousUntil = app.SecretInfo{Ref: "p", Origin: "p"}, fixedNow.Add(24*time.Hour)
	b := start(t, kit.ModeLight, deps).enter(frame.PartWebhook)
	require.Contains(t, b.texts(), "The old secret is valid until 18 Nov 2026 09:40, not used yet.")
}

func TestWebhookSecretIsCopiedAndRevealed(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter(frame.PartWebhook)
	b.press("Copy the webhook secret")
	require.Equal(t, "copied-webhook_secret", b.shell.secret.Expose())
	b.press("Reveal")
	require.Contains(t, b.texts(), "revealed-webhook_secret")
}

func TestWebhookNeedsTheProtocolFirst(t *testing.T) {
	deps := draft()
	deps.view.Channel.Protocol, deps.view.Channel.Secrets = "", nil
	b := start(t, kit.ModeLight, deps).enter(frame.PartWebhook)
	b.press("Choose the protocol and enter the account first")
	require.Equal(t, frame.PartAccount, b.page.part())
}

func TestPageThatCannotBeReadTriesAgain(t *testing.T) {
	deps := draft()
	deps.get = func() (channel.View, error) { return channel.View{}, errors.New("disk gone") }
	b := start(t, kit.ModeLight, deps).enter("")
	require.Equal(t, kit.StageFailed, b.page.stage.State())
	b.press("Copy details")
	require.Contains(t, b.shell.text, "Code: internal")
	require.NotContains(t, b.shell.text, "disk gone", "the cause is for the log")
	deps.get = nil
	b.press("Try again")
	require.Equal(t, kit.StageReady, b.page.stage.State())
}
