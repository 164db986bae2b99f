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

const memberHigh = 56

// membersCard lists who works in this workspace. An Owner changes it here,
// everybody else their own passphrase. UI thread only.
type membersCard struct {
	s     *Screen
	add   *kit.Button
	rows  *fyne.Container
	note  *kit.Paragraph
	why   *kit.Note
	stage *kit.Stage
	ready *fyne.Container
	card  *fyne.Container

	last membersRead
	me   app.Member // the acting one as it is stored; zero when nobody acts
	may  bool       // the acting one may manage members
	load kit.Task
	task kit.Task
}

func newMembersCard(s *Screen) *membersCard {
	c := &membersCard{s: s, rows: kit.Col(0), stage: kit.NewStage()}
	c.add = kit.NewButton(lang.L("Add member"), c.askAdd).WithIcon("plus")
	c.add.Hide()
	c.why = kit.NewNote(kit.KindNeutral, kit.NewParagraph(kit.Text2, kit.Caption, lang.L("Only an Owner of the workspace adds, changes and removes members. Your own passphrase is yours to change.")))
	c.why.SetIcon("eye")
	c.note = kit.NewParagraph(kit.Text3, kit.Caption,
		lang.L("Members and passphrases keep people apart inside Channel Desk. Whoever can use this computer's account can still read its files, so give each person an account of their own where that matters."))
	c.ready = kit.Col(12, c.rows, c.why, c.note)
	c.card = kit.NewCard(kit.CardHead(lang.L("Members"), c.add), kit.CardBody(0, c.stage))
	return c
}

// read asks who is there. It is quick and quiet when it was read before.
func (c *membersCard) read() {
	if c.stage.State() != kit.StageReady {
		c.stage.Loading(kit.NewSkeletonBlock(200, 120, 180, 120))
	}
	kit.Start(&c.load, c.s.ctx, func(ctx context.Context) (r membersRead, err error) {
		if r.members, err = c.s.deps.Members(ctx); err != nil {
			return r, err
		}
		r.agents, err = c.s.deps.ListAgents(ctx)
		return r, err
	}, c.show)
}

func (c *membersCard) show(r membersRead, err error) {
	if err != nil {
		if c.stage.State() == kit.StageReady {
			c.s.shell.ShowError(err)
			return
		}
		c.stage.Failed(lang.L("The members could not be read"), frame.ErrorText(err), c.read, nil)
		c.s.content.Refresh()
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
	c.rows.Objects = nil
	for i, m := range r.members {
		if i > 0 {
			c.rows.Add(kit.HLine())
		}
		c.rows.Add(c.row(m))
	}
	c.stage.Ready(c.ready)
	c.card.Refresh()
	c.s.content.Refresh()
	if c.s.details.State() == kit.StageReady {
		c.s.goToPart()
	}
}

// row is one member with what the acting one may do about it.
func (c *membersCard) row(m app.Member) fyne.CanvasObject {
	name := []fyne.CanvasObject{kit.NewCutTip(kit.NewCut(m.Name, kit.BodyStrong, kit.Text))}
	if m.ID == c.me.ID {
		name = append(name, kit.NewLine(lang.L("you"), kit.Caption, kit.Text3))
	}
	name = append(name, kit.Grow(kit.Spring()))
	kind := kit.KindNeutral
	if m.Role == app.Owner {
		kind = kit.KindInfo
	}
	parts := []fyne.CanvasObject{
		kit.NewPerson(app.Initials(m.Name), 32),
		kit.Grow(kit.Col(0, kit.Row(8, name...), kit.NewCutTip(kit.NewCut(memberDetail(m), kit.Caption, kit.Text3)))),
		kit.NewChip(kind, "", lang.L(m.Role.Label()), true),
	}
	switch {
	case c.may:
		parts = append(parts, named(kit.NewButton(lang.L("Edit"), func() { c.askEdit(m) }), lang.L("Edit {{.Name}}", map[string]any{"Name": m.Name})))
	case m.ID == c.me.ID:
		parts = append(parts, kit.NewButton(passphraseAction(m), func() { c.askPassphrase(m, nil) }).WithIcon("lock-keyhole"))
	}
	return kit.Fix(0, memberHigh, kit.Row(12, parts...))
}

// named gives a button whose word stands in every row a name of its own for
// screen readers.
func named(b *kit.Button, label string) *kit.Button {
	b.Label = label
	return b
}

// passphraseAction is the button that leads to the passphrase.
func passphraseAction(m app.Member) string {
	if m.HasPassphrase {
		return lang.L("Change the passphrase")
	}
	return lang.L("Set a passphrase")
}

// do runs a change of the members in the background, also when the page is left
// meanwhile; failed hears of what went wrong.
func (c *membersCard) do(work func(context.Context) error, failed func(error), done func()) {
	kit.Start(&c.task, context.WithoutCancel(c.s.ctx), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, work(ctx)
	}, func(_ struct{}, err error) {
		if err != nil {
			failed(err)
			return
		}
		done()
		c.read()
	})
}
