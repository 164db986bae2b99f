package screens

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

var now = time.Date(2026, 11, 17, 9, 40, 0, 0, time.Local)

// fakeDeps are services made of functions; those that are nil give nothing.
type fakeDeps struct {
	agents  []app.Agent
	list    func() ([]app.Agent, error)
	create  func(channel.NewAgent) (app.Agent, error)
	draft   func() error
	view    func(app.AgentID, app.Environment) (channel.View, error)
	review  func() (channel.Review, error)
	publish func(ctx context.Context, names []string, base int, note string) error
	save    func(e channel.Edits, note string) error
	setup   func(path string) (SetupResult, error)
	sandbox func() (app.Agent, error)
	check   func(context.Context, func(app.CheckStep)) (app.CheckReport, error)
	diag    string

	prefs map[string]string
	owner app.Member
	asks  bool   // somebody must sign in
	name  string // the computer's account

	mu    sync.Mutex
	calls []string
}

func (d *fakeDeps) note(what string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.calls = append(d.calls, what)
}

func (d *fakeDeps) count(what string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := 0
	for _, c := range d.calls {
		if c == what {
			n++
		}
	}
	return n
}

func (d *fakeDeps) ListAgents(context.Context) ([]app.Agent, error) {
	d.note("list")
	if d.list != nil {
		return d.list()
	}
	return append([]app.Agent(nil), d.agents...), nil
}

func (d *fakeDeps) CreateAgent(_ context.Context, n channel.NewAgent) (app.Agent, error) {
	d.note("create " + n.Name + " " + n.Country)
	if d.create != nil {
		return d.create(n)
	}
	a := app.Agent{ID: app.AgentID(len(d.agents) + 1), Name: n.Name, Country: n.Country}
	d.agents = append(d.agents, a)
	return a, nil
}

func (d *fakeDeps) CreateDraft(context.Context, app.AgentID) error {
	d.note("draft")
	if d.draft != nil {
		return d.draft()
	}
	return nil
}

func (d *fakeDeps) Get(_ context.Context, agent app.AgentID, env app.Environment) (channel.View, error) {
	d.note("get " + string(env))
	if d.view != nil {
		return d.view(agent, env)
	}
	for _, a := range d.agents {
		if a.ID == agent {
			return channel.View{Agent: a}, nil
		}
	}
	return channel.View{}, app.NewError(app.CodeNotFound, app.Say("This agent is not there any more."))
}

func (d *fakeDeps) Check(ctx context.Context, _ app.AgentID, _ app.Environment, report func(app.CheckStep)) (app.CheckReport, error) {
	d.note("check")
	return d.check(ctx, report)
}

func (d *fakeDeps) ReviewDraft(context.Context, app.AgentID) (channel.Review, error) {
	d.note("review")
	return d.review()
}

func (d *fakeDeps) ReviewEdits(_ context.Context, _ app.AgentID, e channel.Edits) (channel.Review, error) {
	d.note("review edits")
	return d.review()
}

func (d *fakeDeps) Publish(ctx context.Context, _ app.AgentID, p channel.Publication) error {
	d.note("publish " + strings.Join(p.Names, " "))
	return d.publish(ctx, p.Names, p.BaseVersion, p.Note)
}

func (d *fakeDeps) Save(_ context.Context, _ app.AgentID, _ app.Environment, e channel.Edits, note string) error {
	d.note("save")
	return d.save(e, note)
}

func (d *fakeDeps) Preference(name string) string { return d.prefs[name] }

func (d *fakeDeps) SetPreference(name, value string) error {
	d.prefs[name] = value
	return nil
}

func (d *fakeDeps) ReviewRestore(_ context.Context, _ app.AgentID, number int) (channel.Review, error) {
	d.note(fmt.Sprint("review restore ", number))
	return d.review()
}

func (d *fakeDeps) Restore(ctx context.Context, _ app.AgentID, number, base int, note string) error {
	d.note(fmt.Sprint("restore ", number))
	return d.publish(ctx, nil, base, note)
}

func (d *fakeDeps) Me() (app.Member, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.owner, d.owner.ID != 0
}

func (d *fakeDeps) ReadMe(context.Context) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return !d.asks, nil
}

func (d *fakeDeps) SetMe(m app.Member) {
	d.note("me " + m.Name)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.owner, d.asks = m, m.ID == 0
}

func (d *fakeDeps) EnsureOwner(_ context.Context, name string) (app.Member, error) {
	d.note("owner " + name)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.owner = app.Member{ID: 1, Name: name, Role: app.Owner}
	return d.owner, nil
}

func (d *fakeDeps) SuggestedName() string { return d.name }

func (d *fakeDeps) StartSandbox(context.Context) (app.Agent, error) {
	d.note("sandbox")
	return d.sandbox()
}

func (d *fakeDeps) OpenSetupFile(_ context.Context, path string) (SetupResult, error) {
	d.note("setup " + path)
	return d.setup(path)
}

func (d *fakeDeps) Diagnostics(context.Context) string { return d.diag }
func (d *fakeDeps) LogFolder() string                  { return "/logs" }

// fakePage notes what the window does with it.
type fakePage struct {
	title   string
	content fyne.CanvasObject
	field   *kit.TextField
	said    []string
	ctx     context.Context
	at      frame.Place
	part    string

	held      int
	finishing []func() // what waits for saves; nil means nothing is saved
	saving    bool
}

func newFakePage(title string) *fakePage {
	p := &fakePage{title: title, field: kit.NewTextField(title + " field")}
	p.field.OnCommitted = func(text string) { p.said = append(p.said, "typed "+text) }
	p.content = kit.Page(kit.Col(16, kit.NewLine(title+" page", kit.Body, kit.Text), p.field))
	return p
}

func (p *fakePage) Title() string              { return p.title }
func (p *fakePage) Content() fyne.CanvasObject { return p.content }
func (p *fakePage) Enter(ctx context.Context, at frame.Place, part string) {
	p.ctx, p.at, p.part = ctx, at, part
	p.said = append(p.said, "enter")
}
func (p *fakePage) Leave() {
	done := "leave"
	if p.ctx.Err() == nil {
		done = "leave too early"
	}
	p.said = append(p.said, done)
}
func (p *fakePage) Reload()      { p.said = append(p.said, "reload") }
func (p *fakePage) MainAction()  { p.said = append(p.said, "main") }
func (p *fakePage) CopyAddress() { p.said = append(p.said, "copy address") }
func (p *fakePage) FullScreen()  { p.said = append(p.said, "full screen") }
func (p *fakePage) Held() int    { return p.held }
func (p *fakePage) Discard()     { p.said, p.held = append(p.said, "discard"), 0 }
func (p *fakePage) ReviewHeld()  { p.said = append(p.said, "review held") }
func (p *fakePage) Finish(done func()) {
	if !p.saving {
		done()
		return
	}
	p.finishing = append(p.finishing, done)
}

// desk is a window with fake services and pages.
type desk struct {
	*frametest.UI
	w                                           *Window
	deps                                        *fakeDeps
	bus                                         *app.Bus
	welcome, overview, channel, handoff, config *fakePage
	activity, api, signIn                       *fakePage
}

// shown runs a test with a window that is not opened yet.
func shown(t *testing.T, mode kit.Mode, deps *fakeDeps, do func(t *testing.T, d *desk)) {
	t.Helper()
	frametest.Run(t, mode, func(t *testing.T, ui *frametest.UI) {
		if deps.prefs == nil {
			deps.prefs = map[string]string{}
		}
		d := &desk{UI: ui, deps: deps, bus: &app.Bus{}, welcome: newFakePage("Welcome"), overview: newFakePage(lang.L("Overview")),
			channel: newFakePage("Channel"), handoff: newFakePage("Hand-off"), config: newFakePage("Settings"),
			activity: newFakePage("Activity"), api: newFakePage("API integration"), signIn: newFakePage("Sign in")}
		d.w = New(Params{
			App: ui.App, Deps: deps, Bus: d.bus, Clock: app.ClockFunc(func() time.Time { return now }), Theme: ui.Theme(),
			Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
			Pages: func(frame.Shell) Pages {
				return Pages{Welcome: d.welcome, Overview: d.overview, Channel: d.channel, Handoff: d.handoff, Settings: d.config,
					Activity: d.activity, API: d.api, SignIn: d.signIn}
			},
		})
		ui.Watch(d.w.win)
		defer func() {
			d.w.quit()
			d.Pass(time.Hour) // timers that are left must do no harm
		}()
		do(t, d)
	})
}

// started runs a test with an open window.
func started(t *testing.T, deps *fakeDeps, do func(t *testing.T, d *desk)) {
	t.Helper()
	shown(t, kit.ModeLight, deps, func(t *testing.T, d *desk) {
		d.w.Open("")
		d.Settle()
		do(t, d)
	})
}

// two are agents, the first with a Draft, of a workspace with an Owner.
func two() *fakeDeps {
	return &fakeDeps{
		agents: []app.Agent{{ID: 1, Name: "Nusantara Bank Assistant", HasDraft: true}, {ID: 2, Name: "Batik Larasati Care"}},
		owner:  app.Member{ID: 1, Name: "Dewi Kartika", Role: app.Owner},
	}
}
