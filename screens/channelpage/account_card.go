package channelpage

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/screens/kit"
)

// accountCard holds the account code and the declared fields, two in a row;
// the advanced ones fold away. A field that depends on a choice is there only
// while the choice asks for it.
type accountCard struct {
	s        *Screen
	card     *fyne.Container
	pick     *kit.Link
	more     *kit.Link
	find     *kit.Link
	grid     *fyne.Container
	advanced *fyne.Container
	boxes    []*fieldBox
	built    protocol.Declaration
	shown    string // the fields that stand in the two grids
	explain  bool   // the fields were empty at first: each keeps its line of help
	open     bool
	ask      kit.Task
	// typed are the values to be put right of protocols that were chosen before,
	// while Published is edited.
	typed map[app.ProtocolID]map[string]string
}

func newAccountCard(s *Screen) *accountCard {
	a := &accountCard{s: s, grid: kit.Col(12), advanced: kit.Col(12)}
	a.pick = kit.NewLink(lang.L("Pick from your numbers"), "phone", s.pickNumber)
	a.more = kit.NewLink(lang.L("Advanced"), "chevron-right", func() { a.fold(!a.open) })
	a.find = kit.NewLink(lang.L("Where do I find these?"), "circle-help", s.showFindHelp)
	a.ask.OnBusy = func(busy bool) { a.pick.SetDisabled(busy) }
	a.advanced.Hide()
	head := kit.CardHead(lang.L("Account"), kit.Row(16, a.pick, a.more, a.find))
	a.card = kit.NewCard(head, kit.CardBody(0, kit.Col(12, a.grid, a.advanced)))
	return a
}

// reset drops the fields, so that the next apply makes them anew.
func (a *accountCard) reset() {
	for _, b := range a.boxes {
		b.ask.Cancel()
	}
	a.boxes, a.built, a.shown = nil, protocol.Declaration{}, ""
}

func (a *accountCard) apply() {
	m := a.s.m
	d := m.declaration()
	if !m.editing {
		a.typed = nil
	}
	if d.ID != a.built.ID || len(a.boxes) == 0 {
		a.build(d)
	}
	c := m.channel()
	for _, b := range a.boxes {
		value := d.Value(c, b.name)
		if b.name == accountCode {
			value = app.FormatPhone(c.AccountCode)
		}
		b.load(value, m.readOnly())
		b.mark(m.holds(b.name))
	}
	a.arrange(d, c)
	a.pick.SetText(pickTitle(d))
	setShown(a.find, len(d.FindHelp) > 0)
	setShown(a.more, len(a.advanced.Objects) > 0)
	setShown(a.pick, m.canPick())
}

func (a *accountCard) build(d protocol.Declaration) {
	a.shelve()
	a.reset()
	a.built = d
	a.explain = !d.AccountSaved(a.s.m.channel())
	code := newFieldBox(a.s, accountCode, lang.L("Account code (phone number)"))
	code.text.SetPlaceholder("+62 811-5550-0188")
	if a.explain {
		code.setHelp(lang.L("The WhatsApp number that customers write to."))
	}
	a.boxes = []*fieldBox{code}
	for _, f := range d.Fields {
		b := newDeclaredBox(a.s, f)
		if help := f.Help; !help.IsEmpty() && (a.explain || f.Advanced || decidesSecrets(d, f)) {
			b.setHelp(frameText(help))
		}
		a.boxes = append(a.boxes, b)
	}
	a.unshelve()
}

// arrange puts the fields that are part of the form now into their grids. One
// that decides about the secrets stands on their card.
func (a *accountCard) arrange(d protocol.Declaration, c app.Channel) {
	var plain, advanced []*fieldBox
	shown := string(d.ID)
	for _, b := range a.boxes {
		switch {
		case !b.applies(d, c) || decidesSecrets(d, b.decl):
			continue
		case b.decl.Advanced:
			advanced = append(advanced, b)
		default:
			plain = append(plain, b)
		}
		shown += "\x00" + b.name
	}
	if shown == a.shown {
		return
	}
	a.shown = shown
	a.advanced.Objects = rowsOf(advanced)
	if len(plain)%2 == 0 {
		a.grid.Objects = rowsOf(plain)
		return
	}
	// The number stands alone, so that the identifiers stand side by side.
	a.grid.Objects = append(rowsOf(plain[:1]), rowsOf(plain[1:])...)
}

// deciding gives the choice that says which secrets there are, or nil.
func (a *accountCard) deciding() *fieldBox {
	for _, b := range a.boxes {
		if decidesSecrets(a.built, b.decl) {
			return b
		}
	}
	return nil
}

// halfLetters is how many letters of mono surely fit into half a row, beside a
// button that offers the usual values.
const halfLetters = 32

// besideUUID is the width of the account code beside a UUID, which needs more
// than half of the row once it is locked.
const besideUUID = 276

// isLong reports whether the usual values of a field need a whole row.
func (b *fieldBox) isLong() bool {
	long := len(b.decl.Default) > halfLetters
	for _, c := range b.decl.Choices {
		long = long || b.text != nil && len(c.Value) > halfLetters
	}
	return long
}

// rowsOf puts fields two in a row of equal columns, long ones into a row of
// their own.
func rowsOf(boxes []*fieldBox) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i := 0; i < len(boxes); i++ {
		switch {
		case boxes[i].isLong():
			rows = append(rows, boxes[i].col)
		case i+1 < len(boxes) && boxes[i].name == accountCode && boxes[i+1].decl.Kind == protocol.UUID:
			rows = append(rows, kit.RowTop(16, kit.Fix(besideUUID, 0, boxes[i].col), kit.Grow(boxes[i+1].col)))
			i++
		case i+1 < len(boxes) && !boxes[i+1].isLong():
			rows = append(rows, kit.Even(16, boxes[i].col, boxes[i+1].col))
			i++
		default:
			rows = append(rows, kit.Even(16, boxes[i].col, kit.Spring()))
		}
	}
	return rows
}

// fold opens or closes the advanced fields.
func (a *accountCard) fold(open bool) {
	a.open = open
	setShown(a.advanced, open)
	a.more.SetIcon(chevron(open))
	a.s.refresh()
}

func chevron(open bool) string {
	if open {
		return "chevron-down"
	}
	return "chevron-right"
}

func (a *accountCard) box(name string) *fieldBox {
	for _, b := range a.boxes {
		if b.name == name {
			return b
		}
	}
	return nil
}

// setError shows an error at a field; false when there is no such field.
func (a *accountCard) setError(name string, e *app.Error) bool {
	b := a.box(name)
	if b == nil {
		return false
	}
	b.setError(e)
	if f, ok := a.built.Field(name); ok && f.Advanced && !a.open {
		a.fold(true)
	}
	return true
}

func (a *accountCard) focus(name string) bool {
	b := a.box(name)
	if b == nil {
		return false
	}
	if f, ok := a.built.Field(name); ok && f.Advanced && !a.open {
		a.fold(true)
	}
	b.focus()
	return true
}

// moved forgets what a field had typed: its value came from another field.
func (a *accountCard) moved(name string) {
	if b := a.box(name); b != nil {
		b.bad = false
		if b.text != nil {
			b.text.SetError("")
			b.text.SetText(b.shown)
		}
	}
}

func (a *accountCard) commitTyped() {
	for _, b := range a.boxes {
		if b.text != nil {
			b.text.Commit()
		}
	}
}
