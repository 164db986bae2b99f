package channelpage

import (
	"testing"

	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// A tab looks the same whether it was built when it was chosen, or ahead of that, or
// was the first one to be seen.
func TestTabsLookTheSameWheneverTheyAreBuilt(t *testing.T) {
	for _, part := range []string{frame.PartWebhook, frame.PartIncoming} {
		first := start(t, kit.ModeLight, draft()).enter(part)
		first.shell.win.Canvas().Unfocus()
		want := first.shell.win.Canvas().Capture()

		chosen := start(t, kit.ModeLight, draft()).enter(frame.PartAccount)
		chosen.page.selectPart(part)
		chosen.settle()
		require.Equal(t, want, chosen.shell.win.Canvas().Capture(), "%s, when it is chosen", part)

		ahead := start(t, kit.ModeLight, draft()).enter(frame.PartAccount)
		for ahead.ahead != nil {
			ahead.ahead()
		}
		require.True(t, ahead.page.hooks.built && ahead.page.incoming.built)
		ahead.page.selectPart(part)
		ahead.settle()
		require.Equal(t, want, ahead.shell.win.Canvas().Capture(), "%s, built ahead", part)
	}
}

func TestOnlyTheTabInSightIsBuiltAtFirst(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter(frame.PartAccount)
	require.False(t, b.page.hooks.built)
	require.False(t, b.page.incoming.built)
	b.ahead()
	require.True(t, b.page.hooks.built)
	require.False(t, b.page.incoming.built)
	b.page.Leave()
	require.Nil(t, b.ahead, "a page that was left builds nothing")
	b.settle()
	b.enter("")
	require.False(t, b.page.incoming.built)
	b.page.Discard()
	b.ahead()
	require.True(t, b.page.incoming.built, "it goes on where it was")
	require.Nil(t, b.ahead)
}

// What concerns a tab that nobody saw yet finds it.
func TestTabsThatNobodySawAreFound(t *testing.T) {
	b := start(t, kit.ModeLight, draft()).enter(frame.PartAccount)
	b.page.showProblems(&channel.Invalid{Problems: []*app.Error{
		app.NewError(app.CodeInvalid, app.Say("Too long.")).WithField("closing_text"),
	}})
	require.Empty(t, b.shell.errors)
	require.Equal(t, "Too long.", b.page.hooks.get().session.texts[2].field.ErrorText())

	b = start(t, kit.ModeLight, draft()).enter(frame.PartAccount)
	b.page.goToForwarding()
	b.settle()
	require.Equal(t, frame.PartIncoming, b.page.part())
	require.True(t, b.page.incoming.get().forward.address.IsFocused())
	require.False(t, b.page.Escape())
	test.Tap(b.page.incoming.get().outside.run)
	b.settle()
}
