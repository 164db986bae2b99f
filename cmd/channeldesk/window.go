package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/gateway"
	"channeldesk/app/radar"
	"channeldesk/app/template"
	"channeldesk/assets"
	"channeldesk/screens"
	"channeldesk/screens/activitypage"
	"channeldesk/screens/apipage"
	"channeldesk/screens/channelpage"
	"channeldesk/screens/frame"
	"channeldesk/screens/handoffpage"
	"channeldesk/screens/historypage"
	"channeldesk/screens/kit"
	"channeldesk/screens/overview"
	"channeldesk/screens/sendpage"
	"channeldesk/screens/settingspage"
	"channeldesk/screens/signin"
	"channeldesk/screens/templateeditor"
	"channeldesk/screens/templatepage"
	"channeldesk/screens/welcome"
)

// appID names the program to the system.
const appID = "example.channeldesk"

// settleAfter is when the memory that only starting needed (fonts being read,
// pictures being drawn for the first time) goes back to the system.
const settleAfter = 2500 * time.Millisecond

// runWindow shows the window on an open workspace and returns when it was closed.
func runWindow(ctx context.Context, w *workspace, opts windowOptions) error {
	prefs := newPreferences(w)
	setTextSize(prefs.Preference(app.SettingTextSize))
	fyneapp.SetMetadata(fyne.AppMetadata{ID: appID, Name: "Channel Desk", Version: w.Version, Icon: appIcon()})
	a := fyneapp.NewWithID(appID)
	keepNothing(a)
	a.SetIcon(appIcon())
	chooseLanguage(prefs.Preference(app.SettingLanguage), w)
	theme := kit.NewTheme(themeMode(prefs.Preference(app.SettingTheme)))
	if t := theme.(*kit.Theme); t.Mode() == kit.ModeSystem {
		if dark, known := systemScheme(); known {
			t.BeginAs(dark)
		}
	}
	a.Settings().SetTheme(theme)

	d := newWindowDesk(w, prefs)
	defer d.Close()
	var win *screens.Window
	win = screens.New(screens.Params{
		App: a, Ended: kit.End, Deps: d, Bus: w.Bus, Clock: w.Clock, Log: w.Log, Theme: theme.(*kit.Theme),
		Pages: func(shell frame.Shell) screens.Pages {
			late := frame.NewLate
			return screens.Pages{
				SignIn: late(func() frame.Page { return signin.New(signInDeps{w.Access}, w.Clock, win.SignedIn) }),
				Welcome: late(func() frame.Page {
					return welcome.New(d, shell, welcome.Actions{
						SetUp:       func() { win.NewAgent() },
						OpenSandbox: func(done func(error)) { win.OpenSandbox(done) },
						OpenFile:    func() { win.OpenSetupFile() },
					})
				}),
				Overview: late(func() frame.Page {
					return overview.New(overviewDeps{d}, shell, w.Clock, overview.Extras{OpenSandbox: func() { win.OpenSandbox(nil) }})
				}),
				Channel: late(func() frame.Page { return channelpage.New(channelDeps{d}, shell, w.Clock) }),
				Handoff: late(func() frame.Page { return handoffpage.New(handoffDeps{d}, shell, w.Clock) }),
				Templates: late(func() frame.Page {
					return templatepage.New(d.templateDeps(func(t app.TemplateDraft) { win.EditTemplate(t) }), shell, w.Clock)
				}),
				API:     late(func() frame.Page { return apipage.New(d.apiDeps(), shell, w.Clock) }),
				History: late(func() frame.Page { return historypage.New(d.historyDeps(), shell, w.Clock) }),
				TemplateEditor: late(func() frame.Page {
					return templateeditor.New(d.editorDeps(func(extensions []string, chosen func(string)) { win.ChooseFile(extensions, chosen) }), shell, w.Clock)
				}),
				Send: late(func() frame.Page {
					return sendpage.New(d.sendDeps(func(endings []string, chosen func(string)) { win.ChooseFile(endings, chosen) }), shell, w.Clock)
				}),
				SendProgress: late(func() frame.Page {
					return sendpage.NewProgress(d.sendDeps(func(endings []string, chosen func(string)) { win.ChooseFile(endings, chosen) }), shell, w.Clock)
				}),
				Activity: late(func() frame.Page { return activitypage.New(activityDeps{d, w.Access}, shell, w.Clock) }),
				Settings: late(func() frame.Page {
					return settingspage.New(settingsDeps{d, w.Access, func(mode string) { win.SetTheme(themeMode(mode), mode) }, func(endings []string, chosen func(string)) { win.ChooseFile(endings, chosen) }}, shell, w.Clock)
				}),
			}
		},
	})
	win.Open(opts.Agent)
	defer startUIMap(win.Window(), w.Log)()
	stopWatching := watchOthers(w, d)
	defer stopWatching()
	w.work.Go(func() {
		for {
			select {
			case <-w.ctx.Done():
				return
			case <-ctx.Done():
				win.Quit()
				return
			case <-opts.Raise:
				win.Raise()
			}
		}
	})
	w.work.Go(func() { d.keepSandbox(w.ctx) })
	w.work.Go(d.keepGateway)
	w.work.Go(func() { d.followGateway(w.ctx) })
	w.keepWarning(func(ends []radar.End) { kit.Do(func() { notifyEnds(a, ends) }) })
	d.keepTellingTemplates(func(news []template.Decision) { kit.Do(func() { win.TellTemplates(news) }) })
	settle := time.AfterFunc(settleAfter, debug.FreeOSMemory)
	defer settle.Stop()
	defer w.takeSignals(win.Quit)()
	win.ShowAndRun()
	return nil
}

// takeSignalsAfter is when the toolkit surely listens for signals itself.
const takeSignalsAfter = time.Second

// takeSignals makes the signals to end the program close the window in order, so
// that what was typed is saved. The toolkit listens for them too and would end
// its loop at once; from a second after the start on, they are ours alone.
func (w *workspace) takeSignals(quit func()) (stop func()) {
	told := make(chan os.Signal, 1)
	t := time.AfterFunc(takeSignalsAfter, func() {
		signal.Reset(os.Interrupt, syscall.SIGTERM)
		signal.Notify(told, os.Interrupt, syscall.SIGTERM)
	})
	w.work.Go(func() {
		select {
		case <-w.ctx.Done():
		case <-told:
			quit()
		}
	})
	return func() { t.Stop() }
}

// watchOthers tells the window when another process changed the workspace.
func watchOthers(w *workspace, d *windowDesk) (stop func()) {
	stop, err := w.Store.Watch(func() {
		w.Bus.Publish(app.Event{Kind: app.AgentsChanged}, app.Event{Kind: app.SecretsChanged})
		d.wakeGateway()
	})
	if err != nil {
		w.Log.Warn("watch for changes by other programs", "cause", err)
		return func() {}
	}
	return stop
}

func appIcon() fyne.Resource { return fyne.NewStaticResource("channeldesk.png", assets.AppIcon()) }

func themeMode(name string) kit.Mode {
	switch {
	case name == "light", name != "dark" && !systemHasScheme():
		return kit.ModeLight
	case name == "dark":
		return kit.ModeDark
	}
	return kit.ModeSystem
}

// setTextSize scales the whole window. The toolkit reads it before its first
// window only, so a change needs a restart.
func setTextSize(percent string) {
	n, err := strconv.Atoi(percent)
	if err != nil || n < 90 || n > 150 || n == 100 || os.Getenv("FYNE_SCALE") != "" {
		return
	}
	_ = os.Setenv("FYNE_SCALE", fmt.Sprintf("%.2f", float64(n)/100))
}

// chooseLanguage loads the chosen translation, and with no choice that of the
// system: Indonesian where it is spoken, else English. The toolkit asks for the
// system's own language only, so ours is registered under its name as well; else
// its own words would stand in a third language beside ours.
func chooseLanguage(choice string, w *workspace) {
	if choice != "en" && choice != "id" {
		choice = languageOf(string(lang.SystemLocale()))
	}
	data, err := assets.Translations.ReadFile("translations/" + choice + ".json")
	for _, locale := range []fyne.Locale{"en", fyne.Locale(choice), lang.SystemLocale()} {
		if err == nil {
			err = lang.AddTranslationsForLocale(data, locale)
		}
	}
	if err != nil {
		w.Log.Warn("load translations", "language", choice, "cause", err)
	}
}

// languageOf gives the language to use on a system of a locale. Javanese and
// Malay desktops read Indonesian rather than English.
func languageOf(locale string) string {
	name, _, _ := strings.Cut(strings.ReplaceAll(locale, "_", "-"), "-")
	switch strings.ToLower(name) {
	case "id", "in", "jv", "su", "ms":
		return "id"
	}
	return "en"
}

// preferences are what the window remembers, kept in the workspace.
type preferences struct {
	w      *workspace
	mu     sync.Mutex
	values map[string]string
}

func newPreferences(w *workspace) *preferences {
	p := &preferences{w: w, values: map[string]string{}}
	err := w.Store.View(w.ctx, func(tx app.Tx) error {
		for _, name := range []string{
			app.SettingTheme, app.SettingTextSize, app.SettingLanguage, app.SettingWindowSize,
			app.SettingLastAgent, app.SettingLastEnv, "save_folder", "open_folder", app.SettingSecretStore,
			settingGatewayOn, gateway.SettingListen,
		} {
			v, err := tx.Setting(name)
			if err != nil {
				return err
			}
			p.values[name] = v
		}
		return nil
	})
	if err != nil {
		w.Log.Warn("read preferences", "cause", err)
	}
	return p
}

// Preference gives a remembered value, or "". Safe for concurrent use.
func (p *preferences) Preference(name string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.values[name]
}

// SetPreference remembers a value. The write happens in the background, in order.
func (p *preferences) SetPreference(name, value string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.values[name] == value {
		return nil
	}
	p.values[name] = value
	p.w.work.Go(func() {
		p.mu.Lock()
		latest := p.values[name]
		p.mu.Unlock()
		err := p.w.Store.Update(context.WithoutCancel(p.w.ctx), func(tx app.Tx) error { return tx.SetSetting(name, latest) })
		if err != nil {
			p.w.Log.Warn("remember a preference", "name", name, "cause", err)
		}
	})
	return nil
}
