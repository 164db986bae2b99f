package historypage

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

func TestFailuresHaveShortNames(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		var err error
		list := sample()
		list[7].Code = "nobody knows"
		w := newWorld(ui, list)
		names := w.deps.FailureNames
		w.deps.FailureNames = func(ctx context.Context, agent app.AgentID, env app.Environment) (func(string) app.Text, error) {
			name, _ := names(ctx, agent, env)
			return name, err
		}
		w.open(ui, frametest.PageSize, "")
		last := func(row int) kit.Cell { return w.list.rows[row].Cells[lastCell] }
		assert.Equal(t, kit.Cell{Text: "No WhatsApp", Tip: "This number is not on WhatsApp.", Token: kit.DangerText}, last(2))
		assert.Equal(t, kit.Cell{Text: "No clear answer", Tip: frame.T(list[9].Reason), Token: kit.WarnText}, last(9))
		assert.Equal(t, "The person wants no marketing messages", last(7).Text, "a code without a name")
		assert.Equal(t, "-", last(1).Text)
		w.pick(ui, 2)
		assert.Contains(t, ui.Texts(), "This number is not on WhatsApp.")
		assert.Contains(t, ui.Texts(), "Meta code 131026")
		w.pick(ui, 9)
		assert.Contains(t, ui.Texts(), "Code provider_unreachable", "it is not Meta's")

		// Without names the whole reasons stand there.
		w.Escape()
		ui.Settle()
		err = app.NewError(app.CodeNotFound, app.Say("There is no such channel."))
		w.Reload()
		ui.Settle()
		assert.Equal(t, "This number is not on WhatsApp", last(2).Text)
		assert.Empty(t, w.shell.Said)
	})
}
