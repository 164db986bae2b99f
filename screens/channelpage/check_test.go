package channelpage

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

func passedAll() app.CheckReport {
	r := report()
	for i := range r.Steps {
		r.Steps[i].State, r.Steps[i].Action = app.StepPassed, ""
	}
	r.At = fixedNow
	return r
}

func TestStepsTurnOneByOneAndTheResultStays(t *testing.T) {
	deps := draft()
	b := start(t, kit.ModeLight, deps).enter("")
	halfway, goOn := make(chan struct{}), make(chan struct{})
	deps.check = func(_ context.Context, turn func(app.CheckStep)) (app.CheckReport, error) {
		turn(app.CheckStep{ID: "access_token", State: app.StepPassed, Title: app.Say("Access token is valid")})
		turn(app.CheckStep{ID: "permissions", State: app.StepRunning, Title: app.Say("Permissions are complete")})
		close(halfway)
		<-goOn
		return passedAll(), nil
	}
	b.page.MainAction()
	<-halfway
	b.ui.drain()
	require.True(t, b.page.m.running)
	require.Equal(t, app.StepRunning, b.page.m.rows()[1].State)
	require.Equal(t, app.StepSkipped, b.page.m.rows()[2].State)
	require.Equal(t, "Cancel", b.page.panel.run.Text())
	require.Equal(t, "Checking now", b.page.panel.caption.FullText())
	require.True(t, b.shell.has("checking"))
	close(goOn)
	b.settle()
	require.Contains(t, b.texts(), "6 of 6 passed")
	require.NotContains(t, b.texts(), "Subscribe now")
	require.True(t, b.shell.has("connection needs_attention"), "the token ends soon")
}

func TestCheckIsCancelled(t *testing.T) {
	deps := draft()
	b := start(t, kit.ModeLight, deps).enter("")
	started := make(chan struct{})
	deps.check = func(ctx context.Context, _ func(app.CheckStep)) (app.CheckReport, error) {
		close(started)
		<-ctx.Done()
		return app.CheckReport{}, ctx.Err()
	}
	b.page.MainAction()
	<-started
	b.ui.drain()
	b.press("Cancel")
	require.False(t, b.page.m.running)
	require.Contains(t, b.texts(), "4 of 6 passed", "the earlier result is back")
	require.Empty(t, b.shell.errors)
}

func TestSubscribeMendsAndChecksAgain(t *testing.T) {
	deps := draft()
	deps.check = func(context.Context, func(app.CheckStep)) (app.CheckReport, error) { return passedAll(), nil }
	b := start(t, kit.ModeLight, deps).enter("")
	b.press("Subscribe now")
	require.Equal(t, 1, deps.called("subscribe"))
	require.Equal(t, 1, deps.called("check"))
	require.Contains(t, b.texts(), "6 of 6 passed")
}

func TestSubscribeThatFailsSaysSoInTheBox(t *testing.T) {
	deps := draft()
	deps.subscribe = func() error { return app.NewError(app.CodeProviderRefused, app.Say("Meta refused.")) }
	b := start(t, kit.ModeLight, deps).enter("")
	b.press("Subscribe now")
	require.Contains(t, b.texts(), "Meta refused.")
	require.Zero(t, deps.called("check"))
}

func TestFailedStepLeadsToItsField(t *testing.T) {
	deps := draft()
	deps.view.Report.Steps[2] = app.CheckStep{ID: "number", State: app.StepFailed, Title: app.Say("Phone number is in another account"),
		Field: "phone_number_id", Code: "Meta 100"}
	deps.view.Report.Steps[0] = app.CheckStep{ID: "access_token", State: app.StepFailed, Title: app.Say("Access token has ended"), Field: "access_token"}
	b := start(t, kit.ModeLight, deps).enter("")
	require.Contains(t, b.texts(), "Meta 100")
	b.press("Go to Phone number ID")
	require.True(t, b.page.account.box("phone_number_id").text.IsFocused())
	b.press("Replace it")
	require.True(t, b.page.secrets.box("access_token").field.IsReplacing())
}

func TestUnreachableProviderIsNeverCalledWrong(t *testing.T) {
	deps := draft()
	for i := range deps.view.Report.Steps {
		deps.view.Report.Steps[i] = app.CheckStep{ID: deps.view.Report.Steps[i].ID, State: app.StepUnknown, Title: app.Say("Could not be checked"),
			Detail: app.Say("Meta did not answer."), Fix: app.Say("Try again in a minute.")}
	}
	b := start(t, kit.ModeLight, deps).enter("")
	require.Contains(t, b.texts(), "Nothing is known to be wrong. Try again in a minute.")
	require.NotContains(t, b.texts(), "To fix it:")
}

func TestOldReportSaysThatSettingsChanged(t *testing.T) {
	deps := draft()
	deps.view.Channel.UpdatedAt = clock(9, 38)
	b := start(t, kit.ModeLight, deps).enter("")
	require.Contains(t, b.texts(), "Settings changed since 09:36")
}

func TestCheckRunsAfterWhatIsTypedWasSaved(t *testing.T) {
	deps := draft()
	var seen string
	deps.check = func(context.Context, func(app.CheckStep)) (app.CheckReport, error) {
		seen = deps.view.Channel.Fields["app_id"]
		return passedAll(), nil
	}
	b := start(t, kit.ModeLight, deps).enter("")
	f := b.page.account.box("app_id")
	f.text.SetText("")
	f.text.Focus()
	for _, r := range "555123456" {
		b.shell.win.Canvas().Focused().TypedRune(r)
	}
	b.page.MainAction()
	b.settle()
	require.Equal(t, "555123456", seen)
}

func TestReportTextHasNoSecret(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter(frame.PartAccount)
	b.press("Copy report")
	require.Contains(t, b.shell.text, "Failed: Webhook is not subscribed. Meta is not passing")
	require.Contains(t, b.shell.text, "+62 811-5550-0188")
	require.Contains(t, b.shell.text, "4 of 6 passed")
	require.NotContains(t, b.shell.text, "Zk9D")
}
