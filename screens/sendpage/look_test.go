package sendpage

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

func TestPictures(t *testing.T) {
	later := func(ui *frametest.UI, s *Screen) {
		s.many.panel.when.SetValue(whenLater)
		s.many.show()
		ui.Settle()
	}
	for name, p := range map[string]struct {
		mode kit.Mode
		size fyne.Size
		deps func(*fakeDeps)
		file bool
		show func(*frametest.UI, *Screen)
	}{
		"many-light": {kit.ModeLight, pageSize, nil, true, later}, "many-dark": {kit.ModeDark, pageSize, nil, true, later},
		"many-small-light": {kit.ModeLight, pageSmall, nil, true, later}, "many-small-dark": {kit.ModeDark, pageSmall, nil, true, nil},
		"empty-light": {kit.ModeLight, pageSize, nil, false, nil}, "empty-dark": {kit.ModeDark, pageSmall, nil, false, nil},
		"edit-light": {kit.ModeLight, pageSize, nil, true, func(ui *frametest.UI, s *Screen) { s.many.problems.act(0); ui.Settle() }},
		"fixed-light": {kit.ModeLight, pageSize, nil, true, func(ui *frametest.UI, s *Screen) {
			s.many.match.lines[2].pick.OnChanged(sameForAll)
			s.many.match.lines[4].pick.OnChanged(sameForAll)
			ui.Settle()
		}},
		"warned-dark": {kit.ModeDark, pageSize, func(d *fakeDeps) {
			d.findings = []bulk.Finding{{ID: bulk.FindGateway, Level: bulk.Warning, What: app.Say("The gateway does not run, so nothing is sent until it does.")},
				{ID: bulk.FindLimit, Level: bulk.Warning, Number: 1200, What: app.Say("The messaging limit leaves room for 1,200 people within 24 hours, and 2,415 are in the file.")}}
		}, true, nil},
		"tall-light": {kit.ModeLight, pageSize, charged, true, tall}, "tall-small-dark": {kit.ModeDark, pageSmall, charged, true, tall},
		"confirm-light": {kit.ModeLight, pageSize, nil, true, func(ui *frametest.UI, s *Screen) { s.MainAction(); ui.Settle() }},
		"one-light":     {kit.ModeLight, pageSize, nil, false, typedOne}, "one-dark": {kit.ModeDark, pageSmall, nil, false, typedOne},
		"sends-light": {kit.ModeLight, pageSize, func(d *fakeDeps) { *d = *manySends() }, false, func(ui *frametest.UI, s *Screen) { s.show(viewSends); ui.Settle() }},
		"viewer-dark": {kit.ModeDark, pageSmall, func(d *fakeDeps) { *d = *manySends(); d.role = app.Viewer }, false, nil},
		"opt-outs-light": {kit.ModeLight, pageSize, func(d *fakeDeps) { d.outs = []string{"+6281255501423", "+6281355509027"} }, false, func(ui *frametest.UI, s *Screen) {
			s.showOptOuts()
			ui.Settle()
		}},
		"opt-outs-small-dark": {kit.ModeDark, fyne.NewSize(1024, 700), func(d *fakeDeps) { d.outs = []string{"+6281255501423"} }, false, func(ui *frametest.UI, s *Screen) {
			s.showOptOuts()
			s.shell.Window().Canvas().Unfocus()
			ui.Settle()
		}},
		"one-empty-light": {kit.ModeLight, pageSize, nil, false, func(ui *frametest.UI, s *Screen) {
			s.show(viewOne)
			ui.Settle()
		}},
		"account-light": {kit.ModeLight, pageSize, func(d *fakeDeps) { d.view.Channel.AccountCode = "" }, false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			frametest.Run(t, p.mode, func(t *testing.T, ui *frametest.UI) {
				d := sample()
				if p.deps != nil {
					p.deps(d)
				}
				var s *Screen
				if p.file {
					s, _ = composed(t, ui, p.size, d)
				} else {
					s, _ = opened(ui, p.size, d)
				}
				if p.show != nil {
					p.show(ui, s)
				}
				ui.Golden(name)
			})
		})
	}
}

// charged is a channel whose amounts nobody knows: both rows show.
func charged(d *fakeDeps) { d.findings = d.findings[:3] }

// tall is a template with a picture, to be sent later.
func tall(ui *frametest.UI, s *Screen) {
	t := pictured()
	s.got.templates = append(s.got.templates, t)
	s.many.pick.setTemplates(s.got.templates, "Meta")
	s.many.pick.choose(t)
	ui.Settle()
	s.many.match.lines[1].pick.OnChanged(sameForAll)
	s.many.choice.fixed["header"] = "https://pictures.example/due.png"
	s.many.panel.when.SetValue(whenLater)
	s.many.changed()
	ui.Settle()
}

// pictured is the template of the pictures with an image above its text.
func pictured() app.Template {
	t := reminder()
	t.ID, t.Name = 9, "installment_picture"
	t.Design.Header = &app.HeaderDesign{Kind: app.HeaderImage}
	t.Design.Buttons = append(t.Design.Buttons, app.ButtonDesign{Kind: app.ButtonQuickReply, Text: "Ask the branch"}, app.ButtonDesign{Kind: app.ButtonPhone, Text: "Call us", Phone: "+622155500100"})
	return t
}

// atLimit is why a bulk send stopped at its limit for failures.
var atLimit = app.Say("{{.Failed}} of the latest {{.N}} messages failed. That is more than {{.Limit}}%.", "Failed", 11, "N", 200, "Limit", 5)

// typedOne is one message as it is being written, with three that were sent.
func typedOne(ui *frametest.UI, s *Screen) {
	s.show(viewOne)
	s.one.pick.choose(reminder())
	s.one.to.SetText("0812-5550-1423")
	s.one.name.SetText("Ibu Sari")
	s.one.values["1"].SetText("Ibu Sari")
	s.one.values["2"].SetText("Rp 4,250,000")
	s.one.show()
	content := app.Content{Template: &app.TemplateMessage{Name: "installment_reminder"}}
	s.one.add(app.Message{Mark: "msg_1", To: "+6281255501423", Name: "Ibu Sari", Status: app.MessageRead, CreatedAt: now.Add(-2 * time.Minute), Content: content})
	s.one.add(app.Message{Mark: "msg_2", To: "+6285255506671", Status: app.MessageUnknown, CreatedAt: now.Add(-time.Minute), Content: content, Reason: app.Say("The connection broke before Meta answered."), Fix: app.Say("Wait for a state, or ask the person.")})
	s.one.add(app.Message{Mark: "msg_3", To: "+6281355509027", Status: app.MessageQueued, CreatedAt: now, Content: content})
	ui.Settle()
}

// manySends has a bulk send in each state.
func manySends() *fakeDeps {
	d := sample()
	for i, s := range []app.BulkStatus{app.BulkScheduled, app.BulkPreparing, app.BulkTrying, app.BulkRunning, app.BulkPaused, app.BulkStopped, app.BulkDone, app.BulkCancelled} {
		d.bulks = append(d.bulks, app.BulkSend{ID: app.BulkID(20 - i), Name: "Installment reminder, " + string(s), Template: "installment_reminder", Language: "en", Status: s, Total: 2415 * (i + 1), DueAt: now.Add(time.Duration(1-i) * 23 * time.Hour), CreatedBy: "Dewi Kartika"})
	}
	return d
}

func TestProgressPictures(t *testing.T) {
	status := func(s app.BulkStatus, change func(*fakeDeps)) func(*fakeDeps) {
		return func(d *fakeDeps) {
			d.bulks[0].Status = s
			if change != nil {
				change(d)
			}
		}
	}
	fresh := func(d *fakeDeps) {
		d.counts, d.failures, d.latest = app.BulkCounts{Held: 2415}, nil, nil
		d.bulks[0].DueAt, d.bulks[0].StartedAt = now.Add(23*time.Hour+19*time.Minute), time.Time{}
	}
	for name, p := range map[string]struct {
		mode kit.Mode
		size fyne.Size
		deps func(*fakeDeps)
	}{
		"running-light": {kit.ModeLight, pageSize, nil}, "running-dark": {kit.ModeDark, pageSize, nil}, "running-small-light": {kit.ModeLight, pageSmall, nil},
		"scheduled-light": {kit.ModeLight, pageSize, status(app.BulkScheduled, fresh)},
		"preparing-dark":  {kit.ModeDark, pageSmall, status(app.BulkPreparing, func(d *fakeDeps) { fresh(d); d.bulks[0].Prepared, d.counts.Held = 900, 900 })},
		"trying-light":    {kit.ModeLight, pageSmall, status(app.BulkTrying, func(d *fakeDeps) { fresh(d); d.counts = app.BulkCounts{Held: 2410, Sent: 3, Delivered: 2} })},
		"paused-light":    {kit.ModeLight, pageSize, status(app.BulkPaused, func(d *fakeDeps) { d.gateway = false })},
		"stopped-dark": {kit.ModeDark, pageSize, status(app.BulkStopped, func(d *fakeDeps) {
			d.bulks[0].Why = atLimit
		})},
		"done-light": {kit.ModeLight, pageSize, status(app.BulkDone, func(d *fakeDeps) {
			d.bulks[0].EndedAt = now
			d.counts = app.BulkCounts{Delivered: 1800, Read: 591, Failed: 24}
		})},
		"cancelled-dark": {kit.ModeDark, pageSmall, status(app.BulkCancelled, func(d *fakeDeps) { d.counts.Cancelled, d.counts.Held, d.counts.Queued = 909, 0, 0 })},
	} {
		t.Run(name, func(t *testing.T) {
			frametest.Run(t, p.mode, func(_ *testing.T, ui *frametest.UI) {
				d := running()
				if p.deps != nil {
					p.deps(d)
				}
				_, _ = followed(ui, p.size, d)
				ui.Golden(name)
			})
		})
	}
}
