package handoffpage

import (
	"context"
	"fmt"
	"io"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/handoff"
	"channeldesk/app/health"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

var noon = time.Date(2026, 11, 17, 9, 41, 0, 0, time.Local)

// verifyToken is the secret of the test channel.
const verifyToken = "k7QvX2mZp0Rw8Ys4Tn6Ub1Lc3Hd5Jf9Ga-Eo_Ki7VxQ"

// fakeDeps answers as the service would and remembers what it was asked. Its
// func fields change single answers. The gate is closed but while the test
// waits: in tests the toolkit runs results on the goroutine of the work, which
// must not meet the test's own.
type fakeDeps struct {
	gate     sync.Mutex
	mu       sync.Mutex
	requests []handoff.Request
	ways     []app.HandoffWay
	confirms []app.HandoffID
	notes    []string
	paths    []string
	entries  []handoff.Entry
	sheet    func(handoff.Request) (handoff.Sheet, error)
	log      func() ([]handoff.Entry, error)
	out      func(app.HandoffWay) error
	note     func(to, text string) error
}

func (f *fakeDeps) Sheet(_ context.Context, _ app.AgentID, _ app.Environment, r handoff.Request) (handoff.Sheet, error) {
	f.pass()
	f.mu.Lock()
	f.requests = append(f.requests, r)
	f.mu.Unlock()
	if f.sheet != nil {
		return f.sheet(r)
	}
	return sampleSheet(r), nil
}

func (f *fakeDeps) Log(context.Context, app.AgentID, app.Environment) ([]handoff.Entry, error) {
	if f.log != nil {
		return f.log()
	}
	return f.entries, nil
}

func (f *fakeDeps) send(r handoff.Request, way app.HandoffWay) (app.Handoff, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.out != nil {
		if err := f.out(way); err != nil {
			return app.Handoff{}, err
		}
	}
	f.ways = append(f.ways, way)
	f.requests = append(f.requests, r)
	return app.Handoff{Sheet: "NB-0009", Way: way, WithSecret: r.IncludeSecret}, nil
}

func (f *fakeDeps) Record(_ context.Context, _ app.AgentID, _ app.Environment, r handoff.Request, way app.HandoffWay) (app.Handoff, error) {
	f.pass()
	return f.send(r, way)
}

func (f *fakeDeps) Export(_ context.Context, _ app.AgentID, _ app.Environment, r handoff.Request, way app.HandoffWay, w io.Writer) (app.Handoff, error) {
	f.pass()
	h, err := f.send(r, way)
	if err == nil {
		_, err = fmt.Fprintf(w, "sheet as %s for %s", way, r.To)
	}
	return h, err
}

func (f *fakeDeps) ExportFile(_ context.Context, _ app.AgentID, _ app.Environment, r handoff.Request, way app.HandoffWay, path string) (app.Handoff, error) {
	f.pass()
	f.paths = append(f.paths, path)
	return f.send(r, way)
}

func (f *fakeDeps) Confirm(_ context.Context, id app.HandoffID) error {
	f.pass()
	f.confirms = append(f.confirms, id)
	return nil
}

func (f *fakeDeps) AddNote(_ context.Context, _ app.AgentID, _ app.Environment, to, text string) error {
	f.pass()
	if f.note != nil {
		return f.note(to, text)
	}
	f.notes = append(f.notes, to+": "+text)
	return nil
}

// asked is how many sheets were asked for or sent out.
func (f *fakeDeps) asked() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.requests)
}

func (f *fakeDeps) pass() {
	f.gate.Lock()
	f.gate.Unlock() //nolint:staticcheck // only waits until the gate opens
}

func sampleSheet(r handoff.Request) handoff.Sheet {
	s := handoff.Sheet{
		AgentID: 1, Agent: "Nusantara Bank Assistant", Environment: app.Published, Protocol: "meta_cloud", ProtocolName: "Meta Cloud",
		AccountCode: "+6281155500188", AccountLabel: "+62 811-5550-0188",
		WebhookURL: "https://wa.banknusantara.example/hooks/meta/nb-41c0d7", AddressWhole: true,
		Host: "wa.banknusantara.example", Path: "/hooks/meta/nb-41c0d7",
		Events:  []string{"messages", "message_template_status_update", "account_update", "phone_number_quality_update"},
		Contact: "Dewi Kartika, +62 812-5550-1423", Number: "NB-0007", MadeAt: noon, Audience: r.Audience, To: r.To,
		Language: r.Language, IncludeSecret: r.IncludeSecret, SecretWord: "verify token", Version: 4,
	}
	if r.IncludeSecret {
		s.Secret = app.NewSecret(verifyToken)
	}
	return s
}

// shortened is the sheet of a provider whose address ends with the secret.
func shortened(r handoff.Request) (handoff.Sheet, error) {
	s := sampleSheet(r)
	s.Protocol, s.ProtocolName, s.SecretWord = "qontak", "Qontak", ""
	s.SecretInAddress, s.AddressWhole = true, r.IncludeSecret
	s.Path = "/hooks/qontak/nb-41c0d7"
	s.WebhookURL = "…/hooks/qontak/nb-41c0d7/…"
	if s.AddressWhole {
		s.WebhookURL = "https://wa.banknusantara.example/hooks/qontak/nb-41c0d7/" + verifyToken
	}
	s.Events = []string{"receive_message_from_customer", "receive_message_from_agent", "status_message"}
	return s, nil
}

func sampleEntries() []handoff.Entry {
	at := func(day time.Month, d, h, m int) time.Time { return time.Date(2026, day, d, h, m, 0, 0, time.Local) }
	entry := func(id app.HandoffID, t time.Time, by, to string, reader app.Audience, way app.HandoffWay, s handoff.State) handoff.Entry {
		return handoff.Entry{Handoff: app.Handoff{ID: id, Sheet: fmt.Sprintf("NB-%04d", id), At: t, By: by, To: to, Audience: reader, Way: way, Language: "en"}, State: s}
	}
	a := entry(6, at(time.November, 13, 14, 22), "Raka Pratama", "Surya Digital", app.ForProvider, app.HandoffPDF, handoff.Confirmed)
	a.ConfirmedAt, a.ConfirmedBy = at(time.November, 13, 16, 5), "Raka Pratama"
	b := entry(5, at(time.October, 28, 10, 48), "Dewi Kartika", "Surya Digital", app.ForProvider, app.HandoffFullScreen, handoff.Waiting)
	b.WaitingDays = 20
	c := entry(4, at(time.October, 28, 9, 15), "Dewi Kartika", "Bank Nusantara", app.ForClientIT, app.HandoffClipboard, handoff.Confirmed)
	c.ConfirmedAt = at(time.October, 28, 9, 40)
	return []handoff.Entry{a, b, c}
}

// fakeShell remembers what the page asked of the window.
type fakeShell struct {
	win       fyne.Window
	went      []string
	toasts    []string
	errors    []error
	copied    []string
	secrets   []app.Secret
	opened    []string
	full      fyne.CanvasObject
	onClose   func()
	saveName  string
	saveWrite func(context.Context, io.Writer) error
	saveDone  func(string, error)
}

func (f *fakeShell) Window() fyne.Window                        { return f.win }
func (f *fakeShell) Go(page, part string)                       { f.went = append(f.went, page+"/"+part) }
func (f *fakeShell) ChooseEnvironment(app.Environment)          {}
func (f *fakeShell) CreateDraft()                               {}
func (f *fakeShell) ReviewPublish()                             {}
func (f *fakeShell) ReviewEdits(channel.Edits, func(bool))      {}
func (f *fakeShell) ReviewRestore(app.AgentID, int)             {}
func (f *fakeShell) SetConnection(health.Connection, bool)      {}
func (f *fakeShell) Toast(_ kit.Kind, text, _ string, _ func()) { f.toasts = append(f.toasts, text) }
func (f *fakeShell) ShowError(err error)                        { f.errors = append(f.errors, err) }
func (f *fakeShell) CopyText(text, _ string)                    { f.copied = append(f.copied, text) }
func (f *fakeShell) CopySecret(v app.Secret, _ string)          { f.secrets = append(f.secrets, v) }
func (f *fakeShell) OpenFile(path string)                       { f.opened = append(f.opened, path) }
func (f *fakeShell) OpenLink(string)                            {}
func (f *fakeShell) Retitle()                                   {}

func (f *fakeShell) SaveFile(name string, write func(context.Context, io.Writer) error, done func(string, error)) {
	f.saveName, f.saveWrite, f.saveDone = name, write, done
}

func (f *fakeShell) SetFullScreen(o fyne.CanvasObject, onClose func()) {
	f.full, f.onClose = o, onClose
	f.win.SetContent(o)
}

// bench is a page in a window with fakes around it.
type bench struct {
	deps   *fakeDeps
	shell  *fakeShell
	screen *Screen
	cancel context.CancelFunc
}

// newBench builds the page in a window of 1060 x 741, the room that a page has
// in a window of 1280 x 800.
func newBench(t *testing.T) *bench {
	t.Helper()
	win := test.NewTempWindow(t, kit.Stack())
	win.SetPadded(false)
	b := &bench{deps: &fakeDeps{entries: sampleEntries()}, shell: &fakeShell{win: win}}
	b.deps.gate.Lock()
	b.screen = New(b.deps, b.shell, app.ClockFunc(func() time.Time { return noon }))
	win.SetContent(b.screen.Content())
	win.Resize(fyne.NewSize(1060, 741))
	t.Cleanup(func() {
		if b.cancel != nil {
			b.cancel()
			b.screen.Leave()
		}
	})
	return b
}

func (b *bench) enter() { b.enterAs(app.Owner) }

func (b *bench) enterAs(role app.Role) {
	ctx, cancel := context.WithCancel(app.WithMember(context.Background(), app.Member{ID: 1, Name: "Dewi Kartika", Role: role}))
	b.cancel = cancel
	b.screen.ctl.to.SetText("Surya Digital")
	b.screen.at.Agent = 1
	b.screen.Enter(ctx, frame.Place{Agent: 1, Environment: app.Published}, "")
	b.wait()
}

// wait lets all work that is under way come to its end.
func (b *bench) wait() {
	s := b.screen
	b.deps.gate.Unlock()
	for _, t := range []*kit.Task{&s.fullTask, &s.copyTask, &s.printTask, &s.confirmTask} {
		t.Wait()
	}
	if s.noteTask != nil {
		s.noteTask.Wait()
	}
	s.load.Wait()
	b.deps.gate.Lock()
}
