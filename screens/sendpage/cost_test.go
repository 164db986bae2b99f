package sendpage

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/price"
	"channeldesk/screens/frame/frametest"
)

// estimated is what messages cost by an invented list.
func estimated(n int) bulk.Finding {
	const each = 356_650_000
	e := price.Estimate{Total: price.Money{Amount: int64(n) * each, Currency: "IDR"}, From: "2026-11-01", Priced: n}
	return bulk.Finding{ID: bulk.FindCost, Level: bulk.Fine, Number: n, Cost: &e,
		What: app.Say("These messages cost up to {{.Cost}} by your price list of {{.Day}}.", "Cost", e.Total, "Day", app.Day(e.From.Start()))}
}

func TestTheOrderSaysWhatItCosts(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		s, shell := composed(t, ui, pageSize, d)
		require.Contains(t, ui.Texts(), "Up to Rp 861,310")
		require.NotContains(t, ui.Texts(), "Charged by Meta", "the amount says it on a click")
		ui.Press("Up to Rp 861,310")
		require.Contains(t, ui.Texts(), "Meta charges for 2,403 messages. These messages cost up to Rp 861,310 by your price list of 1 Nov 2026. It may be less")
		ui.Key(fyne.KeyEscape)
		s.many.panel.explainCharge()
		ui.Settle()
		require.NotContains(t, ui.Texts(), "No provider tells amounts")
		ui.Key(fyne.KeyEscape)

		// Without a list, or when it has no price of these messages, nobody knows it.
		for _, f := range [][]bulk.Finding{d.findings[:3], append(d.findings[:3:3], bulk.Finding{ID: bulk.FindCost, Cost: &price.Estimate{Unpriced: 2415}})} {
			d.findings = f
			s.many.preflight()
			ui.Settle()
			require.Contains(t, ui.Texts(), "Not known")
			require.Contains(t, ui.Texts(), "2,403 messages")
		}
		ui.Press("Add prices")
		require.Equal(t, "go settings prices", shell.Last())
	})
}

func TestOneMessageSaysWhatItCosts(t *testing.T) {
	light(t, func(t *testing.T, ui *frametest.UI) {
		d := sample()
		var book price.Book
		var failed error
		deps := d.deps()
		deps.Prices = func(context.Context) (price.Book, error) { return book, failed }
		shell := &frametest.Shell{}
		s := New(deps, shell, clock)
		ui.Open(s, shell, pageSize, "")
		s.show(viewOne)
		require.NotContains(t, ui.Texts(), "Estimated cost", "nothing is chosen yet")
		typedOne(ui, s)
		require.Contains(t, ui.Texts(), "Estimated cost\nNot known\nAdd prices")
		book = price.Book{{Protocol: "meta_cloud", From: "2026-11-01", Currency: "IDR", Everywhere: price.Amounts{price.Utility: 356_650_000},
			Regions: map[string]price.Amounts{"SG": {price.Utility: 1000 * price.Unit}}}}
		s.Reload()
		ui.Settle()
		require.Contains(t, ui.Texts(), "Up to Rp 357\nFrom your price list of 1 Nov 2026")
		s.one.to.SetText("+65 9123 4567")
		s.one.show()
		require.Contains(t, ui.Texts(), "Up to Rp 1,000")
		ui.Press("Up to Rp 1,000")
		require.Contains(t, ui.Texts(), "This message costs up to Rp 1,000 by your price list of 1 Nov 2026.")
		ui.Key(fyne.KeyEscape)
		ui.Golden("one-cost-light")
		failed = errors.New("broken")
		s.Reload()
		ui.Settle()
		require.Contains(t, ui.Texts(), "Not known")
	})
}
