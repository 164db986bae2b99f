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
)

// Toasts shows short messages at the bottom right of a window, the newest on
// top. Stack it over everything else in the window; clicks go through where
// no toast is. UI thread only.
type Toasts struct {
	widget.BaseWidget
	body *fyne.Container
	list []*toast // newest first
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
	t.body.Refresh()
}

// CreateRenderer is called by the toolkit.
func (t *Toasts) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.body) }

// MinSize is nothing: the layer never widens the window.
func (t *Toasts) MinSize() fyne.Size { return fyne.Size{} }

type toastLayout struct{ t *Toasts }

func (*toastLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l *toastLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := min(toastWidth, size.Width-2*toastMargin)
	y := size.Height - toastMargin
	for i := len(objects) - 1; i >= 0; i-- {
		h := HeightFor(objects[i], w)
		y -= h
		place(objects[i], size.Width-toastMargin-w, y, w, h)
		y -= toastGap
	}
}

// toast is one message.
type toast struct {
	Block
	owner  *Toasts
	kind   Kind
	text   *Paragraph
	action string
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
	shut := NewIconButton("x", lang.L("Close"), func() { owner.remove(n) }).As(VariantQuietNeutral)
	row := []fyne.CanvasObject{NewIcon(icon, 16, kind.Ink()), Grow(n.text)}
	if action != "" {
		link := NewLink(action, "", func() {
			owner.remove(n)
			if do != nil {
				do()
			}
		})
		link.text.SetStyle(BodyStrong)
		link.SetMin(0, 32)
		row = append(row, link)
	}
	row = append(row, Fix(23, 32, &fyne.Container{Layout: bleedLayout{}, Objects: []fyne.CanvasObject{shut}}))
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
