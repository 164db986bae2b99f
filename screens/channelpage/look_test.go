package channelpage

import (
	"testing"

	"fyne.io/fyne/v2"

	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

func TestPictures(t *testing.T) {
	for _, p := range []struct {
		name, part string
		mode       kit.Mode
		size       fyne.Size
		deps       func() *fakeDeps
		then       func(*bench)
	}{
		{"account-light", frame.PartAccount, kit.ModeLight, pageSize, draft, nil},
		{"account-dark", frame.PartAccount, kit.ModeDark, pageSize, draft, nil},
		{"account-small-light", frame.PartAccount, kit.ModeLight, pageSmall, draft, nil},
		{"webhook-light", frame.PartWebhook, kit.ModeLight, pageSize, draft, nil},
		{"webhook-dark", frame.PartWebhook, kit.ModeDark, pageSize, draft, nil},
		{"webhook-tall-light", frame.PartWebhook, kit.ModeLight, fyne.NewSize(1060, 1100), draft, func(b *bench) {
			b.press("Answer words")
			b.press("Forwarding")
		}},
		{"account-tall-small-dark", frame.PartAccount, kit.ModeDark, fyne.NewSize(960, 1300), draft, nil},
		{"published-light", frame.PartAccount, kit.ModeLight, pageSize, published, nil},
		{"editing-light", frame.PartAccount, kit.ModeLight, pageSize, published, func(b *bench) {
			b.press("Edit published settings")
			b.type_("app_id", "55512345678")
		}},
	} {
		t.Run(p.name, func(t *testing.T) {
			b := start(t, p.mode, p.deps())
			b.shell.win.Resize(p.size)
			b.enter(p.part)
			if p.then != nil {
				p.then(b)
			}
			b.golden(p.name)
		})
	}
}
