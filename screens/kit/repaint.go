package kit

import "fyne.io/fyne/v2"

// repaintAll has every window painted with the next frame. Nothing in it is
// refreshed: renderers see themselves that their coat is old.
func repaintAll() {
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		c := w.Canvas()
		for _, o := range c.Overlays().List() {
			if _, ours := o.(*overlay); !ours {
				o.Refresh() // the toolkit's own menu, which entries open
			}
		}
		if d, ok := c.(interface{ SetDirty() }); ok {
			d.SetDirty()
		} else if content := c.Content(); content != nil {
			c.Refresh(content)
		}
	}
}
