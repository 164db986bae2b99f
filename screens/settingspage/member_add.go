package settingspage

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// roleSection is the choice of the role in the workspace, below its label.
func roleSection(list *kit.RadioList) fyne.CanvasObject {
	return kit.Col(4, kit.NewLine(lang.L("Role in this workspace"), kit.CaptionStrong, kit.Text2), list)
}

// askAdd opens the dialog for a new member.
func (c *membersCard) askAdd() {
	name := kit.NewTextField(lang.L("Name"))
	name.SetHelp(lang.L("As colleagues know them. It stands in the activity log."))
	roles := kit.NewRadioList(roleChoices())
	roles.SetSelected(string(app.Contributor))
	phrase := kit.NewPassphraseField(lang.L("Passphrase"))
	phrase.SetCaption(lang.L("Optional"))
	phrase.SetHelp(passphraseHelp())
	var d *kit.Dialog
	cancel := kit.NewButton(lang.L("Cancel"), func() { d.Close() })
	add := kit.NewPrimary(lang.L("Add member"), nil)
	add.OnTapped = func() {
		if add.Busy() {
			return
		}
		n := access.NewMember{Name: name.Text(), Role: app.Role(roles.Selected()), Passphrase: app.NewSecret(phrase.Text())}
		name.SetError("")
		phrase.SetError("")
		add.SetBusy(true)
		var made app.Member
		c.do(func(ctx context.Context) (err error) {
			made, err = c.s.deps.AddMember(ctx, n)
			return err
		}, func(err error) {
			add.SetBusy(false)
			c.problems(err, map[string]*kit.TextField{"name": name, "passphrase": phrase})
		}, func() {
			d.Close()
			c.s.shell.Toast(kit.KindOK, lang.L("{{.Name}} is a member now", map[string]any{"Name": made.Name}), "", nil)
		})
	}
	name.OnSubmitted = func(string) { add.OnTapped() }
	phrase.OnSubmitted = name.OnSubmitted
	d = kit.ShowDialog(c.s.shell.Window(), kit.DialogOptions{
		Title: lang.L("Add a member"), Width: 560, Body: kit.Col(16, name, roleSection(roles), phrase),
		Actions: []*kit.Button{cancel, add}, Main: add, Focus: name.Focusable(), OnClose: func() { phrase.SetText("") },
	})
}

// problems shows what is wrong at its field, or in the window when it has none.
func (c *membersCard) problems(err error, fields map[string]*kit.TextField) {
	if f := fields[app.AsError(err).Field]; f != nil {
		f.SetError(frame.ErrorText(err))
		f.Focus()
		return
	}
	c.s.shell.ShowError(err)
}
