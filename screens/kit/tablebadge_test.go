package kit

import (
	"fmt"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/assert"
)

func badgeRow(i int) TableRow {
	env := Cell{Kind: CellChip, Status: KindPublished, Text: "Published"}
	if i%2 == 1 {
		env = Cell{Kind: CellChip, Status: KindDraft, Text: "Draft"}
	}
	if i == 2 {
		env = Cell{Kind: CellChip}
	}
	return TableRow{Cells: []Cell{
		{Text: fmt.Sprintf("17 Nov 09:4%d", i)}, {Kind: CellPerson, Text: "Dewi Kartika with a long name", Initials: "DK"}, {Text: "Access token replaced"}, env,
	}}
}

func badgeTable(rows int) *Table {
	t := NewTable([]Column{{ID: "when", Title: "Time", Width: 118}, {ID: "who", Title: "Who", Width: 160}, {ID: "what", Title: "What happened"}, {ID: "env", Title: "Environment", Width: 132}}, 36)
	list := make([]TableRow, rows)
	for i := range list {
		list[i] = badgeRow(i)
	}
	t.SetRows(list)
	return t
}

func TestTableBadgesLook(t *testing.T) {
	golden(t, "table-badges", 640, 220, func() fyne.CanvasObject {
		return Pad(20, 20, 20, 20, NewCard(Grow(badgeTable(4))))
	})
}

func TestAChipIsToldFromASelectedRow(t *testing.T) {
	useTheme(t, ModeLight)
	table := badgeTable(1)
	table.rows = nil
	kinds := []Kind{KindNeutral, KindOK, KindWarn, KindDanger, KindInfo, KindDraft, KindPublished}
	for _, k := range kinds {
		table.rows = append(table.rows, TableRow{Cells: []Cell{{Text: "now"}, {}, {}, {Kind: CellChip, Status: k, Text: "Word"}}})
	}
	r := newTableRow(table)
	r.Resize(fyne.NewSize(640, 36))
	for i, k := range kinds {
		table.chosen = i
		r.set(i)
		for _, dark := range []bool{false, true} {
			chip, row := shade(r.cells[3].chip.box.fill, dark), shade(Tint, dark)
			apart := 0.0
			for c := range 3 {
				apart += math.Abs(chip[c] - row[c])
			}
			assert.Greater(t, apart, 24.0, "kind %d, dark %v", k, dark)
		}
		assert.NotEqual(t, Tint, r.cells[3].chip.box.fill)
		table.chosen = -1
		r.restyle()
		assert.Equal(t, k.Tint(), r.cells[3].chip.box.fill, "only as long as the row is selected")
	}
}

// shade gives red, green and blue of a token, each up to 255.
func shade(tok Token, dark bool) [3]float64 {
	r, g, b, _ := colourOf(tok, dark).RGBA()
	return [3]float64{float64(r >> 8), float64(g >> 8), float64(b >> 8)}
}

func TestSelectedChipsLook(t *testing.T) {
	golden(t, "table-chosen", 640, 220, func() fyne.CanvasObject {
		table := badgeTable(4)
		rows := table.rows
		rows[1].Cells[3] = Cell{Kind: CellChip, Status: KindInfo, Text: "Delivered"}
		rows[2].Cells[3] = Cell{Kind: CellChip, Status: KindInfo, Text: "Delivered"}
		table.SetRows(rows)
		table.SetSelected(1)
		return Pad(20, 20, 20, 20, NewCard(Grow(table)))
	})
}

func TestAColumnThatIsLeftOutShowsNoMark(t *testing.T) {
	useTheme(t, ModeLight)
	table := NewTable([]Column{{ID: "n", Title: "Name", Width: 120}, {ID: "q", Title: "Quality", Width: 80}}, 36)
	table.rows = []TableRow{{Cells: []Cell{{Text: "bill"}, {Kind: CellDot, Token: Danger, Text: "Low"}}}}
	r := newTableRow(table)
	r.Resize(fyne.NewSize(640, 36))
	r.set(0)
	table.SetColumnHidden("q", true)
	r.Resize(fyne.NewSize(641, 36))
	dot := r.cells[1].dot
	assert.LessOrEqual(t, dot.Position().X+dot.MinSize().Width, float32(0), "a mark is drawn also without room")
	table.SetColumnHidden("q", false)
	r.Resize(fyne.NewSize(640, 36))
	assert.Positive(t, dot.Position().X)
}

func TestARowThatIsUsedAgainForgetsBadgeAndChip(t *testing.T) {
	useTheme(t, ModeLight)
	table := badgeTable(3)
	r := newTableRow(table)
	r.Resize(fyne.NewSize(640, 36))
	r.set(0)
	assert.True(t, r.cells[1].avatar.Visible())
	assert.True(t, r.cells[3].chip.Visible())
	r.set(2)
	assert.False(t, r.cells[3].chip.Visible())
	r.set(0)
	table.SetColumnHidden("env", true)
	r.Resize(fyne.NewSize(641, 36))
	assert.False(t, r.cells[3].chip.Visible(), "a column that is left out shows nothing")
	table.SetColumnHidden("env", false)
	r.Resize(fyne.NewSize(640, 36))
	assert.True(t, r.cells[3].chip.Visible())
	table.rows[1] = TableRow{Cells: []Cell{{Text: "plain"}, {Text: "plain"}}}
	r.set(1)
	assert.False(t, r.cells[1].avatar.Visible())
}

func TestTheEndIsToldOnlyWhenItComesNear(t *testing.T) {
	useTheme(t, ModeLight)
	w := sheetWindow(t, 640, 400)
	table := badgeTable(0)
	asked := 0
	table.OnNearEnd = func() { asked++ }
	rows := make([]TableRow, 200)
	for i := range rows {
		rows[i] = badgeRow(i % 4)
	}
	table.SetRows(rows)
	w.SetContent(Stack(table, NewOverlayLayer()))
	assert.Zero(t, asked)
	table.list.move(100)
	assert.Zero(t, asked)
	table.list.move(190)
	assert.Positive(t, asked)
	table.AppendRows(rows...)
	assert.Equal(t, 400, table.Len())
}

func TestADrawerStandsBesideOrCovers(t *testing.T) {
	useTheme(t, ModeLight)
	body := NewRect(Surface)
	d := NewDrawer("Title", Spring(), nil)
	c := Beside(body, d)
	for _, s := range []struct{ width, left float32 }{{1012, 1012 - 308 - 16}, {912, 912 - 308 - 16}, {884, 560}, {883, 883}, {732, 732}} {
		c.Resize(fyne.NewSize(s.width, 500))
		assert.Equal(t, s.left, body.Size().Width)
		assert.Equal(t, s.width-308, d.Position().X)
	}
	d.Hide()
	c.Resize(fyne.NewSize(1012, 501))
	assert.Equal(t, float32(1012), body.Size().Width)
}

func TestAPassphraseIsHiddenUntilAsked(t *testing.T) {
	useTheme(t, ModeLight)
	w := sheetWindow(t, 400, 100)
	f := NewPassphraseField("Passphrase")
	w.SetContent(Stack(f, NewOverlayLayer()))
	f.Focus()
	test.Type(f.entry, "four plain words")
	assert.True(t, f.entry.Password)
	show := f.row.Objects[1].(*Button)
	test.Tap(show)
	assert.False(t, f.entry.Password)
	assert.Equal(t, "Hide", show.Text())
	test.Tap(show)
	assert.True(t, f.entry.Password)
	assert.Equal(t, "four plain words", f.Text())
}
