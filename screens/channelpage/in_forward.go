package channelpage

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// forwardAddress is the name under which problems of the address come.
const forwardAddress = "forward"

// forwardCard is where what customers write goes on to: the agent's own address,
// what waits for it, what was given up, and the secret that signs it.
type forwardCard struct {
	in      *incoming
	card    *fyne.Container
	caption *kit.Cut
	say     *kit.Paragraph
	address *kit.TextField
	more    *fyne.Container // only with an address
	dead    *fyne.Container
	all     *kit.Link
	secret  *kit.SecretField
	copyIt  *kit.Button
	bad     bool
	pending int
	key     string
	task    kit.Task // the secret
	act     kit.Task // sending again
}

func newForwardCard(in *incoming) *forwardCard {
	c := &forwardCard{in: in, caption: kit.NewCut("", kit.Caption, kit.Text3)}
	c.say = kit.NewParagraph(kit.Text2, kit.Body, lang.L("Give the agent's own address, and every message and delivery state goes on to it, signed and in order."))
	c.address = kit.NewTextField(lang.L("Forwarding address")).Mono()
	c.address.SetPlaceholder("https://agent.example.com/messages")
	c.address.OnCommitted = c.committed
	c.dead = kit.Col(8)
	c.all = kit.NewLink(lang.L("Send all again"), "rotate-ccw", c.sendAll)
	c.secret = kit.NewMaskedValue(lang.L("Signing secret"))
	c.secret.SetHelp(kit.Run{Text: lang.L("For the developer of the agent, to prove that a message comes from here. It changes with the webhook secret.")})
	c.secret.OnReveal = func() {
		c.withSecret(func(v app.Secret) { c.secret.ShowValue(v.Expose(), channel.RevealFor) })
	}
	c.copyIt = kit.NewIconButton("copy", lang.L("Copy the signing secret"), func() {
		c.withSecret(func(v app.Secret) {
			in.s.shell.CopySecret(v, lang.L("Signing secret copied. The clipboard is cleared in a minute"))
		})
	})
	kit.AttachTooltip(c.copyIt, lang.L("Copy"))
	c.secret.AddButton(c.copyIt)
	c.more = kit.Col(12, c.dead, c.secret)
	head := kit.CardHeadWith(kit.NewCut(lang.L("Forwarding to your agent"), kit.Section, kit.Text), c.caption)
	c.card = kit.NewCard(head, kit.CardBody(12, c.say, c.address, c.more))
	return c
}

func (c *forwardCard) reset() {
	c.pending, c.key = 0, ""
	c.forget()
	c.address.SetText("")
	c.secret.Mask()
}

// forget drops what was typed and not saved.
func (c *forwardCard) forget() {
	c.bad = false
	c.address.SetError("")
}

// commitTyped takes over what still has the focus, if it belongs to this place.
func (c *forwardCard) commitTyped() {
	if c.in.at == c.in.s.m.at {
		c.address.Commit()
	}
}

func (c *forwardCard) leave() {
	c.secret.Mask()
	c.secret.SetBusy(false)
	c.task.Cancel()
	c.act.Cancel()
}

func (c *forwardCard) apply() {
	m, seen := c.in.s.m, c.in.m
	address := m.channel().Forward.URL
	live := m.view.Channel.Forward.URL != ""
	c.address.SetReadOnly(m.readOnly())
	if !c.bad && c.pending == 0 {
		c.address.Load(address)
	}
	c.address.SetCaption("")
	if m.held.Forward != nil {
		c.address.SetCaption(lang.L("Not live yet"))
	}
	setShown(c.say, address == "" && !live)
	setShown(c.address, address != "" || live || !m.readOnly() || c.bad)
	setShown(c.more, live)
	setShown(c.secret, live && !m.looksOnly())
	c.secret.SetButtons(true, false)
	c.secret.SetStored("")
	caption := lang.L("Off")
	switch {
	case live && len(seen.dead) > 0:
		caption = plural(len(seen.dead), "1 given up", "{{.N}} given up")
	case live && seen.waiting > 0:
		caption = plural(seen.waiting, "1 waiting", "{{.N}} waiting")
	case live:
		caption = lang.L("Nothing waits")
	}
	if live && len(seen.dead) > 0 && seen.waiting > 0 {
		caption += " · " + plural(seen.waiting, "1 waiting", "{{.N}} waiting")
	}
	c.caption.SetText(caption)
	c.fillDead()
}

// fillDead lists what was given up.
func (c *forwardCard) fillDead() {
	dead, looks := c.in.m.dead, c.in.s.m.looksOnly()
	key := fmt.Sprint(looks, dead)
	if key == c.key {
		return
	}
	c.key = key
	setShown(c.dead, len(dead) > 0)
	c.dead.Objects = nil
	if len(dead) == 0 {
		return
	}
	now := c.in.s.clock.Now()
	head := []fyne.CanvasObject{kit.Grow(kit.NewCut(lang.L("Given up"), kit.CaptionStrong, kit.Text2))}
	if !looks {
		head = append(head, c.all)
	}
	rows := []fyne.CanvasObject{kit.Row(8, head...)}
	for i, f := range dead {
		if i == deadShown {
			rows = append(rows, kit.NewLine(plural(len(dead)-i, "and 1 more", "and {{.N}} more"), kit.Caption, kit.Text3))
			break
		}
		what := lang.L("Message")
		if f.Kind == "status" {
			what = lang.L("Delivery state")
		}
		line := []fyne.CanvasObject{kit.Grow(kit.NewCut(say("{{.What}} of {{.When}}", "What", what, "When", when(f.CreatedAt, now)), kit.Body, kit.Text))}
		if !looks {
			line = append(line, kit.NewLink(lang.L("Send again"), "", func() { c.sendOne(f.ID) }))
		}
		rows = append(rows, kit.Col(0, kit.Row(8, line...), kit.NewParagraph(kit.DangerText, kit.Caption, frame.T(f.Problem))))
	}
	c.dead.Objects = rows
}

// committed saves a typed address, or holds it back in Published.
func (c *forwardCard) committed(text string) {
	c.bad = false
	c.address.SetError("")
	c.pending++
	c.in.s.commit(channel.Edits{Forward: &app.Forward{URL: text}}, func(err error) {
		c.pending--
		if err != nil {
			c.bad = true
			problem := err
			if e := frame.Problems(err)[forwardAddress]; e != nil {
				problem = e
			}
			c.address.SetError(frame.ErrorText(problem))
		}
		c.in.s.refresh()
	})
}

// setError shows a problem that came under a name, if it is the address's.
func (c *forwardCard) setError(name string, e *app.Error) bool {
	if name != forwardAddress {
		return false
	}
	c.bad = true
	c.address.SetError(frame.ErrorText(e))
	return true
}

// goToForwarding leads to the forwarding address, on its tab.
func (s *Screen) goToForwarding() {
	in := s.incoming.get()
	in.detail.close()
	s.selectPart(frame.PartIncoming)
	in.forward.address.Focus()
}

func (c *forwardCard) withSecret(do func(app.Secret)) {
	at, s := c.in.s.m.at, c.in.s
	c.secret.SetBusy(true)
	kit.Start(&c.task, s.ctx, func(ctx context.Context) (app.Secret, error) {
		return s.deps.SigningSecret(ctx, at.Agent, at.Environment)
	}, func(v app.Secret, err error) {
		c.secret.SetBusy(false)
		switch {
		case at != s.m.at:
		case err != nil:
			c.secret.SetError(frame.ErrorText(err))
		default:
			c.secret.SetError("")
			do(v)
		}
		s.refresh()
	})
}

func (c *forwardCard) sendOne(id app.ForwardID) {
	c.again(func(ctx context.Context) (int, error) { return 1, c.in.s.deps.ForwardAgain(ctx, id) })
}

func (c *forwardCard) sendAll() {
	at := c.in.s.m.at
	c.again(func(ctx context.Context) (int, error) {
		return c.in.s.deps.ForwardAllAgain(ctx, at.Agent, at.Environment)
	})
}

func (c *forwardCard) again(do func(context.Context) (int, error)) {
	kit.Start(&c.act, c.in.s.ctx, do, func(n int, err error) {
		if err != nil {
			c.in.s.shell.ShowError(err)
		} else {
			c.in.s.shell.Toast(kit.KindOK, plural(n, "1 event is on its way again", "{{.N}} events are on their way again"), "", nil)
		}
		c.in.readNow()
	})
}
