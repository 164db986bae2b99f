package historypage

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/app/price"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

// priced is a page whose channel has a price list, unless it cannot be read.
func priced(ui *frametest.UI, err *error) *world {
	w := newWorld(ui, sample())
	book := price.Book{{Protocol: "meta_cloud", From: "2026-11-01", Currency: "IDR", Everywhere: price.Amounts{price.Utility: 356_650_000}}}
	w.deps.Prices = func(context.Context, app.AgentID, app.Environment) (*price.Tariff, error) {
		return book.Tariff("meta_cloud"), *err
	}
	return w.open(ui, frametest.PageSize, "")
}

func TestMessagesSayWhatTheyCost(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		var err error
		w := priced(ui, &err)
		cost := func(row int) string { return w.list.rows[row].Cells[lastCell].Text }
		assert.Equal(t, "Rp 357", cost(0))
		assert.Equal(t, "-", cost(1), "the provider said nothing of a price")
		assert.Equal(t, "No WhatsApp", cost(2))
		assert.Equal(t, "Free", cost(3))
		assert.Equal(t, "Authentication, billable", cost(4), "the list has no price of this category")
		w.pick(ui, 0)
		assert.Contains(t, ui.Texts(), "Price: Utility, billable")
		assert.Contains(t, ui.Texts(), "Rp 356.65 by your price list of 1 Nov 2026")
		ui.Golden("cost-light")
		w.pick(ui, 3)
		assert.Contains(t, ui.Texts(), "Price: Utility, free")
		assert.NotContains(t, ui.Texts(), "by your price list")
		w.pick(ui, 4)
		assert.NotContains(t, ui.Texts(), "by your price list")

		// Without lists the provider's words stand there.
		w.Escape()
		ui.Settle()
		err = app.NewError(app.CodeInternal, app.Say("The price lists of this workspace cannot be read."))
		w.Reload()
		ui.Settle()
		assert.Equal(t, "Utility, billable", cost(0))
		assert.Empty(t, w.shell.Said, "Settings tell why")
	})
}
