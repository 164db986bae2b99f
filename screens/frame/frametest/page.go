package frametest

import (
	"context"
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/screens/frame"
)

// Jakarta is the zone in which the computer of the tests stands, where the
// customers are.
var Jakarta = time.FixedZone("WIB", 7*60*60)

// Now is the time at which pages are tested; it stands still.
var Now = time.Date(2026, 11, 17, 9, 41, 7, 0, Jakarta)

// The room of a page in windows of 1280 x 800 and of 1024 x 700.
var (
	PageSize  = fyne.NewSize(1060, 741)
	PageSmall = fyne.NewSize(960, 641)
)

// Main runs the tests of a package in Jakarta, so that times read the same on every
// computer. Call it from TestMain.
func Main(m *testing.M) {
	time.Local = Jakarta
	os.Exit(m.Run())
}

// At is a clock that stands still.
func At(t time.Time) app.Clock { return app.ClockFunc(func() time.Time { return t }) }

// As is a context with Dewi Kartika as the acting member, in a role.
func As(role app.Role) context.Context {
	return app.WithMember(context.Background(), app.Member{ID: 1, Name: "Dewi Kartika", Role: role})
}

// In is the place of the first agent in an environment.
func In(env app.Environment) frame.Place { return frame.Place{Agent: 1, Environment: env} }

// Put shows a page in a window of a size; it is not entered.
func (ui *UI) Put(p frame.Page, shell *Shell, size fyne.Size) { shell.Win = ui.Show(p.Content(), size) }

// Open shows a page in a window of a size and enters it in Published, at a part or
// "", without an acting member.
func (ui *UI) Open(p frame.Page, shell *Shell, size fyne.Size, part string) {
	ui.Put(p, shell, size)
	ui.Enter(context.Background(), p, app.Published, part)
}

// Enter enters a page of the first agent and waits until it has read.
func (ui *UI) Enter(ctx context.Context, p frame.Page, env app.Environment, part string) {
	p.Enter(ctx, In(env), part)
	ui.Settle()
}
