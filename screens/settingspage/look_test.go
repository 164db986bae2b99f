package settingspage

import (
	"testing"

	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame/frametest"
)

func TestLooks(t *testing.T) {
	frametest.LightAndDark(t, "page", 1060, 1750, func(t *testing.T) fyne.CanvasObject {
		b := newBench(t)
		b.enter(app.Owner, "")
		return b.screen.Content()
	})
}

func TestLooksWithTroubleOnSmallWindow(t *testing.T) {
	frametest.LightAndDark(t, "trouble", 960, 2370, func(t *testing.T) fyne.CanvasObject {
		b := newBench(t)
		b.deps.lost = lostSample()
		b.deps.status.Kind = app.SecretsInFile
		b.enter(app.Contributor, "")
		b.screen.look.size.SetValue("120")
		b.screen.look.size.OnChanged("120")
		b.screen.gate.address.SetError("This is not an https address.")
		return b.screen.Content()
	})
}

func TestLooksOfThePassphrase(t *testing.T) {
	frametest.LightAndDark(t, "file-passphrase", 1060, 741, func(t *testing.T) fyne.CanvasObject {
		b := newBench(t)
		b.enter(app.Owner, "")
		b.screen.secrets.askPassphrase(false)
		return b.shell.win.Canvas().Overlays().Top()
	})
}

func lostSample() []channel.LostSecret {
	agent := app.Agent{ID: 1, Name: "Nusantara Bank Assistant"}
	return []channel.LostSecret{
		{Agent: agent, Environment: app.Published, Name: "access_token"},
		{Agent: agent, Environment: app.Draft, Name: app.WebhookSecretName},
		{Agent: app.Agent{ID: 2, Name: "Toko Melati"}, Environment: app.Published, Name: "app_secret"},
		{Agent: agent, Environment: app.Published, Name: app.PreviousWebhookSecretName},
	}
}
