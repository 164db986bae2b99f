package settingspage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/channel"
	"channeldesk/app/health"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

var morning = time.Date(2026, 11, 17, 9, 38, 0, 0, time.Local)

// fakeDeps answers as the services would and remembers what it was asked. Its
// gates are closed but while the test waits: in tests the toolkit runs results
// on the goroutine of the work, which must not meet the test's own.
type fakeDeps struct {
	gateway                       GatewayState
	listens                       []string
	listenErr                     error
	gate, statusGate, membersGate sync.Mutex

	view      channel.View
	viewErr   error
	updated   []app.Agent
	updateErr error
	deleted   []app.AgentID
	addresses []string
	addrErr   error
	prefs     map[string]string
	themes    []string
	status    app.SecretStoreStatus
	used      []app.SecretStoreKind
	phrase    app.Secret
	useErr    error
	lost      []channel.LostSecret
	checkErr  error

	members    []app.Member
	membersErr error
	changeErr  error // of whatever changes members
	added      []access.NewMember
	edited     []app.Member
	removed    []app.MemberID
	phrases    []string // member, old and new passphrase
}

func (f *fakeDeps) Members(context.Context) ([]app.Member, error) {
	f.membersGate.Lock()
	defer f.membersGate.Unlock()
	return f.members, f.membersErr
}

func (f *fakeDeps) ListAgents(context.Context) ([]app.Agent, error) {
	return []app.Agent{{ID: 1, Name: "Nusantara Bank Assistant"}, {ID: 2, Name: "Toko Melati"}}, nil
}

func (f *fakeDeps) AddMember(_ context.Context, n access.NewMember) (app.Member, error) {
	f.pass()
	f.added = append(f.added, n)
	return app.Member{ID: 9, Name: n.Name, Role: n.Role}, f.changeErr
}

func (f *fakeDeps) UpdateMember(_ context.Context, m app.Member) error {
	f.pass()
	f.edited = append(f.edited, m)
	return f.changeErr
}

func (f *fakeDeps) RemoveMember(_ context.Context, id app.MemberID) error {
	f.pass()
	f.removed = append(f.removed, id)
	return f.changeErr
}

func (f *fakeDeps) SetPassphrase(_ context.Context, id app.MemberID, old, passphrase app.Secret) error {
	f.pass()
	f.phrases = append(f.phrases, fmt.Sprintf("%d %q %q", id, old.Expose(), passphrase.Expose()))
	return f.changeErr
}

func (f *fakeDeps) Get(context.Context, app.AgentID, app.Environment) (channel.View, error) {
	f.pass()
	return f.view, f.viewErr
}

func (f *fakeDeps) UpdateAgent(_ context.Context, a app.Agent) error {
	f.pass()
	f.updated = append(f.updated, a)
	if f.updateErr == nil {
		f.view.Agent = a
	}
	return f.updateErr
}

func (f *fakeDeps) DeleteAgent(_ context.Context, id app.AgentID) error {
	f.pass()
	f.deleted = append(f.deleted, id)
	return nil
}

func (f *fakeDeps) SetPublicAddress(_ context.Context, typed string) error {
	f.pass()
	f.addresses = append(f.addresses, typed)
	if f.addrErr == nil {
		f.view.PublicAddress = typed
	}
	return f.addrErr
}
func (f *fakeDeps) Preference(name string) string                             { return f.prefs[name] }
func (f *fakeDeps) SetPreference(name, value string) error                    { f.prefs[name] = value; return nil }
func (f *fakeDeps) SetTheme(mode string)                                      { f.themes = append(f.themes, mode) }
func (f *fakeDeps) DataFolder() string                                        { return "/home/dewi/.config/channeldesk" }
func (f *fakeDeps) LogFolder() string                                         { return "/home/dewi/.config/channeldesk/logs" }
func (f *fakeDeps) Version() string                                           { return "0.1.0" }
func (f *fakeDeps) Facts(context.Context) (Facts, error)                      { return Facts{6, 3, 1_300_000}, nil }
func (f *fakeDeps) LostSecrets(context.Context) ([]channel.LostSecret, error) { return f.lost, nil }

func (f *fakeDeps) SecretStoreStatus(context.Context) app.SecretStoreStatus {
	f.statusGate.Lock()
	defer f.statusGate.Unlock()
	return f.status
}

func (f *fakeDeps) pass() {
	f.gate.Lock()
	f.gate.Unlock() //nolint:staticcheck // only waits until the gate opens
}

func (f *fakeDeps) UseSecretStore(_ context.Context, kind app.SecretStoreKind, passphrase app.Secret) error {
	f.pass()
	if f.useErr != nil {
		return f.useErr
	}
	f.used, f.phrase = append(f.used, kind), passphrase
	f.status = app.SecretStoreStatus{Kind: kind, Usable: true}
	return nil
}

func (f *fakeDeps) CheckDatabase(context.Context) (string, error) {
	f.pass()
	return "The database is whole: 12 tables, 4,210 lines of activity.", f.checkErr
}

// fakeShell remembers what the page asked of the window.
type fakeShell struct {
	win    fyne.Window
	went   []string
	envs   []app.Environment
	toasts []string
	errors []error
	copied []string
	opened []string
}

func (f *fakeShell) Window() fyne.Window                        { return f.win }
func (f *fakeShell) Go(page, part string)                       { f.went = append(f.went, page+"/"+part) }
func (f *fakeShell) ChooseEnvironment(e app.Environment)        { f.envs = append(f.envs, e) }
func (f *fakeShell) CreateDraft()                               {}
func (f *fakeShell) ReviewPublish()                             {}
func (f *fakeShell) ReviewRestore(app.AgentID, int)             {}
func (f *fakeShell) ReviewEdits(channel.Edits, func(bool))      {}
func (f *fakeShell) SetConnection(health.Connection, bool)      {}
func (f *fakeShell) Toast(_ kit.Kind, text, _ string, _ func()) { f.toasts = append(f.toasts, text) }
func (f *fakeShell) ShowError(err error)                        { f.errors = append(f.errors, err) }
func (f *fakeShell) CopyText(text, _ string)                    { f.copied = append(f.copied, text) }
func (f *fakeShell) CopySecret(app.Secret, string)              {}
func (f *fakeShell) OpenFile(path string)                       { f.opened = append(f.opened, path) }
func (f *fakeShell) OpenLink(string)                            {}
func (f *fakeShell) Retitle()                                   {}
func (f *fakeShell) SetFullScreen(fyne.CanvasObject, func())    {}
func (f *fakeShell) SaveFile(_ string, _ func(context.Context, io.Writer) error, _ func(string, error)) {
}

type bench struct {
	deps   *fakeDeps
	shell  *fakeShell
	screen *Screen
}

// newBench builds the page in a window of 1060 x 741, the room that a page has
// in a window of 1280 x 800.
func newBench(t *testing.T) *bench {
	t.Helper()
	win := test.NewTempWindow(t, kit.Stack())
	win.SetPadded(false)
	b := &bench{
		deps: &fakeDeps{
			view: channel.View{
				Agent:         app.Agent{ID: 1, Name: "Nusantara Bank Assistant", Country: "ID", Contact: "Dewi Kartika, +62 812-5550-1423"},
				PublicAddress: "https://wa.banknusantara.example", WebhookURL: "https://wa.banknusantara.example/hooks/meta/nb-41c0d7",
			},
			prefs: map[string]string{}, status: app.SecretStoreStatus{Kind: app.SecretsInKeychain, Usable: true},
			members: []app.Member{
				{ID: 1, Name: "Dewi Kartika", Role: app.Owner, HasPassphrase: true},
				{ID: 2, Name: "Raka Pratama", Role: app.Contributor, Roles: map[app.AgentID]app.Role{2: app.Viewer}},
				{ID: 3, Name: "Siti Nurhaliza", Role: app.Viewer, HasPassphrase: true},
			},
		},
		shell: &fakeShell{win: win},
	}
	b.deps.gate.Lock()
	b.deps.statusGate.Lock()
	b.deps.membersGate.Lock()
	b.build()
	return b
}

func (b *bench) build() {
	b.screen = New(b.deps, b.shell, app.ClockFunc(func() time.Time { return morning }))
	b.shell.win.SetContent(b.screen.Content())
	b.shell.win.Resize(fyne.NewSize(1060, 741))
}

// enter opens the page as the first member, in a role.
func (b *bench) enter(role app.Role, part string) {
	b.deps.members[0].Role = role
	ctx := app.WithMember(context.Background(), app.Member{ID: 1, Name: "Dewi Kartika", Role: role})
	b.screen.Enter(ctx, frame.Place{Agent: 1, Environment: app.Published}, part)
	b.wait()
}

// wait lets all work that is under way come to its end.
func (b *bench) wait() {
	s := b.screen
	b.deps.gate.Unlock()
	for _, t := range []*kit.Task{&s.gate.task, &s.gate.running, &s.gate.listen.task, &s.agent.task, &s.data.task, &s.secrets.useTask, &s.members.task, &s.load} {
		t.Wait()
	}
	b.deps.gate.Lock()
	b.deps.statusGate.Unlock()
	s.secrets.task.Wait()
	b.deps.statusGate.Lock()
	b.deps.membersGate.Unlock()
	s.members.load.Wait()
	b.deps.membersGate.Lock()
}

var errBroken = errors.New("broken")

func (f *fakeDeps) Gateway() GatewayState {
	st := f.gateway
	if st.ListenSetting == "" {
		st.ListenSetting = "127.0.0.1:8080"
	}
	return st
}

func (f *fakeDeps) SetGatewayListen(_ context.Context, typed string) error {
	f.pass()
	f.listens = append(f.listens, typed)
	if f.listenErr == nil {
		f.gateway.ListenSetting, f.gateway.OpenToNetwork = typed, strings.HasPrefix(typed, "0.0.0.0")
		f.gateway.Running = f.gateway.Running || f.gateway.Problem != nil
		f.gateway.Listen, f.gateway.Since, f.gateway.Problem = typed, morning, nil
	}
	return f.listenErr
}

func (f *fakeDeps) FreeGatewayListen(context.Context) (string, error) {
	f.listenErr = nil
	return "127.0.0.1:8081", nil
}

func (f *fakeDeps) RunGateway(_ context.Context, on bool) error {
	f.gateway.Running = on && f.gateway.Problem == nil
	return f.gateway.Problem
}
