package sendpage

import (
	"fyne.io/fyne/v2/lang"

	"channeldesk/screens/kit"
)

const (
	goOnLimit  = "limit"
	goOnAnyway = "anyway"
)

// askGoOn asks how to go on with a bulk send that stopped at its limit for
// failures: with the same limit, or without one.
func (h *progressHead) askGoOn() {
	s := h.p.got
	how := kit.NewRadioList([]kit.RadioCard{
		{ID: goOnLimit, Title: lang.L("Stop again when too many fail"),
			Text: say("Counted from now: more than {{.Percent}}% of {{.N}} messages.", "Percent", s.bulk.FailLimit, "N", kit.Number(s.bulk.FailSpan))},
		{ID: goOnAnyway, Title: lang.L("Go on whatever fails"),
			Text: plural(s.waiting(), "1 message is left. However many fail, it does not stop by itself.", "{{.N}} messages are left. However many fail, it does not stop by itself.")},
	})
	how.SetSelected(goOnLimit)
	kit.Confirm(h.p.shell.Window(), kit.ConfirmOptions{
		Title: plural(s.counts.Failed, "Go on after 1 failed?", "Go on after {{.N}} failed?"),
		Text:  lang.L("Look at the reasons first. What failed is not sent again."),
		Extra: how, Keep: lang.L("Not yet"), Do: lang.L("Go on"), OnDo: func() {
			if how.Selected() == goOnAnyway {
				h.p.do(h.main, h.p.deps.Bulk.ResumeAnyway)
				return
			}
			h.p.do(h.main, h.p.deps.Bulk.Resume)
		},
	})
}
