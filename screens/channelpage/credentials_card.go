package channelpage

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// credentialsCard holds the declared secrets.
type credentialsCard struct {
	s       *Screen
	card    *fyne.Container
	where   *kit.Cut
	problem *fyne.Container
	key     string // the problem that is showing
	list    *fyne.Container
	boxes   []*secretBox
	built   protocol.Declaration
	request *fyne.Container
	advice  *kit.Paragraph
	again   *kit.Button
	status  kit.Task
}

func newCredentialsCard(s *Screen) *credentialsCard {
	c := &credentialsCard{s: s, where: kit.NewCut("", kit.Caption, kit.Text3), problem: kit.Col(0), list: kit.Col(12)}
	c.again = kit.NewButton(lang.L("Try again"), c.retry).WithIcon("refresh-cw")
	c.status.OnBusy = c.again.SetBusy
	c.advice = kit.NewParagraph(kit.Text2, kit.Caption, "")
	ask := kit.NewLink(lang.L("Copy the request"), "", func() {
		s.shell.CopyText(frame.T(s.m.declaration().TokenRequest), lang.L("Request copied. Send it to the client's admin"))
	})
	text := kit.Col(0, c.advice, kit.Row(0, ask, kit.Spring()))
	c.request = kit.Stack(kit.NewBox(kit.Sunken, kit.Transparent, 6, 0),
		kit.Pad(10, 12, 10, 12, kit.RowTop(8, kit.NewIcon("info", 16, kit.Text2), kit.Grow(text))))
	c.request.Hide()
	c.problem.Hide()
	head := kit.CardHeadWith(kit.NewLine(lang.L("Credentials"), kit.Section, kit.Text), kit.NewIcon("lock", 14, kit.Text3), c.where)
	c.card = kit.NewCard(head, kit.CardBody(12, c.problem, c.list, c.request))
	return c
}

func (c *credentialsCard) reset() {
	for _, b := range c.boxes {
		b.field.Mask()
		b.task.Cancel()
	}
	c.boxes, c.built = nil, protocol.Declaration{}
}

func (c *credentialsCard) apply() {
	m := c.s.m
	d := m.declaration()
	if d.ID != c.built.ID || len(c.boxes) != len(d.Secrets) {
		c.build(d)
	}
	c.where.SetText(storeText(m.store.Kind))
	c.applyProblem()
	advice := app.Text{}
	for _, b := range c.boxes {
		info := m.channel().Secrets[b.decl.Name]
		_, held := m.held.Secrets[b.decl.Name]
		b.load(info, held)
		if !info.ExpiresAt.IsZero() && !held {
			advice = b.decl.Help
		}
	}
	c.advice.SetText(frame.T(advice))
	setShown(c.request, !advice.IsEmpty() && !d.TokenRequest.IsEmpty())
}

func (c *credentialsCard) build(d protocol.Declaration) {
	c.reset()
	c.built = d
	c.list.Objects = nil
	for _, f := range d.Secrets {
		b := newSecretBox(c.s, f)
		c.boxes = append(c.boxes, b)
		c.list.Objects = append(c.list.Objects, b.col)
	}
}

// applyProblem warns when secrets cannot be stored or read now.
func (c *credentialsCard) applyProblem() {
	p := c.s.m.store.Problem
	usable := c.s.m.store.Usable || p == nil
	setShown(c.problem, !usable)
	if usable || frame.ErrorText(p) == c.key {
		return
	}
	c.key = frame.ErrorText(p)
	c.problem.Objects = []fyne.CanvasObject{kit.NewNote(kit.KindWarn, kit.NewRuns(kit.Caption,
		kit.Run{Text: frame.T(p.What), Bold: true}, kit.Run{Text: " " + frame.T(p.Fix)}), c.again)}
}

// retry asks the secret store again, which may open the system's own question.
func (c *credentialsCard) retry() {
	kit.Start(&c.status, c.s.ctx, func(ctx context.Context) (app.SecretStoreStatus, error) {
		return c.s.deps.SecretStoreStatus(ctx), nil
	}, func(st app.SecretStoreStatus, _ error) {
		c.s.m.store = st
		c.s.apply()
	})
}

func (c *credentialsCard) box(name string) *secretBox {
	for _, b := range c.boxes {
		if b.decl.Name == name {
			return b
		}
	}
	return nil
}

func (c *credentialsCard) setError(name string, e *app.Error) bool {
	b := c.box(name)
	if b == nil {
		return false
	}
	b.field.SetBusy(false)
	b.field.SetError(frame.ErrorText(e))
	return true
}

func (c *credentialsCard) focus(name string) {
	b := c.box(name)
	switch {
	case b == nil:
	case b.field.IsEmpty() || c.s.m.readOnly():
		b.field.Focus()
	default:
		b.field.StartReplacing()
	}
}

// leave hides every revealed value and ends what was asked for.
func (c *credentialsCard) leave() {
	for _, b := range c.boxes {
		b.field.Mask()
		b.task.Cancel()
		b.field.SetBusy(false)
	}
}
