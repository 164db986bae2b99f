package templateeditor

import (
	"fyne.io/fyne/v2"

	"channeldesk/screens/kit"
)

// emoji are those that notifications use; any other can be pasted.
var emoji = [][]string{
	{"😊", "🙂", "😀", "😍", "😉", "🤝", "🙏", "👍", "👋", "👏"},
	{"✅", "❌", "⚠️", "📢", "❓", "💬", "⏰", "⌛", "🔔", "🔒"},
	{"📅", "📍", "📞", "✉️", "📄", "📎", "📦", "🚚", "🛒", "📋"},
	{"💳", "💰", "🏦", "🏠", "🚙", "✈️", "🏥", "📚", "🍴", "☕"},
	{"🎉", "🎁", "⭐", "🔥", "💡", "💚", "👉", "👇", "🔗", "📲"},
}

const emojiSize = 30

// showEmoji opens a board of emoji at a button; the one that is chosen goes to put.
func showEmoji(at *kit.Button, put func(string)) {
	var p *kit.Popover
	var rows []fyne.CanvasObject
	keys := map[*kit.Press][2]int{}
	board := make([][]*kit.Press, len(emoji))
	for r, line := range emoji {
		var row []fyne.CanvasObject
		for c, e := range line {
			b := kit.NewPress(kit.Mid(emojiSize, emojiSize, kit.NewLine(e, kit.MetricSmall, kit.Text)), 6, func(s kit.PressState) kit.Face {
				if s.Hovered {
					return kit.Face{Fill: kit.NeutralTint}
				}
				return kit.Face{}
			}, func() {
				p.Close()
				put(e)
			})
			b.Label = e
			keys[b] = [2]int{r, c}
			b.OnKey = func(k *fyne.KeyEvent) bool { return moveOn(board, keys[b], k) }
			board[r] = append(board[r], b)
			row = append(row, kit.Fix(emojiSize, emojiSize, b))
		}
		rows = append(rows, kit.Row(0, row...))
	}
	p = kit.ShowPopover(at, kit.Pad(8, 8, 8, 8, kit.Col(0, rows...)), kit.PopoverOptions{Width: 10*emojiSize + 18})
}

// moveOn moves the focus with the arrow keys.
func moveOn(board [][]*kit.Press, at [2]int, k *fyne.KeyEvent) bool {
	r, c := at[0], at[1]
	switch k.Name {
	case fyne.KeyLeft:
		c--
	case fyne.KeyRight:
		c++
	case fyne.KeyUp:
		r--
	case fyne.KeyDown:
		r++
	default:
		return false
	}
	if r >= 0 && r < len(board) && c >= 0 && c < len(board[r]) {
		board[r][c].Focus()
	}
	return true
}
