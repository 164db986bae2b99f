package kit

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
)

const (
	toastMost   = 3
	toastWidth  = 366
	toastHeight = 48
	toastGap    = 12
	toastMargin = 24
	toastStay   = 5 * time.Second
	toastFade   = 120 * time.Millisecond
	// toastLook is how often toasts look whether a control came below them.
	toastLook = 250 * time.Millisecond
	// toastTop is the height of what always stands at the top of a window.
	toastTop = 72
)

// Toasts shows short messages at the bottom right of a window, the newest on
// top. Where a button, a link or a field stands there, they stand above it, or
// else further left: they never cover what a person may want to press. Stack it
// over everything else in the window; clicks go through where no toast is. UI
// thread only.
type Toasts struct {
	widget.BaseWidget
	body *fyne.Container
	list []*toast // newest first
	at   fyne.Position
	look func() // ends the next look; nil while none is due
}

// NewToasts makes the layer of toasts of a window.
func NewToasts() *Toasts {
	t := &Toasts{}
	t.body = &fyne.Container{Layout: &toastLayout{t: t}}
	t.ExtendBaseWidget(t)
	return t
}

// Add shows a message for five seconds; those of KindDanger stay until they
// are closed, and so do those that hold the keyboard focus. When an action is
// given, a link with this text stands in the toast, closes it and calls do.
// More than three push out the oldest that is no error, else the oldest.
func (t *Toasts) Add(kind Kind, text, action string, do func()) {
	for _, old := range t.list {
		if old.kind == kind && old.text.FullText() == text && old.action == action {
			t.drop(old)
			break
		}
	}
	n := newToast(t, kind, text, action, do)
	t.list = append([]*toast{n}, t.list...)
	for len(t.list) > toastMost {
		t.drop(t.oldest())
	}
	t.arrange()
	n.appear()
	if kind != KindDanger {
		n.wait()
	}
}

// Count returns how many toasts are showing.
func (t *Toasts) Count() int { return len(t.list) }

// Texts returns the messages that are showing, newest first.
func (t *Toasts) Texts() []string {
	out := make([]string, len(t.list))
	for i, n := range t.list {
		out[i] = n.text.FullText()
	}
	return out
}

// Clear removes all toasts.
func (t *Toasts) Clear() {
	for len(t.list) > 0 {
		t.drop(t.list[0])
	}
	t.arrange()
}

func (t *Toasts) oldest() *toast {
	for i := len(t.list) - 1; i > 0; i-- {
		if t.list[i].kind != KindDanger {
			return t.list[i]
		}
	}
	return t.list[len(t.list)-1]
}

// drop takes a toast off the list and stops its timer.
func (t *Toasts) drop(gone *toast) {
	for i, n := range t.list {
		if n == gone {
			t.list = append(t.list[:i:i], t.list[i+1:]...)
			break
		}
	}
	gone.stop()
}

func (t *Toasts) remove(gone *toast) {
	t.drop(gone)
	t.arrange()
}

func (t *Toasts) arrange() {
	t.body.Objects = make([]fyne.CanvasObject, len(t.list))
	for i, n := range t.list {
		t.body.Objects[i] = n
	}
	t.at = t.place()
	t.body.Refresh()
	t.watch()
}

// watch looks again and again, while there are toasts, whether what lies below
// them is still nothing to press: the page may change, or show what it has read.
func (t *Toasts) watch() {
	switch {
	case len(t.list) == 0 && t.look != nil:
		t.look()
		t.look = nil
	case len(t.list) > 0 && t.look == nil:
		t.look = later(toastLook, func() {
			t.look = nil
			if canvasOf(t) == nil { // the window is gone
				return
			}
			if at := t.place(); at != t.at && !t.touched() {
				t.at = at
				t.body.Refresh()
			}
			t.watch()
		})
	}
}

// touched tells whether the person is about to use a toast: it must not move then.
func (t *Toasts) touched() bool {
	for _, n := range t.list {
		if n.focused() || n.shut.state.Hovered || n.link != nil && n.link.state.Hovered {
			return true
		}
	}
	return false
}

// width is how wide toasts are.
func (t *Toasts) width() float32 { return min(toastWidth, t.Size().Width-2*toastMargin) }

// tall is how high all toasts are together.
func (t *Toasts) tall() float32 {
	h := float32(len(t.list)-1) * toastGap
	for _, n := range t.list {
		h += HeightFor(n, t.width())
	}
	return h
}

// place finds where the toasts cover no control: as far down and as far right as
// there is such a place, at first near the foot of the window.
func (t *Toasts) place() fyne.Position {
	size := t.Size()
	mine := fyne.NewSize(t.width(), t.tall())
	right := size.Width - toastMargin - mine.Width
	bottom := size.Height - toastMargin
	usual := fyne.NewPos(right, bottom-mine.Height)
	c := canvasOf(t)
	if c == nil || len(t.list) == 0 || size.Width <= 0 {
		return usual
	}
	others := controlsIn(c.Content(), fyne.Position{}, area{size: size})
	for _, top := range []float32{size.Height * 0.7, size.Height / 2, toastTop} {
		for x := right; x >= toastMargin; x -= mine.Width/2 + toastMargin {
			if y, ok := lowestFree(x, top, bottom, mine, others, toastGap); ok {
				return fyne.NewPos(x, y)
			}
		}
	}
	return usual
}

// CreateRenderer is called by the toolkit.
func (t *Toasts) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.body) }

// MinSize is nothing: the layer never widens the window.
func (t *Toasts) MinSize() fyne.Size { return fyne.Size{} }

type toastLayout struct {
	t    *Toasts
	size fyne.Size
}

func (*toastLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l *toastLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if size != l.size { // the window changed its size
		l.size, l.t.at = size, l.t.place()
	}
	w, y := l.t.width(), l.t.at.Y
	for _, o := range objects {
		h := HeightFor(o, w)
		place(o, l.t.at.X, y, w, h)
		y += h + toastGap
	}
}

// toast is one message.
type toast struct {
	Block
	owner  *Toasts
	kind   Kind
	text   *Paragraph
	action string
	shut   *Button
	link   *Link
	veil   *veil
	halt   func()
	fade   *fyne.Animation
	gone   bool
}

func newToast(owner *Toasts, kind Kind, text, action string, do func()) *toast {
	n := &toast{owner: owner, kind: kind, action: action, text: NewParagraph(Text, Body, text), veil: newVeil()}
	icon := kind.IconName()
	if kind == KindNeutral {
		icon = "check"
	}
	n.shut = NewIconButton("x", lang.L("Close"), func() { owner.remove(n) }).As(VariantQuietNeutral)
	row := []fyne.CanvasObject{NewIcon(icon, 16, kind.Ink()), Grow(n.text)}
	if action != "" {
		n.link = NewLink(action, "", func() {
			owner.remove(n)
			if do != nil {
				do()
			}
		})
		n.link.text.SetStyle(BodyStrong)
		n.link.SetMin(0, 32)
		row = append(row, n.link)
	}
	row = append(row, Fix(23, 32, &fyne.Container{Layout: bleedLayout{}, Objects: []fyne.CanvasObject{n.shut}}))
	line := &fyne.Container{Layout: toastRow{}, Objects: []fyne.CanvasObject{Row(12, row...)}}
	n.Extend(n, Stack(NewShadow(8), NewBox(Surface, Border, 8, 1), line, n.veil))
	return n
}

// toastRow keeps a toast at its height, or lets a long text wrap.
type toastRow struct{}

func (toastRow) wraps() {}

func (toastRow) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return max(toastHeight, highest(objects, width-34)+16)
}

func (toastRow) minWidth([]fyne.CanvasObject) float32 { return 0 }

func (toastRow) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, toastHeight) }

func (toastRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		place(o, 17, 0, size.Width-34, size.Height)
	}
}

// bleedLayout lets a button of 32 stand over a place of 23, so that its
// picture ends where the padding begins.
type bleedLayout struct{}

func (bleedLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(23, 32) }

func (bleedLayout) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	for _, o := range objects {
		place(o, 0, 0, 32, 32)
	}
}

// wait closes the toast after its time, unless a control inside has the
// focus by then: in that case it waits once more.
func (n *toast) wait() {
	n.halt = later(toastStay, func() {
		switch {
		case n.gone:
		case n.focused():
			n.wait()
		default:
			n.owner.remove(n)
		}
	})
}

func (n *toast) focused() bool {
	c := canvasOf(n)
	if c == nil || c.Focused() == nil {
		return false
	}
	o, ok := c.Focused().(fyne.CanvasObject)
	if !ok {
		return false
	}
	driver := fyne.CurrentApp().Driver()
	at, mine := driver.AbsolutePositionForObject(o), driver.AbsolutePositionForObject(n)
	return at.X >= mine.X && at.Y >= mine.Y && at.X < mine.X+n.Size().Width && at.Y < mine.Y+n.Size().Height
}

func (n *toast) stop() {
	n.gone = true
	if n.halt != nil {
		n.halt()
	}
	if n.fade != nil {
		n.fade.Stop()
	}
}

// appear fades the toast in, unless the system asks for no motion.
func (n *toast) appear() {
	if !fyne.CurrentApp().Settings().ShowAnimations() {
		return
	}
	n.veil.set(1)
	n.fade = fyne.NewAnimation(toastFade, func(done float32) { n.veil.set(1 - done) })
	n.fade.Start()
}

// veil covers a toast in the colour of its ground and grows clear.
type veil struct {
	widget.BaseWidget
	draw *canvas.Rectangle
}

func newVeil() *veil {
	v := &veil{draw: &canvas.Rectangle{CornerRadius: 8, FillColor: color.Transparent}}
	v.ExtendBaseWidget(v)
	return v
}

func (v *veil) set(share float32) {
	c := color.NRGBAModel.Convert(Color(Surface)).(color.NRGBA)
	c.A = uint8(share * 255)
	v.draw.FillColor = c
	if c.A == 0 {
		v.draw.FillColor = color.Transparent
	}
	v.draw.Refresh()
}

// CreateRenderer is called by the toolkit.
func (v *veil) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(v.draw) }

// MinSize is nothing: the veil is as large as its toast.
func (v *veil) MinSize() fyne.Size { return fyne.Size{} }
