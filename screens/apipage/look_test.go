package apipage

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/app/apikey"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

func TestPictures(t *testing.T) {
	press := func(words ...string) func(*frametest.UI, *Screen) {
		return func(ui *frametest.UI, _ *Screen) {
			for _, w := range words {
				ui.Press(w)
			}
		}
	}
	once := func(ui *frametest.UI, _ *Screen) {
		ui.Press("New key")
		ui.Type("Loan reminder service")
		ui.Press("Create the key")
		ui.Press("I have stored this key in a safe place")
	}
	for name, p := range map[string]struct {
		mode kit.Mode
		size fyne.Size
		deps func(*fakeDeps)
		show func(*frametest.UI, *Screen)
	}{
		"keys-light": {kit.ModeLight, pageSize, nil, nil}, "keys-dark": {kit.ModeDark, pageSize, nil, nil},
		"keys-small-light": {kit.ModeLight, pageSmall, nil, press("Show keys that ended", "Java")},
		"keys-small-dark":  {kit.ModeDark, pageSmall, nil, press("Show keys that ended", "PHP")},
		"once-light":       {kit.ModeLight, pageSize, nil, once}, "once-dark": {kit.ModeDark, pageSize, nil, once},
		"new-light":       {kit.ModeLight, pageSize, nil, press("New key")},
		"new-small-dark":  {kit.ModeDark, pageSmall, nil, press("New key")},
		"rotate-light":    {kit.ModeLight, pageSmall, nil, press("Rotate Core banking")},
		"rotate-dark":     {kit.ModeDark, pageSize, nil, press("Rotate Core banking")},
		"revoke-light":    {kit.ModeLight, pageSize, nil, press("Revoke Core banking")},
		"revoke-dark":     {kit.ModeDark, pageSmall, nil, press("Revoke Core banking")},
		"viewer-light":    {kit.ModeLight, pageSize, func(d *fakeDeps) { d.role = app.Viewer }, press("Python")},
		"viewer-dark":     {kit.ModeDark, pageSmall, func(d *fakeDeps) { d.role = app.Viewer }, press("Go")},
		"none-light":      {kit.ModeLight, pageSize, func(d *fakeDeps) { d.keys, d.view.PublicAddress = nil, "" }, press("Ruby")},
		"none-small-dark": {kit.ModeDark, pageSmall, func(d *fakeDeps) { d.keys, d.view.PublicAddress = nil, "" }, press("C#")},
		"account-light":   {kit.ModeLight, pageSize, func(d *fakeDeps) { d.view.Channel.AccountCode = "" }, nil},
		"account-dark":    {kit.ModeDark, pageSmall, func(d *fakeDeps) { d.view.Channel.AccountCode = "" }, nil},
		"send-light": {kit.ModeLight, pageSize, func(d *fakeDeps) {
			d.values = apikey.Values{Template: app.TemplateMessage{Name: "installment_reminder", Language: "en"}}
		}, press("JavaScript", "Run it now")},
	} {
		t.Run(name, func(t *testing.T) {
			frametest.Run(t, p.mode, func(_ *testing.T, ui *frametest.UI) {
				d := sample()
				if p.deps != nil {
					p.deps(d)
				}
				s, _ := opened(ui, p.size, d)
				if p.show != nil {
					p.show(ui, s)
				}
				ui.Golden(name)
			})
		})
	}
}

func TestReadingAndFailingLook(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(_ *testing.T, ui *frametest.UI) {
		d := sample()
		d.err = app.NewError(app.CodeInternal, app.Say("The database could not be read."))
		opened(ui, pageSmall, d)
		ui.Golden("failed-light")
	})
	frametest.Run(t, kit.ModeDark, func(_ *testing.T, ui *frametest.UI) {
		wait := make(chan struct{})
		opened(ui, pageSize, sample(), func(deps *Deps) { deps.Get = slowly(deps.Get, wait) })
		ui.Pass(400 * time.Millisecond)
		ui.Golden("loading-dark")
		close(wait)
	})
}
