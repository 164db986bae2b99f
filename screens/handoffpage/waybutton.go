package handoffpage

import (
	"channeldesk/screens/kit"
)

// wayButton is a button with its icon and text at the left, as in a list of
// ways out. While it is busy it takes no press.
type wayButton struct {
	kit.Press
	icon *kit.Icon
	spin *kit.Activity
	text *kit.Cut
	busy bool
}

func newWayButton(text, icon string, do func()) *wayButton {
	b := &wayButton{icon: kit.NewIcon(icon, 14, kit.Text), spin: kit.NewActivity(14, kit.Text), text: kit.NewCut(text, kit.BodyStrong, kit.Text)}
	b.spin.Hide()
	b.Label = text
	b.Style = func(s kit.PressState) kit.Face {
		if s.Hovered && !b.busy || s.Disabled {
			return kit.Face{Fill: kit.Sunken, Stroke: kit.Border, Width: 1}
		}
		return kit.Face{Fill: kit.Surface, Stroke: kit.Border, Width: 1}
	}
	b.OnTapped = func() {
		if !b.busy {
			do()
		}
	}
	b.Extend(b, kit.Fix(0, 32, kit.Pad(0, 13, 0, 13, kit.Row(8, b.icon, b.spin, kit.Grow(b.text)))), 6)
	return b
}

// setBusy turns the icon into the sign that something is going on.
func (b *wayButton) setBusy(busy bool) {
	if b.busy == busy {
		return
	}
	b.busy = busy
	if busy {
		b.icon.Hide()
		b.spin.Show()
		b.spin.Start()
	} else {
		b.spin.Stop()
		b.spin.Hide()
		b.icon.Show()
	}
	b.Refresh()
}
