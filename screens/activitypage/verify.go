package activitypage

import (
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// verifier follows the whole log and says whether it holds. UI thread only.
type verifier struct {
	s      *Screen
	button *kit.Button
	result *verdict
	said   bool
	task   kit.Task
}

func newVerifier(s *Screen) *verifier {
	v := &verifier{s: s}
	v.button = kit.NewButton(lang.L("Verify"), v.run).WithIcon("shield-check")
	kit.AttachTooltip(v.button, lang.L("Follows the log from its first line and shows whether anything was changed or removed"))
	v.result = newVerdict(func() { v.say(false) })
	v.result.Hide()
	return v
}

func (v *verifier) cancel() {
	v.task.Cancel()
	v.button.SetBusy(false)
}

// forget takes the verdict away: it says nothing of a log that went on since.
func (v *verifier) forget() {
	if v.said {
		v.say(false)
	}
}

// shown tells whether the list is what is seen: the verdict belongs to it.
func (v *verifier) shown(list bool) { v.result.Hidden = !list || !v.said }

func (v *verifier) say(on bool) {
	v.said = on
	v.result.Hidden = !on
	v.s.content.Refresh()
}

func (v *verifier) run() {
	v.button.SetBusy(true)
	kit.Start(&v.task, v.s.ctx, v.s.deps.VerifyActivity, func(p app.ActivityProof, err error) {
		v.button.SetBusy(false)
		switch {
		case err != nil:
			v.result.failed(frame.ErrorText(err))
		case p.BrokenAt != 0:
			v.result.broken(p)
		default:
			v.result.holds(p, func() { v.s.shell.CopyText(p.Head, lang.L("Mark copied")) })
		}
		v.say(true)
	})
}
