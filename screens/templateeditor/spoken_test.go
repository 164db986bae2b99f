package templateeditor

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/screens/frame/frametest"

	"github.com/stretchr/testify/require"
)

// Each place where the keyboard stops has a name of its own, from the top down.
func TestTabStopsAreNamed(t *testing.T) {
	onPage(t, whole(), nil, func(ui *frametest.UI, o *office, s *Screen) {
		s.form.head.name.Focus()
		stops := []string{ui.Focused()}
		for range 60 {
			ui.Key(fyne.KeyTab)
			if ui.Focused() == stops[0] {
				break
			}
			stops = append(stops, ui.Focused())
		}
		require.NotContains(t, stops, "")
		all := "\n" + strings.Join(stops, "\n") + "\n"
		at := -1
		for _, want := range []string{"Name", "Category", "Language", "Header", "Header text", "Bold", "Add variable", "Body", "Variable 1", "Footer",
			"What button 1 does", "Words on button 1", "Address of button 1", "Move button 1", "Remove button 1", "What button 2 does", "Add button", "Advanced", "Send for review"} {
			next := strings.Index(all, "\n"+want+"\n")
			require.Greater(t, next, at, "%s in %s", want, all)
			at = next
		}
	})
}

func TestThePreviewTurnsToTheCardThatIsWritten(t *testing.T) {
	d := whole()
	d.Design.Category = app.CategoryMarketing
	onPage(t, d, nil, func(ui *frametest.UI, o *office, s *Screen) {
		s.form.special.ask(kindCards)
		ui.Settle()
		require.Contains(t, ui.Texts(), "Card 1 of 2")
		ui.Press("Card 2")
		require.Contains(t, ui.Texts(), "Card 2 of 2")
		s.form.special.cards.body.insert("Second")
		require.Contains(t, ui.Texts(), "Card 2 of 2", "also while it is written")
	})
}
