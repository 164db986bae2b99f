package settingspage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// passphraseDialog asks twice for the passphrase of the encrypted file. What
// was typed is forgotten with the dialog. UI thread only.
type passphraseDialog struct {
	card          *secretsCard
	first, second *kit.SecretField
	typed         [2]app.Secret
	dialog        *kit.Dialog
	use           *kit.Button
	unlock        bool // the file is there: its passphrase is asked once
	done          bool
}

// askPassphrase opens the dialog; giving up leaves the place as it is. With
// unlock the file is in use already and only waits for its passphrase.
func (c *secretsCard) askPassphrase(unlock bool) {
	p := &passphraseDialog{
		card: c, unlock: unlock, first: kit.NewSecretField(lang.L("Passphrase")), second: kit.NewSecretField(lang.L("Once more")),
	}
	p.first.OnSave = func(v string) { p.typed[0] = app.NewSecret(v) }
	p.second.OnSave = func(v string) { p.typed[1] = app.NewSecret(v) }
	o := kit.DialogOptions{
		Title: lang.L("Enter the passphrase"), Subtitle: lang.L("It opens the encrypted file with the secrets for this run."),
		Width: 480, Body: kit.Col(16, p.first), OnClose: p.closed,
	}
	p.use = kit.NewPrimary(lang.L("Open the file"), p.submit).WithIcon("lock-keyhole")
	keep := kit.NewButton(lang.L("Leave it as it is"), func() { p.dialog.Close() })
	if !unlock {
		p.first.SetHelp(kit.Run{Text: lang.L("At least {{.Least}} characters. It is never stored.", map[string]any{"Least": passphraseLeast}), Token: kit.Text3})
		note := kit.NewNote(kit.KindWarn, kit.NewParagraph(kit.Text, kit.Caption,
			lang.L("Channel Desk asks for it after each start. Without it nobody can read these secrets again, and they have to be replaced at the provider.")))
		o.Title, o.Subtitle = lang.L("Choose a passphrase"), lang.L("It locks the file with the secrets. If there is such a file already, enter its passphrase.")
		o.Body = kit.Col(16, p.first, p.second, note)
		p.use.SetText(lang.L("Use the encrypted file"))
	}
	o.Actions, o.Main = []*kit.Button{keep, p.use}, p.use
	p.dialog = kit.ShowDialog(c.s.shell.Window(), o)
	p.first.Focus()
}

func (p *passphraseDialog) closed() {
	p.typed = [2]app.Secret{}
	p.first.SetReadOnly(true)
	p.second.SetReadOnly(true)
	if !p.done {
		p.card.back()
	}
}

// submit takes what stands in the field that still has the focus, too.
func (p *passphraseDialog) submit() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(p.use); c != nil {
		c.Unfocus()
	}
	p.first.SetError("")
	p.second.SetError("")
	again := p.typed[1]
	if p.unlock {
		again = p.typed[0]
	}
	switch field, problem := checkPassphrase(p.typed[0], again); field {
	case 1:
		p.refuse(p.first, problem)
		return
	case 2:
		p.refuse(p.second, problem)
		return
	}
	p.use.SetBusy(true)
	p.card.use(app.SecretsInFile, p.typed[0], func(err error) {
		p.use.SetBusy(false)
		p.refuse(p.first, frame.ErrorText(err))
	}, func() {
		p.use.SetBusy(false)
		p.done = true
		p.dialog.Close()
	})
}

func (p *passphraseDialog) refuse(field *kit.SecretField, problem string) {
	field.SetError(problem)
	field.Focus()
}
