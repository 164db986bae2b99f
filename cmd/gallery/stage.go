package main

import (
	"fmt"
	"image"
	"image/png"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/screens"
	"channeldesk/screens/activitypage"
	"channeldesk/screens/channelpage"
	"channeldesk/screens/frame"
	"channeldesk/screens/handoffpage"
	"channeldesk/screens/kit"
	"channeldesk/screens/overview"
	"channeldesk/screens/sendpage"
	"channeldesk/screens/settingspage"
	"channeldesk/screens/signin"
	"channeldesk/screens/welcome"
)

// stage shows things in one look and size and takes their pictures. There is no
// screen: the toolkit draws into memory.
type stage struct {
	app           *inLine
	theme         *kit.Theme
	mode          kit.Mode
	suffix        string
	width, height float32
	out           string
}

func newStage(out string, mode kit.Mode, word string, width, height float32) *stage {
	s := &stage{app: newInLine(), theme: kit.NewTheme(mode).(*kit.Theme), mode: mode, out: out, width: width, height: height}
	s.suffix = fmt.Sprintf("%s-%gx%g", word, width, height)
	s.app.Settings().SetTheme(s.theme)
	return s
}

// open builds the whole window on a desk. It is not shown anywhere.
func (s *stage) open(d *desk) *screens.Window {
	d.prefs[app.SettingWindowSize] = fmt.Sprintf("%gx%g", s.width, s.height)
	var win *screens.Window
	win = screens.New(screens.Params{
		App: s.app, Deps: d, Bus: d.bus, Clock: d.clock, Log: slog.New(slog.DiscardHandler), Theme: s.theme,
		Pages: func(shell frame.Shell) screens.Pages {
			return screens.Pages{
				SignIn:   signin.New(d.members, d.clock, func(m app.Member) { win.SignedIn(m) }),
				Welcome:  welcome.New(d, shell, welcome.Actions{SetUp: func() { win.NewAgent() }, OpenSandbox: func(func(error)) {}, OpenFile: func() {}}),
				Overview: overview.New(overviewDeps{d}, shell, d.clock, overview.Extras{OpenSandbox: func() {}}),
				Channel:  channelpage.New(d, shell, d.clock),
				Handoff:  handoffpage.New(d.sheets, shell, d.clock),
				Send:     sendpage.New(d.sendDeps(), shell, d.clock), SendProgress: sendpage.NewProgress(d.sendDeps(), shell, d.clock),
				Activity: activitypage.New(activityDeps{d, d.members}, shell, d.clock),
				Settings: settingspage.New(settingsDeps{d, d.members}, shell, d.clock),
			}
		},
	})
	return win
}

// quiet is how long nothing may happen before a window counts as come to rest:
// longer than the shell takes to gather events into one reading.
const quiet = 200 * time.Millisecond

// settle lets the background work of a window come in, for at least some time.
func (s *stage) settle(least time.Duration) { s.app.run(max(least, quiet)) }

func (s *stage) save(name string, picture image.Image) (err error) {
	file := fmt.Sprintf("%s-%s.png", name, s.suffix)
	out, err := os.Create(filepath.Join(s.out, file))
	if err != nil {
		return err
	}
	defer func() {
		if closing := out.Close(); err == nil {
			err = closing
		}
	}()
	return (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(out, picture)
}

// sheet keeps a picture of some widgets on the ground colour.
func (s *stage) sheet(name string, width, height float32, content fyne.CanvasObject) error {
	win := s.app.NewWindow(name)
	defer win.Close()
	win.SetPadded(false)
	win.SetContent(kit.Stack(kit.NewRect(kit.Bg), kit.Pad(24, 24, 24, 24, content)))
	win.Resize(fyne.NewSize(width, height))
	return s.save("kit-"+name, win.Canvas().Capture())
}
