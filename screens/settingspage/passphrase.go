package settingspage

import (
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// passphraseDialog asks twice for the passphrase of the encrypted file. What
// was typed is forgotten with the dialog. UI thread only.
type passphraseDialog struct {
	card          *secretsCard
	first, second *kit.TextField
	dialog        *kit.Dialog
	use           *kit.Button
	unlock        bool // the file is there: its passphrase is asked once
	done          bool
}

// askPassphrase opens the dialog; giving up leaves the place as it is. With
// unlock the file is in use already and only waits for its passphrase.
func (c *secretsCard) askPassphrase(unlock bool) {
	p := &passphraseDialog{
		card: c, unlock: unlock, first: kit.NewPassphraseField(lang.L("Passphrase")), second: kit.NewPassphraseField(lang.L("Once more")),
	}
	p.first.OnSubmitted = func(string) {
		if unlock {
			p.submit()
			return
		}
		p.second.Focus()
	}
	p.second.OnSubmitted = func(string) { p.submit() }
	o := kit.DialogOptions{
		Title: lang.L("Enter the passphrase"), Subtitle: lang.L("It opens the encrypted file with the secrets for this run."),
		Width: 480, Body: kit.Col(16, p.first), Focus: p.first.Focusable(), OnClose: p.closed,
	}
	p.use = kit.NewPrimary(lang.L("Open the file"), p.submit).WithIcon("lock-keyhole")
	keep := kit.NewButton(lang.L("Leave it as it is"), func() { p.dialog.Close() })
	if !unlock {
		p.first.SetHelp(lang.L("At least {{.Least}} characters. It is never stored.", map[string]any{"Least": passphraseLeast}))
		note := kit.NewNote(kit.KindWarn, kit.NewParagraph(kit.Text, kit.Caption,
			lang.L("Channel Desk asks for it after each start. Without it nobody can read these secrets again, and they have to be replaced at the provider.")))
		o.Title, o.Subtitle = lang.L("Choose a passphrase"), lang.L("It locks the file with the secrets. If there is such a file already, enter its passphrase.")
		o.Body = kit.Col(16, p.first, p.second, note)
		p.use.SetText(lang.L("Use the encrypted file"))
	}
	o.Actions, o.Main = []*kit.Button{keep, p.use}, p.use
	p.dialog = kit.ShowDialog(c.s.shell.Window(), o)
}

func (p *passphraseDialog) closed() {
	p.first.SetText("")
	p.second.SetText("")
	if !p.done {
		p.card.back()
	}
}

func (p *passphraseDialog) submit() {
	if p.use.Busy() {
		return
	}
	p.first.SetError("")
	p.second.SetError("")
	phrase, again := app.NewSecret(p.first.Text()), app.NewSecret(p.second.Text())
	if p.unlock {
		again = phrase
	}
	switch field, problem := checkPassphrase(phrase, again); field {
	case 1:
		p.refuse(p.first, problem)
		return
	case 2:
		p.refuse(p.second, problem)
		return
	}
	p.use.SetBusy(true)
	p.card.use(app.SecretsInFile, phrase, func(err error) {
		p.use.SetBusy(false)
		p.refuse(p.first, frame.ErrorText(err))
	}, func() {
		p.use.SetBusy(false)
		p.done = true
		p.dialog.Close()
	})
}

func (p *passphraseDialog) refuse(field *kit.TextField, problem string) {
	field.SetError(problem)
	field.Focus()
}
