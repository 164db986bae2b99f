package channelpage

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/screens/kit"
)

const goodSecret = "0123456789abcdef0123456789abcdef"

// paste replaces a stored secret by the keyboard.
func (b *bench) paste(name, value string) *secretBox {
	b.t.Helper()
	f := b.page.secrets.box(name)
	require.NotNil(b.t, f)
	if !f.field.IsEmpty() {
		f.field.StartReplacing()
	} else {
		f.field.Focus()
	}
	e := b.shell.win.Canvas().Focused()
	test.Type(e, value)
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.settle()
	return f
}

func TestSecretIsReplaced(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter("")
	f := b.paste("app_secret", goodSecret)
	saved := b.deps.edits()
	require.Len(t, saved, 1)
	require.Equal(t, goodSecret, saved[0].Secrets["app_secret"].Expose())
	require.False(t, f.field.IsReplacing())
	require.Contains(t, b.texts(), "Replaced 17 Nov 2026 by Dewi Kartika")
	require.NotContains(t, b.texts(), goodSecret)
}

func TestUnusualFormWarnsAndNeverRefuses(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter("")
	b.paste("app_secret", "short")
	require.Empty(t, b.deps.edits())
	require.Contains(t, b.texts(), "An App Secret usually has 32 characters.")
	b.press("Save it anyway")
	require.Equal(t, "short", b.deps.edits()[0].Secrets["app_secret"].Expose())
	require.NotContains(t, b.texts(), "usually has 32")
}

func TestSecretInTheWrongBoxIsMoved(t *testing.T) {
	deps := draft()
	deps.recognise = func(field, _ string, ask bool) (protocol.Placement, bool) {
		require.False(t, ask, "nobody is asked with a secret")
		return protocol.Placement{Field: "access_token", Label: "Access token"}, field == "app_secret"
	}
	b := start(t, kit.ModeLight, deps).enter("")
	f := b.paste("app_secret", "EAAtokentokentoken")
	b.press("Move it there")
	require.Equal(t, "EAAtokentokentoken", deps.edits()[0].Secrets["access_token"].Expose())
	require.False(t, f.field.IsReplacing())
}

func TestRevealShowsAndMaskHides(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter("")
	b.press("Reveal")
	require.Equal(t, 1, b.deps.called("reveal app_secret"))
	require.Contains(t, b.texts(), "revealed-app_secret")
	b.page.Leave()
	require.NotContains(t, b.texts(), "revealed-app_secret")
}

func TestRevealThatFailsSaysWhy(t *testing.T) {
	deps := draft()
	deps.reveal = func(string) (app.Secret, error) {
		return app.Secret{}, app.NewError(app.CodeSecretsUnavailable, app.Say("The keychain is locked.")).WithFix(app.Say("Unlock it."))
	}
	b := start(t, kit.ModeLight, deps).enter("")
	b.press("Reveal the Access token")
	require.Contains(t, b.texts(), "The keychain is locked. Unlock it.")
}

func TestLockedKeychainIsExplainedAndTriedAgain(t *testing.T) {
	deps := draft()
	deps.store = app.SecretStoreStatus{Kind: app.SecretsInKeychain,
		Problem: app.NewError(app.CodeSecretsUnavailable, app.Say("The keychain is locked.")).WithFix(app.Say("Unlock it and try again."))}
	b := start(t, kit.ModeLight, deps).enter("")
	require.Contains(t, b.texts(), "The keychain is locked. Unlock it and try again.")
	deps.mu.Lock()
	deps.store = app.SecretStoreStatus{Kind: app.SecretsInFile, Usable: true}
	deps.mu.Unlock()
	b.press("Try again")
	require.NotContains(t, b.texts(), "The keychain is locked")
	require.Contains(t, b.texts(), "Stored in an encrypted file on this computer")
}

func TestVerifyRunsTheCheckAndRequestIsCopied(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter("")
	b.press("Verify now")
	require.Equal(t, 1, b.deps.called("check"))
	b.press("Copy the request")
	require.Equal(t, "Hello, we need a token that does not expire.", b.shell.text)
}
