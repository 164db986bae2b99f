package apipage

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/apikey"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// rotation is the dialog that makes a new key in place of one. UI thread only.
type rotation struct {
	s       *Screen
	key     app.APIKey
	overlap *kit.RadioList
	notice  *fyne.Container
	do      *kit.Button
	d       *kit.Dialog
	task    kit.Task
}

// askRotate asks for how long the old key shall go on.
func (s *Screen) askRotate(key app.APIKey) {
	r := &rotation{s: s, key: key, notice: kit.Stack()}
	r.notice.Hide()
	choices := make([]kit.RadioCard, len(apikey.Overlaps))
	for i, o := range apikey.Overlaps {
		choices[i] = kit.RadioCard{ID: o.String(), Title: overlapText(o)}
		if o == 0 {
			choices[i].Text = lang.L("Whatever uses it is refused until it has the new one. For a key that leaked.")
		}
	}
	r.overlap = kit.NewRadioList(choices)
	r.overlap.SetSelected(apikey.DefaultOverlap.String())
	keep := kit.NewButton(lang.L("Keep the old one"), func() { r.d.Close() })
	r.do = kit.NewPrimary(lang.L("Make the new key"), r.submit).WithIcon("refresh-cw")
	body := kit.Col(12,
		kit.NewParagraph(kit.Text2, kit.Body, lang.L("A new key is made, allowed the same and valid as long again. The old one goes on for a while, so that the client's IT can change over.")+" "+lastUse(key, s.clock.Now())),
		kit.Col(4, kit.NewLine(lang.L("How long the old key goes on"), kit.CaptionStrong, kit.Text2), r.overlap))
	r.d = kit.ShowDialog(s.shell.Window(), kit.DialogOptions{
		Title: lang.L("Rotate {{.Name}}?", map[string]any{"Name": key.Name}), Width: 480, Body: body, Notice: r.notice,
		Actions: []*kit.Button{keep, r.do}, Main: r.do,
	})
}

func (r *rotation) chosen() time.Duration {
	for _, o := range apikey.Overlaps {
		if o.String() == r.overlap.Selected() {
			return o
		}
	}
	return apikey.DefaultOverlap
}

// submit rotates. It goes on when dialog or page are left, so that the value that
// is shown once is not lost.
func (r *rotation) submit() {
	if r.do.Busy() {
		return
	}
	overlap := r.chosen()
	r.notice.Hide()
	r.do.SetBusy(true)
	kit.Start(&r.task, context.WithoutCancel(r.s.ctx), func(ctx context.Context) (m made, err error) {
		m.key, m.value, err = r.s.deps.Keys.Rotate(ctx, r.key.ID, overlap)
		return m, err
	}, func(m made, err error) { r.finish(m, overlap, err) })
}

func (r *rotation) finish(m made, overlap time.Duration, err error) {
	r.do.SetBusy(false)
	switch {
	case err != nil && !r.d.IsOpen():
		r.s.shell.ShowError(err)
		return
	case err != nil:
		showNotice(r.notice, frame.ErrorText(err))
		r.d.Refresh()
		return
	}
	r.d.Close()
	r.s.Reload()
	more := lang.L("The old key, {{.Hint}}, does not work any more.", map[string]any{"Hint": r.key.Hint})
	if end := r.oldEnd(overlap); overlap > 0 {
		more = lang.L("The old key, {{.Hint}}, works until {{.Time}}.", map[string]any{"Hint": r.key.Hint, "Time": frame.Date(end) + " " + end.Local().Format("15:04")})
	}
	r.s.showOnce(m, lang.L("Key rotated: {{.Name}}", map[string]any{"Name": m.key.Name}), more)
}

// oldEnd is when the old key ends: after the overlap, or at its own end when that
// comes first.
func (r *rotation) oldEnd(overlap time.Duration) time.Time {
	end := r.s.clock.Now().Add(overlap)
	if !r.key.ExpiresAt.IsZero() && r.key.ExpiresAt.Before(end) {
		return r.key.ExpiresAt
	}
	return end
}

// askRevoke asks before a key ends at once.
func (s *Screen) askRevoke(key app.APIKey) {
	kit.Confirm(s.shell.Window(), kit.ConfirmOptions{
		Title: lang.L("Revoke {{.Name}}?", map[string]any{"Name": key.Name}),
		Text: lang.L("Every request with {{.Hint}} is refused from now on, for good. Messages that were taken already are still sent.",
			map[string]any{"Hint": key.Hint}) + " " + lastUse(key, s.clock.Now()),
		Keep: lang.L("Keep the key"), Do: lang.L("Revoke the key"), Danger: true,
		OnDo: func() { s.revoke(key) },
	})
}

func (s *Screen) revoke(key app.APIKey) {
	kit.Start(&kit.Task{}, context.WithoutCancel(s.ctx), func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.deps.Keys.Revoke(ctx, key.ID)
	}, func(_ struct{}, err error) {
		if err != nil {
			s.shell.ShowError(err)
			return
		}
		s.shell.Toast(kit.KindOK, lang.L("{{.Name}} does not work any more", map[string]any{"Name": key.Name}), "", nil)
		s.Reload()
	})
}
