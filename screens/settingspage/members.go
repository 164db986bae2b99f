package settingspage

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/kit"
)

// membersCard lists who works in this workspace. An Owner changes it here,
// everybody else their own passphrase. UI thread only.
type membersCard struct {
	rowsCard
	add   *kit.Button
	why   *kit.Note
	ready *fyne.Container

	last membersRead
	me   app.Member // the acting one as it is stored; zero when nobody acts
	may  bool       // the acting one may manage members
}

func newMembersCard(s *Screen) *membersCard {
	c := &membersCard{rowsCard: newRowsCard(s)}
	c.failure, c.again = lang.L("The members could not be read"), c.read
	c.add = kit.NewButton(lang.L("Add member"), c.askAdd).WithIcon("plus")
	c.add.Hide()
	c.why = kit.NewNote(kit.KindNeutral, kit.NewParagraph(kit.Text2, kit.Caption, lang.L("Only an Owner of the workspace adds, changes and removes members. Your own passphrase is yours to change.")))
	c.why.SetIcon("eye")
	note := kit.NewParagraph(kit.Text3, kit.Caption,
		lang.L("Members and passphrases keep people apart inside Channel Desk. Whoever can use this computer's account can still read its files, so give each person an account of their own where that matters."))
	c.ready = kit.Col(12, c.rows, c.why, note)
	c.card = kit.NewCard(kit.CardHead(lang.L("Members"), c.add), kit.CardBody(0, c.stage))
	return c
}

// read asks who is there. It is quick and quiet when it was read before.
func (c *membersCard) read() {
	c.loading(200, 120, 180, 120)
	kit.Start(&c.load, c.s.ctx, func(ctx context.Context) (r membersRead, err error) {
		if r.members, err = c.s.deps.Members(ctx); err != nil {
			return r, err
		}
		r.agents, err = c.s.deps.ListAgents(ctx)
		return r, err
	}, c.show)
}

func (c *membersCard) show(r membersRead, err error) {
	if c.failed(err) {
		return
	}
	c.last = r
	acting, known := app.ActingMember(c.s.ctx)
	c.me = app.Member{}
	if i := slices.IndexFunc(r.members, func(m app.Member) bool { return known && m.ID == acting.ID }); i >= 0 {
		c.me = r.members[i]
	}
	c.may = !known || c.me.RoleFor(0).Allows(app.MayManage)
	c.add.Hidden, c.why.Hidden = !c.may, c.may
	var rows []fyne.CanvasObject
	for _, m := range r.members {
		rows = append(rows, c.row(m))
	}
	c.put(c.ready, rows)
}

// row is one member with what the acting one may do about it.
func (c *membersCard) row(m app.Member) fyne.CanvasObject {
	name := []fyne.CanvasObject{rowTitle(m.Name)}
	if m.ID == c.me.ID {
		name = append(name, kit.NewLine(lang.L("you"), kit.Caption, kit.Text3))
	}
	kind := kit.KindNeutral
	if m.Role == app.Owner {
		kind = kit.KindInfo
	}
	after := []fyne.CanvasObject{kit.NewChip(kind, "", lang.L(m.Role.Label()), true)}
	switch {
	case c.may:
		after = append(after, named(kit.NewButton(lang.L("Edit"), func() { c.askEdit(m) }), lang.L("Edit {{.Name}}", map[string]any{"Name": m.Name})))
	case m.ID == c.me.ID:
		after = append(after, kit.NewButton(passphraseAction(m), func() { c.askPassphrase(m, nil) }).WithIcon("lock-keyhole"))
	}
	return row(kit.NewPerson(app.Initials(m.Name), 32), name, memberDetail(m), after...)
}

// passphraseAction is the button that leads to the passphrase.
func passphraseAction(m app.Member) string {
	if m.HasPassphrase {
		return lang.L("Change the passphrase")
	}
	return lang.L("Set a passphrase")
}
