package settingspage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app/price"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// The widths of a price grid's first column and of the button at its end.
const (
	gridCountry = 148
	gridButton  = 32
	gridGap     = 8
)

// priceGrid is a table of fields: a column for each category, a row for all
// countries and one for each country that differs. UI thread only.
type priceGrid struct {
	win      fyne.Window
	all      *gridRow
	rows     []*gridRow
	box      *fyne.Container
	more     *kit.Link
	readOnly bool
	// onChanged is called when rows come and go, and onTyped when what was at fault
	// is being mended.
	onChanged, onTyped func()
}

// gridRow is what messages to one country cost.
type gridRow struct {
	country *kit.PickField // nil for all countries
	region  string
	fields  [len(price.Categories)]*kit.TextField
	remove  *kit.Button
	line    fyne.CanvasObject
}

func newPriceGrid(win fyne.Window, l price.List, readOnly bool) *priceGrid {
	g := &priceGrid{win: win, box: kit.Col(8), readOnly: readOnly, onChanged: func() {}, onTyped: func() {}}
	g.more = kit.NewLink(lang.L("Add a country that differs"), "plus", func() {
		r := g.add("", nil)
		g.draw()
		g.pick(r)
	})
	g.all = g.row("", l.Everywhere)
	for _, region := range l.RegionCodes() {
		g.add(region, l.Regions[region])
	}
	g.draw()
	return g
}

func (g *priceGrid) row(region string, a price.Amounts) *gridRow {
	r := &gridRow{region: region}
	for i, c := range price.Categories {
		f := kit.NewTextField("").SelectWhole()
		if n, ok := a[c]; ok {
			f.SetText(price.Money{Amount: n}.Plain())
		}
		f.SetReadOnly(g.readOnly)
		f.OnChanged = func(string) {
			f.SetFault(false)
			g.onTyped()
		}
		r.fields[i] = f
	}
	r.name()
	return r
}

// add puts a country's row at the end.
func (g *priceGrid) add(region string, a price.Amounts) *gridRow {
	r := g.row(region, a)
	r.country = kit.NewPickField("", func() { g.pick(r) })
	r.country.SetReadOnly(g.readOnly)
	r.remove = kit.NewIconButton("trash-2", "", func() { g.take(r) })
	r.name()
	g.rows = append(g.rows, r)
	return r
}

// name says what a row is of, also to screen readers.
func (r *gridRow) name() {
	country := lang.L("all countries")
	if r.country != nil {
		country = lang.L("a country")
		if r.region != "" {
			country = frame.CountryName(r.region)
			r.country.SetText(country)
		} else {
			r.country.SetText(lang.L("Choose a country"))
		}
		r.country.SetSpoken(lang.L("Country, {{.Name}}", map[string]any{"Name": country}))
		r.remove.Label = lang.L("Remove {{.Name}}", map[string]any{"Name": country})
	}
	for i, c := range price.Categories {
		r.fields[i].SetSpoken(lang.L("{{.Category}}, {{.Country}}", map[string]any{"Category": frame.T(c.Label()), "Country": country}))
	}
}

// pick asks for the country of a row; those that have a row are left out.
func (g *priceGrid) pick(r *gridRow) {
	taken := map[string]bool{}
	for _, o := range g.rows {
		taken[o.region] = o != r && o.region != ""
	}
	var items []kit.PickerItem
	for _, o := range frame.AllCountries() {
		if !taken[o.Value] {
			items = append(items, kit.PickerItem{ID: o.Value, Title: o.Label, Detail: o.Value, Selected: o.Value == r.region})
		}
	}
	kit.ShowPicker(g.win, lang.L("Which country differs?"), items, func(id string) {
		r.region = id
		r.country.SetFault(false)
		r.name()
		g.onTyped()
		r.fields[0].Focus()
	})
}

// take removes a row.
func (g *priceGrid) take(r *gridRow) {
	for i, o := range g.rows {
		if o == r {
			g.rows = append(g.rows[:i], g.rows[i+1:]...)
			break
		}
	}
	g.draw()
	g.all.fields[0].Focus()
}

// draw puts the rows in their places.
func (g *priceGrid) draw() {
	head := []fyne.CanvasObject{kit.Fix(gridCountry, 0, kit.NewCut(lang.L("Country"), kit.CaptionStrong, kit.Text2))}
	for _, c := range price.Categories {
		word := frame.T(c.Label())
		if c == price.International {
			word = lang.L("International") // beside "Authentication", and there is no room for both words
		}
		head = append(head, kit.Grow(kit.NewCutTip(kit.NewCut(word, kit.CaptionStrong, kit.Text2))))
	}
	g.box.Objects = []fyne.CanvasObject{kit.Row(gridGap, append(head, kit.Fix(gridButton, 0, kit.Spring()))...)}
	for _, r := range append([]*gridRow{g.all}, g.rows...) {
		if r.line == nil {
			r.line = r.build(g.readOnly)
		}
		g.box.Add(r.line)
	}
	if !g.readOnly {
		g.box.Add(kit.Row(0, g.more, kit.Spring()))
	}
	g.onChanged()
}

func (r *gridRow) build(readOnly bool) fyne.CanvasObject {
	var first, last fyne.CanvasObject = kit.NewCut(lang.L("All countries"), kit.Body, kit.Text), kit.Spring()
	if r.country != nil {
		first = r.country
		if !readOnly {
			last = r.remove
		}
	}
	cells := []fyne.CanvasObject{kit.Fix(gridCountry, 0, first)}
	for _, f := range r.fields {
		cells = append(cells, kit.Grow(f))
	}
	return kit.Row(gridGap, append(cells, kit.Fix(gridButton, 0, last))...)
}

// fill puts what was typed into a list; an error is of the first field at fault,
// which is marked and gets the focus.
func (g *priceGrid) fill(l *price.List) error {
	var err error
	if l.Everywhere, err = g.all.amounts(); err != nil {
		return err
	}
	l.Regions = nil
	for _, r := range g.rows {
		a, err := r.amounts()
		if err != nil {
			return err
		}
		if r.region == "" {
			if len(a) == 0 {
				continue // begun and left
			}
			r.country.SetFault(true)
			r.country.Focus()
			return errNoCountry()
		}
		if l.Regions == nil {
			l.Regions = map[string]price.Amounts{}
		}
		l.Regions[r.region] = a
	}
	return nil
}

func (r *gridRow) amounts() (price.Amounts, error) {
	out := price.Amounts{}
	for i, f := range r.fields {
		if f.Text() == "" {
			continue
		}
		n, err := price.ParseAmount(f.Text())
		if err != nil {
			f.SetFault(true)
			f.Focus()
			return nil, err
		}
		out[price.Categories[i]] = n
	}
	return out, nil
}
