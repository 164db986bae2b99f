package kit

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
)

// withArabic has the tests draw in a font that has Hebrew and Arabic letters. The
// program takes these from the computer it runs on, and tests know none of its fonts.
func withArabic(t *testing.T) {
	t.Helper()
	letters, err := os.ReadFile("testdata/fonts/DejaVuSans-part.ttf")
	require.NoError(t, err)
	part := fyne.NewStaticResource("DejaVuSans-part.ttf", letters)
	regular, strong := resRegular, resSemiBold
	resRegular, resSemiBold = part, part
	t.Cleanup(func() { resRegular, resSemiBold = regular, strong })
}

// picked shows a field with the last letters selected by keyboard. Pictures of tests
// show the edge of the toolkit's entry then, which the window's own painter cuts off.
func picked(f *TextField, letters int) *TextField {
	e := f.entry
	test.WidgetRenderer(e)
	lit(f)
	e.Entry.FocusGained()
	press(e, fyne.KeyEnd)
	e.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	for range letters {
		press(e, fyne.KeyRight)
	}
	e.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	return f
}

const rightBody = "مرحبا {{1}}، تم استلام دفعتك بقيمة {{2}} بنجاح 😀. شكرا لثقتك بنا (Nusantara Bank) رقم 150,000 ونتمنى لك يوما سعيدا.\n" +
	"Halo أحمد, {{1}} 😀 ok\nשלום {{name}}, הקוד (שלך) הוא 123-456.\nThank you."

func TestRightToLeftSheet(t *testing.T) {
	withArabic(t)
	golden(t, "right", 760, 620, func() fyne.CanvasObject {
		beside := func(label, text string) fyne.CanvasObject {
			return Even(16, textField(label, text), Pad(26, 0, 0, 0, NewParagraph(Text, Body, text)))
		}
		area := NewArea("Message").MultiLine(6)
		area.SetText(rightBody)
		off := textField("Disabled", "שלום רב")
		off.SetDisabled(true)
		search := NewTextField("")
		search.SetLeading("search")
		search.SetText("أحمد (Ali) 0812")
		hint := NewTextField("Placeholder")
		hint.SetPlaceholder("חיפוש לפי שם (Name)")
		return sheet(
			beside("Mixed", "Halo أحمد, {{1}} 😀"), beside("Number within", "Dear سارة 123 أحمد, now"), beside("Hebrew", "שלום {{name}}, הקוד (שלך) הוא 123-456."),
			Even(16, area, Pad(26, 0, 0, 0, NewParagraph(Text, Body, rightBody))),
			Even(16, hint, search), Even(16, off, fixed(textField("Read-only", "تم استلام 24"))),
			Even(16, wrong(textField("Wrong", "سارة abc"), "Enter a whole number"), lit(textField("Focused", "مرحبا abc"))))
	})
}

func TestSelectionFromRightToLeft(t *testing.T) {
	withArabic(t)
	for mode, name := range map[Mode]string{ModeLight: "right-selected-light.png", ModeDark: "right-selected-dark.png"} {
		useTheme(t, mode)
		across := picked(textField("Selected", "مرحبا abc، تم استلام"), 14)
		within := picked(textField("Selected", "Halo أحمد 24, ok"), 0)
		press(within.entry, fyne.KeyHome)
		shift(within.entry, true)
		press(within.entry, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight)
		shift(within.entry, false)
		compare(t, name, draw(sheet(Even(16, across, within)), 640, 110))
	}
}

func TestLinesFromRightToLeft(t *testing.T) {
	withArabic(t)
	golden(t, "right-lines", 420, 200, func() fyne.CanvasObject {
		name := "سارة (VIP) 24، Bank 😀"
		search := newSearchBox("Search", func(string) {}, func(*fyne.KeyEvent) bool { return false })
		search.change("أحمد (Ali)")
		search.FocusGained()
		return sheet(NewLine(name, Body, Text), NewParagraph(Text, Body, name), NewCut(name, BodyStrong, Text),
			Row(0, Fix(110, 0, NewCut(name, Body, Text)), Spring()), search)
	})
}

func TestCutFromRightToLeft(t *testing.T) {
	withArabic(t)
	useTheme(t, ModeLight)
	c := NewCut("سارة (VIP) 24", Body, Text)
	c.Resize(fyne.NewSize(300, 20))
	require.False(t, c.IsCut())
	require.Equal(t, "سارة (VIP) 24", c.FullText())
	require.Equal(t, NewLine("سارة (VIP) 24", Body, Text).MinSize().Width, c.IdealWidth())
	c.Resize(fyne.NewSize(c.IdealWidth()-4, 20))
	require.True(t, c.IsCut())
}
