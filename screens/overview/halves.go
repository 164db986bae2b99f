package overview

import (
	"fyne.io/fyne/v2"

	"channeldesk/screens/kit"
)

const (
	// halvesBreak is the width below which the deliveries stand under the steps.
	halvesBreak = 880
	halvesGap   = 16
)

// halves are the steps of the set-up beside the deliveries, or above them where
// these would have no room.
type halves struct{ kit.Block }

func newHalves(setup, sent fyne.CanvasObject) *halves {
	h := &halves{}
	h.Extend(h, &fyne.Container{Layout: halvesLayout{}, Objects: []fyne.CanvasObject{setup, sent}})
	return h
}

// HeightFor is how high both are at a width.
func (h *halves) HeightFor(width float32) float32 {
	if width < halvesBreak {
		return 2*middleHigh + halvesGap
	}
	return middleHigh
}

// MinSize is called by the toolkit.
func (h *halves) MinSize() fyne.Size { return fyne.NewSize(0, h.HeightFor(h.Size().Width)) }

// halvesLayout places both.
type halvesLayout struct{}

// MinSize is nothing: the halves say how high they are.
func (halvesLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout is called by the toolkit.
func (halvesLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if size.Width < halvesBreak {
		put(objects[0], 0, 0, size.Width, middleHigh)
		put(objects[1], 0, middleHigh+halvesGap, size.Width, middleHigh)
		return
	}
	put(objects[0], 0, 0, setupWide, size.Height)
	put(objects[1], setupWide+halvesGap, 0, size.Width-setupWide-halvesGap, size.Height)
}
