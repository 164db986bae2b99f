package historypage

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame/frametest"
)

func TestTheAccountComesFirst(t *testing.T) {
	run(t, nil, func(t *testing.T, ui *frametest.UI, w *world) {
		w.deps.Get = func(context.Context, app.AgentID, app.Environment) (channel.View, error) { return channel.View{}, nil }
		w.open(ui, frametest.PageSize, "")
		ui.Press("Enter the account")
		assert.Equal(t, []string{"go channel account"}, w.shell.Said)
	})
	run(t, nil, func(t *testing.T, ui *frametest.UI, w *world) {
		w.open(ui, frametest.PageSize, "")
		assert.Contains(t, ui.Texts(), "No message yet")
		assert.True(t, ui.Control("Export CSV").Disabled(), "there is nothing to write")
		w.MainAction()
		assert.NotContains(t, ui.Texts(), "Export the history")
		ui.Press("Send a message")
		ui.Press("Send with the API")
		assert.Equal(t, []string{"go send ", "go api "}, w.shell.Said)
	})
	run(t, nil, func(t *testing.T, ui *frametest.UI, w *world) {
		w.deps.Role = func(app.AgentID) app.Role { return app.Viewer }
		w.open(ui, frametest.PageSize, "")
		assert.Contains(t, ui.Texts(), "No message yet")
		assert.Nil(t, ui.Control("Send a message"), "a Viewer sends nothing")
	})
}

// Whoever comes back to the page sees the newest message on top, unless one is open:
// that one keeps its row.
func TestComingBack(t *testing.T) {
	run(t, sample(), func(t *testing.T, ui *frametest.UI, w *world) {
		w.open(ui, frametest.PageSize, "")
		test.Scroll(w.shell.Window().Canvas(), fyne.NewPos(300, 400), 0, -250)
		ui.Settle()
		assert.False(t, w.list.table.AtTop())
		w.Leave()
		w.more(1)
		w.enter(ui, "")
		assert.True(t, w.list.table.AtTop())
		assert.Equal(t, w.history.list[0].ID, w.list.shown[0].ID)

		w.pick(ui, 3)
		open, first := w.detail.mark, w.list.shown[0].ID
		w.Leave()
		w.more(1)
		w.enter(ui, "")
		assert.Equal(t, open, w.list.shown[3].Mark, "the row that is marked is the one that is open")
		assert.Equal(t, first, w.list.shown[0].ID)
		assert.Contains(t, ui.Texts(), "1 new")
	})
}
