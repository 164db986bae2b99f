package channelpage

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/inbox"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// sessionsSeen tells how many sessions run, and why the latest ended.
type sessionsSeen struct {
	card  *fyne.Container
	count *kit.Cut
	body  *fyne.Container
	key   string
}

func newSessionsSeen() *sessionsSeen {
	c := &sessionsSeen{count: kit.NewCut("", kit.Caption, kit.Text3), body: kit.Col(12)}
	c.card = kit.NewCard(kit.CardHeadWith(kit.NewCut(lang.L("Sessions"), kit.Section, kit.Text), c.count), kit.Pad(0, 16, 16, 16, c.body))
	c.card.Hide()
	return c
}

func (c *sessionsSeen) apply(s inbox.Sessions, now time.Time) {
	setShown(c.card, s.Running > 0 || len(s.Ended) > 0)
	c.count.SetText(plural(s.Running, "1 running", "{{.N}} running"))
	key := fmt.Sprint(s)
	if key == c.key {
		return
	}
	c.key = key
	c.body.Objects = nil
	for _, e := range s.Ended {
		head := kit.Row(8, kit.Grow(kit.NewCut(app.FormatPhone(e.Who), kit.Body, kit.Text)), kit.NewLine(sinceText(e.At, now), kit.Caption, kit.Text3))
		c.body.Objects = append(c.body.Objects, kit.Col(0, head, kit.NewParagraph(kit.Text3, kit.Caption, frame.T(e.Reason))))
	}
	if len(s.Ended) == 0 {
		c.body.Objects = append(c.body.Objects, kit.NewParagraph(kit.Text3, kit.Caption, lang.L("None ended yet. Why a session ended shows here.")))
	}
}
