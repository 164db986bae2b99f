package screens

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
)

func TestSeveralMembersAreAskedWhoIsThere(t *testing.T) {
	deps := two()
	deps.owner, deps.asks = app.Member{}, true
	started(t, deps, func(t *testing.T, d *desk) {
		require.True(t, d.w.signingIn)
		require.Zero(t, deps.count("list"), "agents were read before anybody signed in")
		require.Empty(t, d.overview.said)

		d.w.SignedIn(app.Member{ID: 2, Name: "Sari", Role: app.Contributor})
		d.Settle()
		require.Equal(t, 1, deps.count("me Sari"))
		require.Equal(t, []string{"enter"}, d.overview.said)
		require.False(t, d.w.signingIn)

		m, ok := app.ActingMember(d.overview.ctx)
		require.True(t, ok)
		require.Equal(t, "Sari", m.Name)
	})
}

func TestChangeMemberLeavesThePage(t *testing.T) {
	started(t, two(), func(t *testing.T, d *desk) {
		d.channel.held = 1
		d.w.Go(frame.Channel, "")
		d.w.ChangeMember()
		d.Settle()
		require.False(t, d.w.signingIn, "held edits must be dealt with first")
		d.Press("Discard them")
		d.Settle()
		require.True(t, d.w.signingIn)
		require.Contains(t, d.channel.said, "leave")
		_, known := d.deps.Me()
		require.False(t, known)
		require.Error(t, d.channel.ctx.Err())
	})
}

// What was begun under one name must not bring its pages back over the question who
// is there.
func TestWhatWasUnderWayDoesNotComeBackAfterTheMemberLeft(t *testing.T) {
	for name, begin := range map[string]func(d *desk){
		"agents read again": func(d *desk) {
			d.bus.Publish(app.Event{Kind: app.MembersChanged})
			d.Pass(reloadAfter)
		},
		"sandbox": func(d *desk) { d.w.OpenSandbox(nil) },
	} {
		t.Run(name, func(t *testing.T) {
			deps := two()
			started(t, deps, func(t *testing.T, d *desk) {
				answer := make(chan struct{})
				deps.list = func() ([]app.Agent, error) { <-answer; return deps.agents, nil }
				deps.sandbox = func() (app.Agent, error) { <-answer; return deps.agents[1], nil }
				begin(d)
				d.w.ChangeMember()
				d.Settle()
				require.True(t, d.w.signingIn)
				close(answer)
				d.Pass(time.Minute)
				require.True(t, d.signIn.Content().Visible())
				require.False(t, d.w.shell.Visible(), "a page of the member who left is shown")
				require.Zero(t, d.w.place)
			})
		})
	}
}

func TestRemovedMemberIsSignedOut(t *testing.T) {
	started(t, two(), func(t *testing.T, d *desk) {
		d.deps.asks = true
		d.bus.Publish(app.Event{Kind: app.MembersChanged})
		d.Pass(reloadAfter)
		d.Settle()
		require.True(t, d.w.signingIn)
	})
}

func TestViewerGetsNoButtonsAndAReason(t *testing.T) {
	deps := two()
	deps.owner.Roles = map[app.AgentID]app.Role{1: app.Viewer}
	deps.view = func(agent app.AgentID, env app.Environment) (channel.View, error) {
		return channel.View{Agent: deps.agents[0], Pending: 3}, nil
	}
	started(t, deps, func(t *testing.T, d *desk) {
		d.w.ChooseEnvironment(app.Draft)
		d.Settle()
		require.False(t, d.w.bar.publish.Visible())
		d.w.ReviewPublish()
		d.Settle()
		require.Zero(t, deps.count("review"))
		require.Contains(t, d.Texts(), "You can look, not change: your role on Nusantara Bank Assistant is Viewer")

		d.w.showPlace(deps.agents[1], app.Published, frame.Overview, "")
		require.True(t, d.w.mayEdit())
	})
}

func TestRestoreIsReviewedFirst(t *testing.T) {
	deps := two()
	deps.review = func() (channel.Review, error) {
		return channel.Review{Agent: deps.agents[0], BaseVersion: 9, Rows: []channel.Row{
			{Name: "closing_text", Label: "Closing message", Group: channel.Behaviour, Before: app.Say("New"), After: app.Say("Old")},
		}}, nil
	}
	deps.publish = func(_ context.Context, _ []string, base int, _ string) error {
		require.Equal(t, 9, base)
		return nil
	}
	started(t, deps, func(t *testing.T, d *desk) {
		d.w.ReviewRestore(1, 7)
		d.Settle()
		require.Contains(t, d.Texts(), "Restore version 7")
		require.Contains(t, d.Texts(), "After restoring")
		d.Press("Restore it")
		d.Settle()
		require.Equal(t, 1, deps.count("restore 7"))
	})
}
