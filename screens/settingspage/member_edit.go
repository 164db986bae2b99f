package settingspage

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// memberEdit is the dialog with one member. UI thread only.
type memberEdit struct {
	c      *membersCard
	member app.Member // as it will be saved
	name   *kit.TextField
	roles  *kit.RadioList
	hint   *kit.Note
	save   *kit.Button
	dialog *kit.Dialog
}

// askEdit opens the dialog of a member; only who may manage gets there.
func (c *membersCard) askEdit(m app.Member) {
	e := &memberEdit{c: c, member: m, name: kit.NewTextField(lang.L("Name")), roles: kit.NewRadioList(roleChoices())}
	e.name.SetText(m.Name)
	e.name.OnSubmitted = func(string) { e.submit() }
	e.roles.SetSelected(string(m.Role))
	e.roles.OnChanged = func(id string) {
		e.member.Role = app.Role(id)
		e.showHint()
	}
	e.hint = kit.NewNote(kit.KindWarn, kit.NewParagraph(kit.Text, kit.Caption, ""))
	cancel := kit.NewButton(lang.L("Cancel"), func() { e.dialog.Close() })
	e.save = kit.NewPrimary(lang.L("Save"), e.submit)
	remove := kit.NewButton(lang.L("Remove member"), e.askRemove).As(kit.VariantDangerText).WithIcon("trash-2")
	if onlyOwner(c.last.members, m.ID) {
		e.roles.SetReadOnly(true)
		remove.SetDisabled(true)
	}
	e.showHint()
	e.dialog = kit.ShowDialog(c.s.shell.Window(), kit.DialogOptions{
		Title: m.Name, Width: 560, Body: kit.Col(16, e.name, kit.Col(8, roleSection(e.roles), e.hint), e.agentSection(), e.passphraseSection()),
		FootLeft: kit.Row(0, remove, kit.Spring()), Actions: []*kit.Button{cancel, e.save}, Main: e.save, Focus: e.name.Focusable(),
	})
}

// showHint says what the chosen role means where that is easily overlooked.
func (e *memberEdit) showHint() {
	text := ""
	switch {
	case onlyOwner(e.c.last.members, e.member.ID):
		text = lang.L("The only Owner stays one. Make somebody else an Owner first.")
	case e.member.ID == e.c.me.ID && e.member.Role != app.Owner:
		text = lang.L("You would not manage members any more, and could not take this back yourself.")
	}
	e.hint.SetRuns(kit.Run{Text: text})
	e.hint.Hidden = text == ""
	if e.dialog != nil {
		e.dialog.Refresh()
	}
}

// agentSection gives a role of its own for single agents.
func (e *memberEdit) agentSection() fyne.CanvasObject {
	agents := e.c.last.agents
	if len(agents) == 0 {
		return nil
	}
	rows := []fyne.CanvasObject{kit.NewLine(lang.L("Role for single agents"), kit.CaptionStrong, kit.Text2)}
	for _, a := range agents {
		choice := kit.NewSelect("", agentRoles())
		choice.SetSpoken(lang.L("Role for {{.Agent}}", map[string]any{"Agent": a.Name}))
		choice.SetValue(string(e.member.Roles[a.ID]))
		choice.OnChanged = func(v string) { e.member.Roles = withRole(e.member.Roles, a.ID, app.Role(v)) }
		rows = append(rows, kit.Fix(0, 40, kit.Row(12, kit.NewAvatar(app.Initials(a.Name), kit.AgentColour(a.Name), 24, false),
			kit.Grow(kit.NewCutTip(kit.NewCut(a.Name, kit.Body, kit.Text))), kit.Fix(200, 0, choice))))
	}
	return kit.Col(4, rows...)
}

// passphraseSection tells whether signing in takes a passphrase. Its dialog opens
// above this one, so that what was changed here is not lost.
func (e *memberEdit) passphraseSection() fyne.CanvasObject {
	text := kit.NewParagraph(kit.Text, kit.Body, "")
	var change *kit.Button
	show := func(has bool) {
		e.member.HasPassphrase = has
		text.SetText(lang.L("Anybody at this computer can work under this name."))
		if has {
			text.SetText(lang.L("Signing in under this name takes a passphrase."))
		}
		change.SetText(passphraseAction(e.member))
	}
	change = kit.NewButton("", func() {
		e.c.askPassphrase(e.member, func(has bool) {
			show(has)
			e.dialog.Refresh()
		})
	}).WithIcon("lock-keyhole")
	show(e.member.HasPassphrase)
	return kit.Col(4, kit.NewLine(lang.L("Passphrase"), kit.CaptionStrong, kit.Text2), kit.Row(16, kit.Grow(text), change))
}

func (e *memberEdit) submit() {
	if e.save.Busy() {
		return
	}
	e.name.SetError("")
	next := e.member
	next.Name = e.name.Text()
	e.save.SetBusy(true)
	e.c.do(func(ctx context.Context) error { return e.c.s.deps.UpdateMember(ctx, next) }, func(err error) {
		e.save.SetBusy(false)
		if app.AsError(err).Field == "role" {
			e.hint.SetRuns(kit.Run{Text: frame.ErrorText(err)})
			e.hint.Show()
			e.dialog.Refresh()
			return
		}
		e.c.problems(err, map[string]*kit.TextField{"name": e.name})
	}, func() { e.dialog.Close() })
}

// askRemove says what removing means before it happens.
func (e *memberEdit) askRemove() {
	m := e.member
	i := slices.IndexFunc(e.c.last.members, func(o app.Member) bool { return o.ID == m.ID })
	if i >= 0 {
		m.Name = e.c.last.members[i].Name
	}
	text := lang.L("{{.Name}} cannot sign in any more. What they did stays in the activity log under their name.", map[string]any{"Name": m.Name})
	if m.ID == e.c.me.ID {
		text = lang.L("You are signed out at once and cannot come back by yourself. What you did stays in the activity log under your name.")
	}
	kit.Confirm(e.c.s.shell.Window(), kit.ConfirmOptions{
		Title: lang.L("Remove {{.Name}}?", map[string]any{"Name": m.Name}), Text: text,
		Keep: lang.L("Keep the member"), Do: lang.L("Remove"), Danger: true, OnDo: func() { e.remove(m) },
	})
}

func (e *memberEdit) remove(m app.Member) {
	e.save.SetBusy(true)
	e.c.do(func(ctx context.Context) error { return e.c.s.deps.RemoveMember(ctx, m.ID) }, func(err error) {
		e.save.SetBusy(false)
		e.c.s.shell.ShowError(err)
	}, func() {
		e.dialog.Close()
		e.c.s.shell.Toast(kit.KindNeutral, lang.L("{{.Name}} was removed", map[string]any{"Name": m.Name}), "", nil)
	})
}
