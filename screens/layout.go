package screens

import (
	"os"
	"strconv"

	"fyne.io/fyne/v2"
)

// The window's measures, in the design's pixels.
const (
	minWidth, minHeight   = 1024, 700
	startWidth            = 1280
	startHeight           = 800
	railWide, railSlim    = 220, 64
	railBreak             = 1160
	barHeight             = 56
	stripHeight           = 3
	envWidth, envHeight   = 220, 36
	barPadding            = 24
	barGap                = 20
	titleGapToEnvironment = 16
	crumbGap, crumbArrow  = 8, 14
)

// The least room in which everything can still be reached, in the toolkit's units:
// for large text, which takes more of the screen.
const tightWidth, tightHeight = 844, 440

// textScale is by how much the person enlarged everything; 1 for not at all.
func textScale() float32 {
	n, err := strconv.ParseFloat(os.Getenv("FYNE_SCALE"), 32)
	if err != nil || n < 0.5 || n > 4 {
		return 1
	}
	return float32(n)
}

// smallest is the smallest window. With larger text it takes no more of the screen
// than with usual text, as long as everything can be reached in it.
func smallest() fyne.Size {
	by := max(textScale(), 1)
	return fyne.NewSize(max(minWidth/by, tightWidth), max(minHeight/by, tightHeight))
}

// frameLayout places rail, top bar, strip and page. It reports the smallest
// window whatever the pages want.
type frameLayout struct {
	wide, slim      fyne.CanvasObject
	edge            fyne.CanvasObject
	bar, strip      fyne.CanvasObject
	page            fyne.CanvasObject
	isSlim, laidOut bool
}

func (l *frameLayout) MinSize([]fyne.CanvasObject) fyne.Size { return smallest() }

func (l *frameLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	slim := size.Width < railBreak
	if slim != l.isSlim || !l.laidOut {
		l.isSlim, l.laidOut = slim, true
		if slim {
			l.wide.Hide()
			l.slim.Show()
		} else {
			l.slim.Hide()
			l.wide.Show()
		}
	}
	width := float32(railWide)
	rail := l.wide
	if slim {
		width, rail = railSlim, l.slim
	}
	place(rail, 0, 0, width-1, size.Height)
	place(l.edge, width-1, 0, 1, size.Height)
	place(l.bar, width, 0, size.Width-width, barHeight)
	place(l.strip, width, barHeight, size.Width-width, stripHeight)
	place(l.page, width, barHeight+stripHeight, size.Width-width, size.Height-barHeight-stripHeight)
}

// minimumLayout is a holderLayout that reports the smallest window.
type minimumLayout struct{ holderLayout }

func (minimumLayout) MinSize([]fyne.CanvasObject) fyne.Size { return smallest() }

// anyWidth makes an object take whatever width it is given, so that what it stands
// in scrolls by its height alone.
func anyWidth(o fyne.CanvasObject) fyne.CanvasObject {
	return &fyne.Container{Layout: anyWidthLayout{}, Objects: []fyne.CanvasObject{o}}
}

type anyWidthLayout struct{ holderLayout }

func (anyWidthLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, objects[0].MinSize().Height)
}

// holderLayout gives everything to the page that is shown and leaves the hidden
// ones alone until they are shown again.
type holderLayout struct{}

func (holderLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (holderLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		if o.Visible() {
			place(o, 0, 0, size.Width, size.Height)
		}
	}
}

func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// barLayout puts the title left, the environment control in the middle of the
// bar, and chip and button right.
type barLayout struct {
	ground, crumb, arrow, title, env, chip, slot fyne.CanvasObject
}

func (l *barLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, barHeight) }

func (l *barLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	place(l.ground, 0, 0, size.Width, size.Height)
	right := size.Width - barPadding
	if l.slot.Visible() {
		s := l.slot.MinSize()
		place(l.slot, right-s.Width, floor((size.Height-s.Height)/2), s.Width, s.Height)
		right -= s.Width + barGap
	}
	if l.chip.Visible() {
		c := l.chip.MinSize()
		place(l.chip, right-c.Width, floor((size.Height-c.Height)/2), c.Width, c.Height)
		right -= c.Width + barGap
	}
	// In a bar that is too narrow for it the middle gives way to what is right of it.
	envX := floor(min((size.Width-envWidth)/2, right-envWidth))
	place(l.env, envX, 10, envWidth, envHeight)
	left := float32(barPadding)
	if l.crumb.Visible() {
		c := l.crumb.MinSize()
		place(l.crumb, left, floor((size.Height-c.Height)/2), c.Width, c.Height)
		place(l.arrow, left+c.Width+crumbGap, floor((size.Height-crumbArrow)/2), crumbArrow, crumbArrow)
		left += c.Width + crumbArrow + 2*crumbGap
	}
	titleSize := l.title.MinSize()
	place(l.title, left, floor((size.Height-titleSize.Height)/2), max(envX-left-titleGapToEnvironment, 0), titleSize.Height)
}

func round(v float32) float32 { return float32(int(v + 0.5)) }

func floor(v float32) float32 { return float32(int(v)) }
