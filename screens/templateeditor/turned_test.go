package templateeditor

import (
	"testing"

	"github.com/stretchr/testify/require"

	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

// The link below the message offers the look that the phone does not have, also when
// the window turns while the editor is open.
func TestLinkToTheOtherPhoneFollowsTheWindow(t *testing.T) {
	onPage(t, whole(), nil, func(ui *frametest.UI, _ *office, s *Screen) {
		ui.Theme().OnTurned = s.Turned
		require.Contains(t, ui.Texts(), "Dark phone")
		ui.Theme().SetMode(kit.ModeDark)
		require.Contains(t, ui.Texts(), "Light phone")
		ui.Press("Light phone")
		require.Contains(t, ui.Texts(), "Dark phone")
		ui.Theme().SetMode(kit.ModeLight)
		require.Contains(t, ui.Texts(), "Dark phone", "a light phone was chosen")
		ui.Press("Dark phone")
		ui.Theme().SetMode(kit.ModeDark)
		require.Contains(t, ui.Texts(), "Light phone", "a dark phone was chosen")
	})
}
