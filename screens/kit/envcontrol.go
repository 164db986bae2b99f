package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// The two environments as the control names them.
const (
	EnvDraft     = "draft"
	EnvPublished = "published"
)

// EnvControl chooses between Draft and Published: 220 by 36, one stop of the
// Tab key, Left and Right choose. Without a draft the Draft half is locked.
// It shows what Set says and changes nothing by itself. UI thread only.
type EnvControl struct {
	Press

	// OnChoose is called when the person chooses the other environment.
	OnChoose func(env string)
	// OnLocked is called when the person chooses a Draft that does not exist.
	OnLocked func()

	env      string
	hasDraft bool
	pending  int
	halves   [2]*envHalf // draft, published
}

// envHalf is the thumb, the icon and the word of one environment.
type envHalf struct {
	box  *Box
	icon *Icon
	text *Line
	pill *fyne.Container
	sum  *Line
}

// NewEnvControl makes a control that shows Published without a draft.
func NewEnvControl() *EnvControl {
	c := &EnvControl{env: EnvPublished}
	c.halves[0] = newEnvHalf("pencil-line", lang.L("Draft"))
	c.halves[1] = newEnvHalf("radio-tower", lang.L("Published"))
	objs := make([]fyne.CanvasObject, 0, 4)
	for _, h := range c.halves {
		objs = append(objs, h.box, Row(6, h.icon, h.text, h.pill))
	}
	c.Style = func(PressState) Face { return Face{NeutralTint, Transparent, 0} }
	c.OnState, c.OnKey = c.recolour, c.key
	c.OnTapped = c.toggle
	c.Extend(c, &fyne.Container{Layout: envLayout{}, Objects: objs}, 8)
	c.SetMin(220, 36)
	c.describe()
	return c
}

func newEnvHalf(icon, word string) *envHalf {
	h := &envHalf{box: NewBox(Transparent, Transparent, 6, 0), icon: NewIcon(icon, 14, Text2), text: NewLine(word, Body, Text2)}
	h.sum = NewLine("", CaptionStrong, DraftText)
	h.pill = Fix(0, 18, Stack(NewBox(DraftTint, Transparent, 9, 0), Mid(18, 18, Pad(0, 5, 0, 5, h.sum))))
	h.pill.Hide()
	return h
}

// Set shows an environment, EnvDraft or EnvPublished; whether there is a
// draft; and how many changes of the draft are not published yet.
func (c *EnvControl) Set(env string, hasDraft bool, pending int) {
	if c.env == env && c.hasDraft == hasDraft && c.pending == pending {
		return
	}
	c.env, c.hasDraft, c.pending = env, hasDraft, pending
	c.describe()
	c.Refresh()
}

// Env returns the environment that is showing.
func (c *EnvControl) Env() string { return c.env }

func (c *EnvControl) describe() {
	c.Label = lang.L("Published")
	if c.env == EnvDraft {
		c.Label = lang.L("Draft")
	}
}

// Tapped chooses the half below the pointer.
func (c *EnvControl) Tapped(e *fyne.PointEvent) {
	if c.Disabled() {
		return
	}
	c.Focus()
	if e.Position.X < c.Size().Width/2 {
		c.choose(EnvDraft)
	} else {
		c.choose(EnvPublished)
	}
}

// toggle is what Enter and Space do.
func (c *EnvControl) toggle() {
	if c.env == EnvDraft {
		c.choose(EnvPublished)
	} else {
		c.choose(EnvDraft)
	}
}

func (c *EnvControl) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyLeft:
		c.choose(EnvDraft)
	case fyne.KeyRight:
		c.choose(EnvPublished)
	default:
		return false
	}
	return true
}

func (c *EnvControl) choose(env string) {
	switch {
	case c.Disabled():
	case env == EnvDraft && !c.hasDraft:
		if c.OnLocked != nil {
			c.OnLocked()
		}
	case env != c.env:
		if c.OnChoose != nil {
			c.OnChoose(env)
		}
	}
}

// recolour gives both halves the look of the present state.
func (c *EnvControl) recolour(PressState) {
	draft, pub := c.halves[0], c.halves[1]
	switch {
	case c.env == EnvDraft:
		draft.look(DraftFill, DraftEdge, DraftOn, BodyStrong)
	case !c.hasDraft:
		draft.look(Transparent, Transparent, Text3, Body)
	default:
		draft.look(Transparent, Transparent, Text2, Body)
	}
	if c.env == EnvDraft {
		pub.look(Transparent, Transparent, Text2, Body)
	} else {
		pub.look(PubFill, PubEdge, PubOn, BodyStrong)
	}
	draft.icon.SetName("pencil-line")
	if !c.hasDraft && c.env != EnvDraft {
		draft.icon.SetName("lock")
	}
	draft.sum.SetText(Number(c.pending))
	draft.pill.Hidden = c.pending <= 0 || !c.hasDraft || c.env == EnvDraft
}

func (h *envHalf) look(fill, edge, ink Token, style Style) {
	width := float32(1)
	if edge == Transparent {
		width = 0
	}
	h.box.Set(fill, edge, width)
	h.icon.SetToken(ink)
	h.text.SetToken(ink)
	h.text.SetStyle(style)
}

// envLayout puts the thumbs at 3 and 111 and centres icon and word in them.
type envLayout struct{}

func (envLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(220, 36) }

func (envLayout) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	for i, x := range [2]float32{3, 111} {
		place(objects[2*i], x, 3, 106, 30)
		row := objects[2*i+1]
		w := snap(min(minWidth(row), 104))
		place(row, snapDown(x+(106-w)/2), 3, w, 30)
	}
}
