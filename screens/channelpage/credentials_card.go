package channelpage

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// credentialsCard holds the declared secrets, above them the choice that says
// which of them there are, and together those of which one is enough.
type credentialsCard struct {
	s       *Screen
	card    *fyne.Container
	where   *kit.Cut
	problem *fyne.Container
	key     string // the problem that is showing
	list    *fyne.Container
	boxes   []*secretBox
	built   protocol.Declaration
	shown   string // the secrets that stand in the list
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
	c.boxes, c.built, c.shown = nil, protocol.Declaration{}, ""
}

func (c *credentialsCard) apply() {
	m := c.s.m
	d := m.declaration()
	if d.ID != c.built.ID || len(c.boxes) != len(d.Secrets) {
		c.build(d)
	}
	c.where.SetText(storeText(m.store.Kind))
	c.applyProblem()
	ch := m.channel()
	c.arrange(d, ch)
	for _, b := range c.boxes {
		_, held := m.held.Secrets[b.decl.Name]
		b.load(ch.Secrets[b.decl.Name], held)
	}
	advice := c.advise(d, ch)
	c.advice.SetText(advice)
	setShown(c.request, advice != "" && !d.TokenRequest.IsEmpty())
}

// advise says why somebody should be asked for a secret: one ends, or is not here
// yet. "" when there is no reason.
func (c *credentialsCard) advise(d protocol.Declaration, ch app.Channel) string {
	missing := false
	for _, b := range c.boxes {
		_, held := c.s.m.held.Secrets[b.decl.Name]
		if held || !d.Applies(ch, b.decl.When) {
			continue
		}
		info := ch.Secrets[b.decl.Name]
		if !info.ExpiresAt.IsZero() {
			return frame.T(b.decl.Help)
		}
		missing = missing || !info.Present() && (b.decl.Required || !c.hasOneOf(b.decl.Name))
	}
	if missing && !c.s.m.readOnly() {
		return lang.L("Not at hand? Here is a request that names all that is needed.")
	}
	return ""
}

// hasOneOf reports whether a secret can be missing, because another one of its
// group is there.
func (c *credentialsCard) hasOneOf(name string) bool {
	g, ok := groupOf(c.built, name)
	if !ok {
		return true // not required
	}
	for _, other := range g.Secrets {
		_, held := c.s.m.held.Secrets[other]
		if held || c.s.m.channel().Secrets[other].Present() {
			return true
		}
	}
	return false
}

// groupOf gives the group of secrets, of which one is enough, that has a secret.
func groupOf(d protocol.Declaration, name string) (protocol.OneOf, bool) {
	for _, g := range d.AtLeastOne {
		if slices.Contains(g.Secrets, name) {
			return g, true
		}
	}
	return protocol.OneOf{}, false
}

// arrange puts the secrets that are part of the form now into the list.
func (c *credentialsCard) arrange(d protocol.Declaration, ch app.Channel) {
	shown, objs, done := string(d.ID), []fyne.CanvasObject{}, map[string]bool{}
	if b := c.s.account.deciding(); b != nil {
		objs = append(objs, b.col)
	}
	for _, b := range c.boxes {
		if done[b.decl.Name] || !d.Applies(ch, b.decl.When) {
			continue
		}
		shown += "\x00" + b.decl.Name
		if g, ok := groupOf(d, b.decl.Name); ok {
			for _, name := range g.Secrets {
				done[name] = true
			}
			objs = append(objs, c.group(g))
			continue
		}
		objs = append(objs, b.col)
	}
	if shown != c.shown {
		c.shown, c.list.Objects = shown, objs
	}
}

// group shows secrets of which one is enough, under the sentence that says what
// each is for.
func (c *credentialsCard) group(g protocol.OneOf) fyne.CanvasObject {
	head := kit.NewRuns(kit.Caption, kit.Run{Text: lang.L("At least one of these is needed.") + " ", Bold: true},
		kit.Run{Text: frame.T(g.Why), Token: kit.Text2})
	rows := []fyne.CanvasObject{head}
	for _, name := range g.Secrets {
		if b := c.box(name); b != nil {
			rows = append(rows, b.col)
		}
	}
	return kit.Col(12, rows...)
}

func (c *credentialsCard) build(d protocol.Declaration) {
	c.reset()
	c.built = d
	for _, f := range d.Secrets {
		c.boxes = append(c.boxes, newSecretBox(c.s, f))
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
	case b == nil, !c.built.Applies(c.s.m.channel(), b.decl.When):
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
