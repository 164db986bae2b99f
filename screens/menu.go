package screens

import (
	"context"
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// command is something that the menu offers and a key can do.
type command struct {
	group, icon, text string
	key               fyne.KeyName
	shift             bool
	plain             bool // without Ctrl: F1, F11
	do                func()
}

func (w *Window) commands() []command {
	page := func(name string) func() { return func() { w.Go(name, "") } }
	return []command{
		{lang.L("Go to"), "layout-dashboard", lang.L("Overview"), fyne.Key1, false, false, page(frame.Overview)},
		{lang.L("Go to"), "plug", lang.L("Channel"), fyne.Key2, false, false, page(frame.Channel)},
		{lang.L("Go to"), "qr-code", lang.L("Hand-off"), fyne.Key3, false, false, page(frame.Handoff)},
		{lang.L("Go to"), "message-square-text", lang.L("Templates"), fyne.Key4, false, false, page(frame.Templates)},
		{lang.L("Go to"), "send", lang.L("Send"), fyne.Key5, false, false, page(frame.Send)},
		{lang.L("Go to"), "code-xml", lang.L("API integration"), fyne.Key6, false, false, page(frame.API)},
		{lang.L("Go to"), "history", lang.L("History"), fyne.Key7, false, false, page(frame.History)},
		{lang.L("Go to"), "activity", lang.L("Activity"), "", false, false, page(frame.Activity)},
		{lang.L("Go to"), "settings", lang.L("Settings"), fyne.KeyComma, false, false, page(frame.Settings)},
		{lang.L("Agent"), "bot", lang.L("Choose an agent"), fyne.KeyK, false, false, w.OpenAgents},
		{lang.L("Agent"), "plus", lang.L("New agent"), "", false, false, w.NewAgent},
		{lang.L("Agent"), "pencil-line", lang.L("Change environment"), fyne.KeyE, false, false, w.changeEnvironment},
		{lang.L("Agent"), "rocket", lang.L("Review & publish"), fyne.KeyP, true, false, w.ReviewPublish},
		{lang.L("On this page"), "check", lang.L("Main action of the page"), fyne.KeyReturn, false, false, w.mainAction},
		{lang.L("On this page"), "plus", lang.L("New template, message or key"), fyne.KeyN, false, false, w.makeNew},
		{lang.L("On this page"), "search", lang.L("Search on this page"), fyne.KeyF, false, false, w.searchPage},
		{lang.L("On this page"), "refresh-cw", lang.L("Check or read again"), fyne.KeyR, false, false, w.reloadPage},
		{lang.L("On this page"), "copy", lang.L("Copy webhook URL"), fyne.KeyC, true, false, w.copyAddress},
		{lang.L("On this page"), "maximize", lang.L("QR full screen"), fyne.KeyF11, false, true, w.pageFullScreen},
		{lang.L("Help"), "circle-help", lang.L("Help for this page"), fyne.KeyF1, false, true, w.helpForPage},
		{lang.L("Help"), "search", lang.L("Keyboard shortcuts"), "", false, false, w.showShortcuts},
		{lang.L("Help"), "copy", lang.L("Copy diagnostics"), "", false, false, w.copyDiagnostics},
		{lang.L("Help"), "file-text", lang.L("Open the log folder"), "", false, false, func() { w.OpenFile(w.Deps.LogFolder()) }},
		{lang.L("Help"), "user", lang.L("Change member"), "", false, false, w.ChangeMember},
		{lang.L("Help"), "x", lang.L("Quit"), fyne.KeyQ, false, false, w.askToQuit},
	}
}

// addShortcuts puts every command on the canvas. Fields hand keys that they do
// not use on to it. On macOS they stand in the system's menu bar as well.
func (w *Window) addShortcuts() {
	c := w.win.Canvas()
	for _, cmd := range w.commands() {
		if cmd.key != "" && !cmd.plain {
			c.AddShortcut(cmd.shortcut(), func(s fyne.Shortcut) {
				if cmd.key == fyne.KeyReturn && w.pressMainOfDialog(s) {
					return
				}
				w.run(cmd)
			})
		}
	}
	kit.SetPlainKeys(c, w.plainKey)
	if runtime.GOOS == "darwin" {
		w.win.SetMainMenu(w.systemMenu())
	}
}

// run does what a command says, unless a dialog or a full screen view is open:
// what lies below must not change under it.
func (w *Window) run(cmd command) {
	if w.fullScreen == nil && w.win.Canvas().Overlays().Top() == nil && !w.ended() {
		cmd.do()
	}
}

// makeNew makes what the page is for. An agent is made by it only where there is
// none yet.
func (w *Window) makeNew() {
	p, ok := w.shown.(frame.Maker)
	made := ok && p.New()
	if !made && w.place.Agent == 0 && !w.signingIn {
		w.NewAgent()
	}
}

// searchPage moves the keyboard focus to the page's search.
func (w *Window) searchPage() {
	if p, ok := w.shown.(frame.Searcher); ok {
		p.FocusSearch()
	}
}

// pressMainOfDialog hands Ctrl Enter to an open dialog in which nothing has the
// focus, for example after a click on its ground.
func (w *Window) pressMainOfDialog(s fyne.Shortcut) bool {
	c := w.win.Canvas()
	if c.Overlays().Top() == nil || c.Focused() != nil {
		return false
	}
	c.FocusNext()
	if f, ok := c.Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
	}
	return true
}

// plainKey takes keys without a modifier that no control used.
func (w *Window) plainKey(e *fyne.KeyEvent) bool {
	switch {
	case w.fullScreen != nil:
		if e.Name == fyne.KeyEscape || e.Name == fyne.KeyF11 {
			w.fullScreen()
			return true
		}
		return false
	case e.Name == fyne.KeyEscape:
		p, ok := w.shown.(frame.Escaper)
		return ok && p.Escape()
	}
	for _, cmd := range w.commands() {
		if cmd.plain && cmd.key == e.Name {
			w.run(cmd)
			return true
		}
	}
	return false
}

// shortcut is the command's key for the toolkit.
func (c command) shortcut() *desktop.CustomShortcut {
	s := &desktop.CustomShortcut{KeyName: c.key, Modifier: fyne.KeyModifierShortcutDefault}
	if c.shift {
		s.Modifier |= fyne.KeyModifierShift
	}
	return s
}

func (w *Window) systemMenu() *fyne.MainMenu {
	var menus []*fyne.Menu
	for _, cmd := range w.commands() {
		item := fyne.NewMenuItem(cmd.text, func() { w.run(cmd) })
		if cmd.key != "" && !cmd.plain {
			item.Shortcut = cmd.shortcut()
		}
		if len(menus) == 0 || menus[len(menus)-1].Label != cmd.group {
			menus = append(menus, fyne.NewMenu(cmd.group))
		}
		last := menus[len(menus)-1]
		last.Items = append(last.Items, item)
	}
	return fyne.NewMainMenu(menus...)
}

// keyText is how a command's key is written on this system.
func (c command) keyText() string {
	if c.key == "" {
		return ""
	}
	name := map[fyne.KeyName]string{fyne.KeyComma: ",", fyne.KeyReturn: "Enter"}[c.key]
	if name == "" {
		name = string(c.key)
	}
	if c.plain {
		return name
	}
	parts := []string{"Ctrl"}
	if runtime.GOOS == "darwin" {
		parts = []string{"Cmd"}
	}
	if c.shift {
		parts = append(parts, "Shift")
	}
	return strings.Join(append(parts, name), " ")
}

// openMenuAt opens the menu with the commands at the member's place. The pages are
// left out: they stand in the rail above it, and the menu needs no scrolling.
func (w *Window) openMenuAt(slim bool) func() {
	return func() {
		var items []kit.MenuItem
		group := ""
		for _, cmd := range w.commands() {
			if cmd.group == lang.L("Go to") {
				continue
			}
			if group != "" && group != cmd.group {
				items = append(items, kit.MenuItem{Separator: true})
			}
			group = cmd.group
			items = append(items, kit.MenuItem{Icon: cmd.icon, Text: cmd.text, Shortcut: cmd.keyText(), Do: cmd.do})
		}
		r := w.wide
		if slim {
			r = w.slim
		}
		kit.ShowMenu(r.member, items)
	}
}

func (w *Window) changeEnvironment() { w.ChooseEnvironment(w.place.Environment.Other()) }

func (w *Window) mainAction() {
	if p, ok := w.shown.(frame.MainActor); ok {
		p.MainAction()
	}
}

func (w *Window) reloadPage() {
	if p, ok := w.shown.(frame.Checker); ok {
		p.CheckAgain()
		return
	}
	if p, ok := w.shown.(frame.Reloader); ok {
		p.Reload()
	}
}

func (w *Window) copyAddress() {
	if p, ok := w.shown.(frame.AddressCopier); ok {
		p.CopyAddress()
	}
}

func (w *Window) pageFullScreen() {
	if p, ok := w.shown.(frame.FullScreener); ok {
		p.FullScreen()
	}
}

func (w *Window) copyDiagnostics() {
	kit.Start(&w.diagnosticsTask, w.ctx(), func(ctx context.Context) (string, error) {
		return w.Deps.Diagnostics(ctx), nil
	}, func(text string, err error) {
		if err != nil {
			w.ShowError(err)
			return
		}
		w.CopyText(text, lang.L("Diagnostics copied. They hold no secret and no whole number."))
	})
}

func (w *Window) showShortcuts() {
	var rows []fyne.CanvasObject
	for _, cmd := range w.commands() {
		if k := cmd.keyText(); k != "" {
			rows = append(rows, kit.Row(16, kit.Grow(kit.NewCut(cmd.text, kit.Body, kit.Text)), kit.NewLine(k, kit.Mono, kit.Text2)))
		}
	}
	rows = append(rows, kit.Row(16, kit.Grow(kit.NewCut(lang.L("Next, previous control"), kit.Body, kit.Text)), kit.NewLine("Tab, Shift Tab", kit.Mono, kit.Text2)),
		kit.Row(16, kit.Grow(kit.NewCut(lang.L("Close the topmost layer"), kit.Body, kit.Text)), kit.NewLine("Esc", kit.Mono, kit.Text2)))
	w.inform(lang.L("Keyboard shortcuts"), kit.Col(8, rows...))
}

func (w *Window) inform(title string, body fyne.CanvasObject) {
	var d *kit.Dialog
	shut := kit.NewPrimary(lang.L("Close"), func() { d.Close() })
	d = kit.ShowDialog(w.win, kit.DialogOptions{Title: title, Width: 480, Body: body, Actions: []*kit.Button{shut}, Main: shut, Focus: shut})
}

// SetTheme changes the look at once and remembers it.
func (w *Window) SetTheme(mode kit.Mode, name string) {
	w.Theme.SetMode(mode) // which paints everything anew when it is the theme in use
	if w.App.Settings().Theme() != fyne.Theme(w.Theme) {
		w.App.Settings().SetTheme(w.Theme)
	}
	w.remember(app.SettingTheme, name)
}
