package overview

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

func gives(v channel.View) func() (channel.View, error) {
	return func() (channel.View, error) { return v, nil }
}

func TestPictures(t *testing.T) {
	part := func() *fakeDeps { return &fakeDeps{view: gives(partDone()), log: handed, recent: activity} }
	sent := func() *fakeDeps { return &fakeDeps{view: gives(partDone()), log: handed, recent: activity, days: week} }
	account := func() *fakeDeps {
		v := partDone()
		v.Channel.AccountCode = ""
		return &fakeDeps{view: gives(v), log: handed, recent: activity}
	}
	none := func() *fakeDeps { return &fakeDeps{view: gives(fresh())} }
	ends := func(role app.Role) *fakeDeps {
		return &fakeDeps{view: gives(partDone()), log: handed, recent: activity, ahead: ending, role: role}
	}
	for name, p := range map[string]struct {
		mode kit.Mode
		size fyne.Size
		deps *fakeDeps
	}{
		"fresh-light": {kit.ModeLight, pageSize, none()}, "fresh-dark": {kit.ModeDark, pageSize, none()},
		"fresh-small-light": {kit.ModeLight, pageSmall, none()},
		"part-light":        {kit.ModeLight, pageSize, part()}, "part-dark": {kit.ModeDark, pageSize, part()},
		"part-small-light": {kit.ModeLight, pageSmall, part()},
		"account-light":    {kit.ModeLight, pageSize, account()}, "account-small-dark": {kit.ModeDark, pageSmall, account()},
		"ends-light": {kit.ModeLight, pageSize, ends("")}, "ends-dark": {kit.ModeDark, pageSize, ends("")},
		"sent-light": {kit.ModeLight, pageSize, sent()}, "sent-dark": {kit.ModeDark, pageSize, sent()}, "sent-small-light": {kit.ModeLight, pageSmall, sent()},
		// A window of the smallest size with text of 150 %.
		"sent-tight-light":   {kit.ModeLight, fyne.NewSize(780, 641), sent()},
		"viewer-small-light": {kit.ModeLight, pageSmall, ends(app.Viewer)},
		"viewer-fresh-light": {kit.ModeLight, pageSmall, &fakeDeps{view: gives(fresh()), role: app.Viewer}},
	} {
		t.Run(name, func(t *testing.T) {
			frametest.Run(t, p.mode, func(_ *testing.T, ui *frametest.UI) {
				opened(ui, p.size, p.deps, Extras{OpenSandbox: func() {}})
				ui.Golden(name)
			})
		})
	}
}

func TestLoadingReadyAndFailed(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		wait := make(chan struct{})
		var err error
		deps := &fakeDeps{view: func() (channel.View, error) { <-wait; return partDone(), err }}
		s, shell := opened(ui, pageSize, deps, Extras{})
		ui.Pass(time.Second)
		assert.Equal(t, kit.StageLoading, s.stage.State())
		err = app.NewError(app.CodeInternal, app.Say("Something went wrong inside Channel Desk.")).Because(errors.New("disk"))
		close(wait)
		ui.Settle()
		assert.Equal(t, kit.StageFailed, s.stage.State())
		assert.Contains(t, ui.Texts(), "The overview could not be read")
		ui.Press("Copy details")
		assert.NotContains(t, shell.said[0], "disk")
		s.MainAction() // nothing to do
		err = nil
		ui.Press("Try again")
		assert.Equal(t, kit.StageReady, s.stage.State())
		assert.Contains(t, ui.Texts(), "Bank Nusantara")
	})
}

func TestWhatLeavesEndsAndWhatIsTheSameStays(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		deps := &fakeDeps{view: gives(partDone()), log: handed}
		s, _ := opened(ui, pageSize, deps, Extras{})
		ui.Settle()
		button := s.button
		button.Focus()
		s.Reload()
		ui.Settle()
		assert.Same(t, button, s.button, "the same answer draws nothing")
		v := partDone()
		v.PublicAddress = "https://other.example"
		deps.view = gives(v)
		s.Reload()
		ui.Settle()
		assert.NotSame(t, button, s.button)
		assert.Equal(t, "Review it", ui.Focused(), "the focus stays on the next step")

		stuck := make(chan struct{})
		deps.view = func() (channel.View, error) { <-stuck; return fresh(), nil }
		s.Reload()
		s.Leave()
		close(stuck)
		ui.Settle()
		assert.NotContains(t, ui.Texts(), "Set up this channel")
		assert.Error(t, deps.asked[len(deps.asked)-1].Err())
	})
}

func TestTheNextStepLeadsToItsPlace(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*channel.View)
		log    bool
		want   []string
	}{
		"account in the draft":  {func(v *channel.View) { v.Channel.AccountCode = "" }, true, []string{"draft", "channel/account"}},
		"token where we are":    {func(v *channel.View) { v.Report.Steps[0].State = app.StepFailed }, true, []string{"channel/account"}},
		"address":               {func(v *channel.View) { v.PublicAddress = "" }, true, []string{"settings/gateway"}},
		"delivery":              {func(v *channel.View) { v.Report.Steps[1].State = app.StepFailed }, true, []string{"channel/account"}},
		"hand-off":              {func(*channel.View) {}, false, []string{"handoff/"}},
		"session in the draft":  {func(*channel.View) {}, true, []string{"draft", "channel/webhook"}},
		"session without draft": {func(v *channel.View) { v.Agent.HasDraft = false }, true, []string{"channel/webhook"}},
		"all is done":           {func(v *channel.View) { v.Channel.Session.AskUserToEnd = true }, true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
				v := partDone()
				c.change(&v)
				deps := &fakeDeps{view: gives(v)}
				if c.log {
					deps.log = handed
				}
				s, shell := opened(ui, pageSize, deps, Extras{})
				ui.Settle()
				s.MainAction()
				assert.Equal(t, c.want, shell.said)
			})
		})
	}
}

func TestAFreshChannelOffersADraftTheSandboxAndAMail(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		opens := 0
		deps := &fakeDeps{view: gives(fresh())}
		s, shell := opened(ui, pageSize, deps, Extras{OpenSandbox: func() { opens++ }})
		ui.Settle()
		ui.Press("Create draft and start")
		ui.Press("Try it in the sandbox first")
		ui.Press("Email a checklist to the client")
		assert.Equal(t, 1, opens)
		assert.Equal(t, "create draft", shell.said[0])
		assert.Contains(t, shell.said[1], "mailto:?subject=What%20we%20need%20to%20connect%20WhatsApp%20to%20Batik")

		v := fresh()
		v.Agent.HasDraft = true
		deps.view = gives(v)
		s.Enter(context.Background(), frame.Place{Agent: 1, Environment: app.Draft}, "")
		ui.Settle()
		ui.Press("Start with the account")
		assert.Equal(t, "channel/account", shell.said[2])
	})
}

func TestWhatEndsLeadsToWhereItIsMended(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		_, shell := opened(ui, pageSize, &fakeDeps{view: gives(partDone()), log: handed, ahead: ending}, Extras{})
		ui.Settle()
		assert.NotContains(t, ui.Texts(), "Push token", "another agent's is not shown here")
		ui.Press("Replace it: Access token, Draft")
		ui.Press("Look at it: Old webhook secret, Published")
		ui.Press("All activity")
		assert.Equal(t, []string{"draft", "channel/account", "channel/webhook", "activity/"}, shell.said)
	})
}

func TestAViewerHasNothingToPressButToLook(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		deps := &fakeDeps{view: gives(partDone()), log: handed, ahead: ending, role: app.Viewer}
		s, shell := opened(ui, pageSize, deps, Extras{OpenSandbox: func() {}})
		ui.Settle()
		assert.Contains(t, ui.Texts(), "You can look, not change.")
		for _, gone := range []string{"Review it", "Replace it: Access token, Draft", "Try it in the sandbox first"} {
			assert.Nil(t, ui.Control(gone), gone)
		}
		s.MainAction()
		assert.Empty(t, shell.said)
		deps.view = gives(fresh())
		s.Reload()
		ui.Settle()
		assert.Nil(t, ui.Control("Create draft and start"))
	})
}

func TestDeliveriesAreLiveWithoutANewPage(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		days, _ := week()
		deps := &fakeDeps{view: gives(partDone()), log: handed, days: func() ([]app.HistoryDay, error) { return days, nil }}
		s, shell := opened(ui, pageSize, deps, Extras{})
		ui.Settle()
		assert.Contains(t, ui.Texts(), "Failed, most on Monday")
		assert.Contains(t, ui.Texts(), "131,802\n")
		button := s.button
		days[6].Counts.Total++
		days[6].Counts.Waiting++
		s.Reload()
		ui.Settle()
		assert.Contains(t, ui.Texts(), "131,803\n")
		assert.Same(t, button, s.button, "the page is not built anew")
		ui.Press("Open history")
		ui.Press("Failed messages")
		assert.Equal(t, []string{"history/days=7", "history/days=7&status=failed"}, shell.said)
		days = nil
		s.Reload()
		ui.Settle()
		assert.Contains(t, ui.Texts(), "No deliveries yet")
	})
}
