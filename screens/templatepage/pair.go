package templatepage

import (
	"fyne.io/fyne/v2"

	"channeldesk/screens/kit"
)

// action is the second action below the details.
type action struct {
	icon, text string
	do         func()
	why        string // why it cannot be done; "" when it can
}

// button is the action with its words, or as an icon that says them in a tooltip.
func (a action) button(words bool) *kit.Button {
	b := kit.NewIconButton(a.icon, a.text, a.do)
	tip := a.text
	if words {
		b, tip = kit.NewButton(a.text, a.do).WithIcon(a.icon), ""
	}
	if a.why != "" {
		b.Disable()
		tip = a.why
	}
	if tip != "" {
		kit.AttachTooltip(b, tip)
	}
	return b
}

// pair is a main button with a second one beside it, which gives up its words where
// there is no room for them.
type pair struct {
	kit.Block
}

func newPair(main *kit.Button, second action) *pair {
	p := &pair{}
	l := &pairLayout{main: main, words: second.button(true), icon: second.button(false)}
	l.icon.Hide()
	p.Extend(p, &fyne.Container{Layout: l, Objects: []fyne.CanvasObject{l.main, l.words, l.icon}})
	return p
}

// HeightFor is one line, whatever the width.
func (p *pair) HeightFor(float32) float32 { return p.Body().MinSize().Height }

type pairLayout struct {
	main, words, icon *kit.Button
}

const pairGap = 8

func (l *pairLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.icon.MinSize().Width, l.main.MinSize().Height)
}

func (l *pairLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	main, second := l.main.MinSize().Width, l.words
	if main+pairGap+l.words.MinSize().Width > size.Width {
		second = l.icon
	}
	for _, b := range []*kit.Button{l.words, l.icon} {
		if hidden := b != second; b.Hidden != hidden {
			b.Hidden = hidden
			b.Refresh()
		}
	}
	wide := second.MinSize().Width
	main = min(main, max(size.Width-pairGap-wide, 0))
	l.main.Move(fyne.NewPos(0, 0))
	l.main.Resize(fyne.NewSize(main, size.Height))
	second.Move(fyne.NewPos(main+pairGap, 0))
	second.Resize(fyne.NewSize(wide, size.Height))
}
