package kit

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"
)

// toastsOver shows toasts above some content in a window of 800 x 600.
func toastsOver(t *testing.T, content fyne.CanvasObject) *Toasts {
	t.Helper()
	w := sheetWindow(t, 800, 600)
	toasts := NewToasts()
	w.SetContent(Stack(NewRect(Bg), content, toasts))
	return toasts
}

func (t *Toasts) stands(i int) area { return area{t.list[i].Position(), t.list[i].Size()} }

func TestToastsCoverNoControl(t *testing.T) {
	useTheme(t, ModeLight)
	clock := useClock(t)
	send, test := NewPrimary("Send", nil).Large(), NewButton("Send a test", nil)
	foot := Pad(0, 24, 24, 430, Col(8, Grow(Spring()), send, test))
	toasts := toastsOver(t, foot)
	toasts.Add(KindOK, "Saved", "", nil)
	assert.Equal(t, float32(600-24-32-8-40-12-48), toasts.stands(0).at.Y, "above both buttons")
	toasts.Add(KindOK, "Saved again", "", nil)
	toasts.Add(KindOK, "Saved once more", "", nil)
	for i := range 3 {
		for _, b := range []*Button{send, test} {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
			assert.False(t, toasts.stands(i).meets(area{at, b.Size()}), "toast %d covers %s", i, b.Text())
		}
	}
	assert.Less(t, toasts.stands(0).at.Y, toasts.stands(2).at.Y, "newest on top")

	toasts.Clear()
	send.SetDisabled(true)
	test.Hide()
	toasts.Add(KindOK, "Saved", "", nil)
	assert.Equal(t, float32(600-24-48), toasts.stands(0).at.Y, "what cannot be pressed is no hindrance")
	test.Show()
	foot.Refresh()
	clock.pass(toastLook + time.Millisecond)
	assert.Equal(t, float32(600-24-32-12-48), toasts.stands(0).at.Y, "a control that comes later lifts it")
	clock.pass(time.Minute)
	assert.Nil(t, toasts.look, "nothing looks when there is no toast")
}

func TestToastsGoAsideWhenThereIsNoRoomAbove(t *testing.T) {
	useTheme(t, ModeLight)
	useClock(t)
	var buttons []fyne.CanvasObject
	for range 8 {
		buttons = append(buttons, NewButton("Act", nil))
	}
	toasts := toastsOver(t, Pad(600-8*33-30, 24, 0, 700, Col(1, buttons...)))
	toasts.Add(KindOK, "Saved", "", nil)
	at := toasts.stands(0)
	assert.Equal(t, float32(600-24-48), at.at.Y)
	assert.LessOrEqual(t, at.at.X+at.size.Width, float32(700))
}

func TestToastsLeaveTheLinksOfATableFree(t *testing.T) {
	useTheme(t, ModeLight)
	useClock(t)
	table := NewTable([]Column{{ID: "a", Title: "A"}, {ID: "do", Width: 80, Align: fyne.TextAlignTrailing}}, 40)
	rows := make([]TableRow, 30)
	for i := range rows {
		rows[i] = TableRow{Cells: []Cell{{Text: "row"}, {Kind: CellAction, Action: "Skip", Do: func() {}}}}
	}
	table.SetRows(rows)
	toasts := toastsOver(t, table)
	toasts.Add(KindOK, "Row 4 is skipped", "Undo", func() {})
	at := toasts.stands(0)
	assert.Less(t, at.at.X+at.size.Width, float32(800-17-20), "the links at the end of the rows stay free")
	assert.Equal(t, float32(600-24-48), at.at.Y)

	field := NewTextField("Name")
	toasts = toastsOver(t, Col(0, Grow(Spring()), Pad(0, 24, 24, 400, field)))
	toasts.Add(KindOK, "Saved", "", nil)
	assert.Less(t, toasts.stands(0).at.Y+48, float32(600-24-32))
}
