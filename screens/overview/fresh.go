package overview

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// fresh is the page of a channel that nobody has set up yet.
func (s *Screen) fresh(m model) fyne.CanvasObject {
	return kit.Col(16,
		newHealthStrip(m),
		viewerNote(m),
		s.endsCard(m),
		kit.Grow(kit.RowStretch(16, kit.Fix(freshWide, 0, s.freshSteps(m)), kit.Grow(s.deliveries(m)))),
	)
}

func (s *Screen) freshSteps(m model) fyne.CanvasObject {
	done, all := m.overview.Done(), len(m.overview.Steps)
	progress := kit.NewProgress(kit.KindOK)
	progress.SetShare(float64(done) / float64(all))
	rows := []fyne.CanvasObject{
		kit.Fix(0, 24, kit.Row(8, kit.Grow(kit.NewLine(lang.L("Set up this channel"), kit.Section, kit.Text)),
			kit.NewLine(doneText(done, all), kit.Caption, kit.Text2))),
		kit.Pad(8, 0, 12, 0, progress),
	}
	next, _ := m.overview.Next()
	for i, step := range m.overview.Steps {
		edge, ink, style := kit.Input, kit.Text3, kit.Body
		if step.ID == next.ID {
			edge, ink, style = kit.Primary, kit.PrimaryText, kit.BodyStrong
		}
		badge := fyne.CanvasObject(kit.Stack(kit.NewBox(kit.Surface, edge, 12, 1), kit.Mid(24, 24, kit.NewLine(fmt.Sprint(i+1), kit.CaptionStrong, ink))))
		if step.Done {
			badge = kit.Mid(24, 24, kit.NewIcon("circle-check", 18, kit.OkText))
		}
		hint := frame.T(step.Hint)
		if step.Done {
			hint = frame.T(step.Result)
		}
		rows = append(rows, kit.HLine(), kit.Fix(0, freshHigh-1, kit.Pad(1, 0, 0, 0, kit.Row(12, kit.Fix(24, 24, badge), kit.Grow(kit.Col(0,
			kit.NewCut(frame.T(step.Title), style, kit.Text), kit.NewCut(hint, kit.Caption, kit.Text3)))))))
	}
	rows = append(rows, kit.HLine())
	if !m.viewer {
		rows = append(rows, kit.Pad(16, 0, 16, 0, s.freshActions(m)))
	}
	return kit.NewCard(kit.Pad(16, 16, 0, 16, kit.Col(0, rows...)))
}

func (s *Screen) freshActions(m model) fyne.CanvasObject {
	text, start := lang.L("Start with the account"), func() { s.shell.Go(frame.Channel, frame.PartAccount) }
	if !m.agent.HasDraft && m.env == app.Published {
		text, start = lang.L("Create draft and start"), s.shell.CreateDraft
	}
	s.next, s.button = start, kit.NewPrimary(text, start).WithIcon("pencil-line")
	email := kit.NewQuiet(lang.L("Email a checklist to the client"), func() { s.shell.OpenLink(frame.ChecklistMail(m.agent.Name)) })
	return kit.Row(8, s.button, email, kit.Spring())
}
