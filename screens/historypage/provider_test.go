package historypage

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

// A channel that changed its protocol shows of each message who took it.
func TestTheDrawerNamesTheProviderThatTookIt(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		w := newWorld(ui, sample())
		w.deps.Provider = func(_ context.Context, m app.Message) (string, error) {
			if m.Mark == sample()[2].Mark {
				return "Qontak", nil
			}
			return "", nil
		}
		w.open(ui, frametest.PageSize, "")
		w.pick(ui, 2)
		assert.Contains(t, ui.Texts(), "Qontak code 131026")
		w.pick(ui, 0)
		assert.Contains(t, ui.Texts(), "Sent to Meta")
	})
}
