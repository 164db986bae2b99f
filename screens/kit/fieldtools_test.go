package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
)

func TestSurroundMarksTheSelectionAndTakesTheMarkAway(t *testing.T) {
	f := NewArea("Body").Bare()
	onWindow(t, f)
	f.SetText("pay \nnow ")
	f.Focus()
	f.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	f.Surround("*")
	require.Equal(t, "*pay* \n*now* ", f.Text())
	require.Equal(t, "*pay* \n*now* ", f.SelectedText(), "the same words stay selected")
	f.Surround("_")
	require.Equal(t, "_*pay*_ \n_*now*_ ", f.Text())
	f.Surround("_")
	f.Surround("*")
	require.Equal(t, "pay \nnow ", f.Text())
}

func TestSurroundWithoutASelectionLeavesTheCursorInside(t *testing.T) {
	f := NewArea("Body").Bare()
	onWindow(t, f)
	f.Focus()
	f.Surround("*")
	test.Type(f.entry, "now")
	require.Equal(t, "*now*", f.Text())
	f.SetReadOnly(true)
	f.Surround("*")
	require.Equal(t, "*now*", f.Text())
}

func TestPickFieldOpensWhatThereIsToChooseFrom(t *testing.T) {
	opened := 0
	p := NewPickField("Language", func() { opened++ })
	onWindow(t, p)
	test.Tap(p.box)
	p.box.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	require.Equal(t, 2, opened)
	p.SetReadOnly(true)
	p.box.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	require.Equal(t, 2, opened)
}

func TestPickFieldSheet(t *testing.T) {
	golden(t, "pickfields", 640, 160, func() fyne.CanvasObject {
		pick := func(change func(*PickField)) *PickField {
			p := NewPickField("Language", nil)
			p.SetText("Indonesian")
			change(p)
			return p
		}
		fault := lit(textField("Name", "at_fault"))
		fault.SetFault(true)
		return sheet(NewCard(CardHead("Choice from many"), CardBody(12, Even(16,
			pick(func(*PickField) {}), pick(func(p *PickField) { p.SetFault(true) }), pick(func(p *PickField) { p.SetReadOnly(true) }), fault))))
	})
}
