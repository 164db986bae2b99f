package kit

import "fyne.io/fyne/v2"

// FormBeside puts a form beside a panel on a page: the form scrolls by itself when
// the window is too low for it, and the panel is always as high as the window, so
// that what stands at its foot stays in sight. The form has formWidth, less when
// the panel needs its minimum. Its place is the whole of a Page.
func FormBeside(form, panel fyne.CanvasObject, formWidth, panelMin float32) *fyne.Container {
	scroll := within(Pad(pagePadTop, besideRoom, pagePadOther, pagePadOther, form))
	return group(formBesideLayout{form: formWidth, panel: panelMin}, []fyne.CanvasObject{scroll, panel})
}

const (
	besideLeast = 480 // the page scrolls in windows lower than this
	besideRoom  = 10  // right of the form, for its scroll bar
)

type formBesideLayout struct{ form, panel float32 }

func (formBesideLayout) heightFor([]fyne.CanvasObject, float32) float32 { return besideLeast }

func (l formBesideLayout) minWidth([]fyne.CanvasObject) float32 { return 2*panelGap + l.panel }

// MinSize is called by the toolkit.
func (l formBesideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.minWidth(objects), besideLeast)
}

// Layout is called by the toolkit. The form scrolls up to the edges of the page, as
// a page does.
func (l formBesideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	form := max(snap(min(l.form, size.Width-panelGap-l.panel)), 0)
	place(objects[0], -pagePadOther, -pagePadTop, pagePadOther+form+besideRoom, pagePadTop+size.Height+pagePadOther)
	place(objects[1], form+panelGap, 0, size.Width-form-panelGap, size.Height)
}
