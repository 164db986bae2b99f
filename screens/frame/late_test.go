package frame_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"channeldesk/screens/frame"
)

type plainPage struct{ entered, reloaded int }

func (p *plainPage) Title() string                              { return "Plain" }
func (p *plainPage) Content() fyne.CanvasObject                 { return nil }
func (p *plainPage) Enter(context.Context, frame.Place, string) { p.entered++ }
func (p *plainPage) Leave()                                     {}
func (p *plainPage) Reload()                                    { p.reloaded++ }

type holdingPage struct {
	plainPage
	held, checked, finished int
}

func (p *holdingPage) Held() int          { return p.held }
func (p *holdingPage) Discard()           { p.held = 0 }
func (p *holdingPage) ReviewHeld()        {}
func (p *holdingPage) CheckAgain()        { p.checked++ }
func (p *holdingPage) Finish(done func()) { p.finished++; done() }

func TestALatePageIsBuiltWhenItIsFirstShown(t *testing.T) {
	built := 0
	page := &plainPage{}
	late := frame.NewLate(func() frame.Page { built++; return page })
	late.Reload()
	late.MainAction()
	require.Zero(t, late.Held())
	require.Zero(t, built, "nothing of this needs the page")
	late.Enter(context.Background(), frame.Place{}, "")
	require.Equal(t, "Plain", late.Title())
	require.Equal(t, 1, built)
	require.Equal(t, 1, page.entered)
	late.CheckAgain()
	require.Equal(t, 1, page.reloaded, "a page that cannot check reads again")
	done := false
	late.Finish(func() { done = true })
	require.True(t, done, "a page that saves nothing is finished at once")
}

func TestALatePagePassesAbilitiesOn(t *testing.T) {
	page := &holdingPage{held: 2}
	late := frame.NewLate(func() frame.Page { return page })
	late.Enter(context.Background(), frame.Place{}, "")
	require.Equal(t, 2, late.Held())
	late.CheckAgain()
	require.Equal(t, 1, page.checked)
	late.Finish(func() {})
	require.Equal(t, 1, page.finished)
	late.Discard()
	require.Zero(t, late.Held())
}
