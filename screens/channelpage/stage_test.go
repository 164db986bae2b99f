package channelpage

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

func TestPageLoadsAndThenShows(t *testing.T) {
	deps := draft()
	goOn := make(chan struct{})
	view := deps.view
	view.Declaration = metaDeclaration()
	deps.get = func() (channel.View, error) {
		<-goOn
		return view, nil
	}
	b := start(t, kit.ModeLight, deps)
	b.page.Enter(context.Background(), b.at, "")
	require.Equal(t, kit.StageLoading, b.page.stage.State())
	close(goOn)
	b.settle()
	require.Equal(t, kit.StageReady, b.page.stage.State())
}

func TestOtherEnvironmentLoadsAnew(t *testing.T) {
	deps := draft()
	b := start(t, kit.ModeLight, deps).enter(frame.PartWebhook)
	b.page.Leave()
	deps.view = published().view
	b.at.Environment = app.Published
	b.page.Enter(context.Background(), b.at, "")
	require.Equal(t, kit.StageLoading, b.page.stage.State(), "nothing of Draft is shown as if it were Published")
	b.settle()
	require.True(t, b.page.m.readOnly())
	require.Equal(t, frame.PartWebhook, b.page.part(), "the tab stays")
}

func TestLaterFailureLeavesThePageStanding(t *testing.T) {
	deps := draft()
	b := start(t, kit.ModeLight, deps).enter("")
	deps.get = func() (channel.View, error) { return channel.View{}, app.NewError(app.CodeInternal, app.Say("Gone.")) }
	b.page.Reload()
	b.settle()
	require.Equal(t, kit.StageReady, b.page.stage.State())
	require.Len(t, b.shell.errors, 1)
}

func TestLeavingEndsACheckAndComesBackQuiet(t *testing.T) {
	deps := draft()
	deps.check = func(ctx context.Context, _ func(app.CheckStep)) (app.CheckReport, error) {
		<-ctx.Done()
		return app.CheckReport{}, ctx.Err()
	}
	b := start(t, kit.ModeLight, deps).enter("")
	b.page.MainAction()
	require.True(t, b.page.m.running)
	b.page.Leave()
	b.settle()
	b.enter("")
	require.False(t, b.page.m.running)
	require.Contains(t, b.texts(), "4 of 6 passed")
	require.Empty(t, b.shell.errors)
}

func TestPartsLeadToTheirTabs(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter(frame.PartWebhook)
	require.Contains(t, b.texts(), "What the customer sees")
	b.enter(frame.PartAccount)
	require.Contains(t, b.texts(), "Connection check")
	require.NotContains(t, b.texts(), "What the customer sees")
}
