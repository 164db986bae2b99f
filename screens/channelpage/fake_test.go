package channelpage

import (
	"context"
	"errors"
	"io"
	"maps"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/health"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// fixedNow is the time of the pictures: 17 Nov 2026, 09:40.
var fixedNow = time.Date(2026, 11, 17, 9, 40, 0, 0, time.Local)

func clock(h, m int) time.Time { return time.Date(2026, 11, 17, h, m, 0, 0, time.Local) }

// fakeProtocol has a declaration and the abilities of a provider with
// everything; its calls are never made, because the fake services stand before.
type fakeProtocol struct{ d protocol.Declaration }

func (p fakeProtocol) Declaration() protocol.Declaration { return p.d }
func (fakeProtocol) Check(context.Context, protocol.Config, func(app.CheckStep)) (app.CheckReport, error) {
	return app.CheckReport{}, errors.ErrUnsupported
}

type fullProtocol struct{ fakeProtocol }

func (fullProtocol) ListNumbers(context.Context, protocol.Config) ([]protocol.Number, error) {
	return nil, errors.ErrUnsupported
}
func (fullProtocol) Needs(protocol.Config, protocol.Outgoing) *app.Error { return nil }
func (fullProtocol) Send(context.Context, protocol.Config, protocol.Outgoing) (protocol.Sent, error) {
	return protocol.Sent{}, errors.ErrUnsupported
}
func (fullProtocol) SessionButtons() int                              { return 3 }
func (fullProtocol) Subscribe(context.Context, protocol.Config) error { return errors.ErrUnsupported }
func (fullProtocol) ReadWebhook(context.Context, protocol.Config) (protocol.WebhookState, error) {
	return protocol.WebhookState{}, errors.ErrUnsupported
}
func (fullProtocol) SetWebhook(context.Context, protocol.Config, string) (protocol.WebhookState, error) {
	return protocol.WebhookState{}, errors.ErrUnsupported
}
func (fullProtocol) RemoveWebhook(context.Context, protocol.Config, string) (protocol.WebhookState, error) {
	return protocol.WebhookState{}, errors.ErrUnsupported
}
func (fullProtocol) Scopes() []protocol.WebhookScope {
	return []protocol.WebhookScope{{ID: "number", Label: app.Say("Only this number")}, {ID: "waba", Label: app.Say("All numbers of the WhatsApp account")}}
}

func metaDeclaration() protocol.Declaration {
	digits := func(name, label string) protocol.Field {
		return protocol.Field{Name: name, Label: label, Kind: protocol.Digits, Required: true, Min: 5, Max: 20, Identity: true, Pick: true,
			Help: app.Say("Digits only.")}
	}
	return protocol.Declaration{
		ID: "meta_cloud", Name: "Meta Cloud", Summary: app.Say("Straight from Meta, with the client's own account"), HookPath: "meta",
		Fields: []protocol.Field{
			digits("waba_id", "WhatsApp Business Account ID"), digits("phone_number_id", "Phone number ID"), digits("app_id", "App ID"),
			{Name: "api_address", Label: "API address", Kind: protocol.Address, Required: true, Advanced: true, Default: "https://graph.facebook.com"},
			{Name: "graph_version", Label: "Graph version", Kind: protocol.GraphVersion, Required: true, Advanced: true, Default: "v26.0"},
		},
		Secrets: []protocol.SecretField{
			{Name: "app_secret", Label: "App Secret", Required: true, Help: app.Say("Proves that incoming messages really come from Meta."),
				CheckShape: func(v string) app.Text {
					if len(v) == 32 {
						return app.Text{}
					}
					return app.Say("An App Secret usually has 32 characters.")
				}},
			{Name: "access_token", Label: "Access token", Required: true, Safe4: true,
				Help: app.Say("A system user token does not expire. Ask the client's Meta admin to create one.")},
		},
		Steps: []protocol.StepDecl{
			{ID: "access_token", Title: app.Say("Access token is valid")}, {ID: "permissions", Title: app.Say("Permissions are complete")},
			{ID: "number", Title: app.Say("Phone number belongs to the account")}, {ID: "app_secret", Title: app.Say("App Secret matches")},
			{ID: "webhook", Title: app.Say("Webhook is subscribed")}, {ID: "health", Title: app.Say("Ready to send messages")},
		},
		SecretWord:   "verify token",
		FindHelp:     []protocol.HelpItem{{Label: "App ID", Where: app.Say("Open the app. The App ID stands at the top."), Link: "https://developers.facebook.com/apps"}},
		TokenRequest: app.Say("Hello, we need a token that does not expire."),
	}
}

func plainDeclaration(id app.ProtocolID, name, summary string) protocol.Declaration {
	return protocol.Declaration{ID: id, Name: name, Summary: app.Say(summary), HookPath: string(id),
		Fields:  []protocol.Field{{Name: "account_id", Label: "Account ID", Kind: protocol.Plain, Required: true}},
		Secrets: []protocol.SecretField{{Name: "token", Label: "Token", Required: true}},
		Steps:   []protocol.StepDecl{{ID: "shape", Title: app.Say("Shape of the fields")}}}
}

// fakeDeps are the services as a struct of funcs; what is nil has a plain
// answer over one channel in memory.
type fakeDeps struct {
	mu       sync.Mutex
	view     channel.View
	store    app.SecretStoreStatus
	registry *protocol.Registry
	saved    []channel.Edits
	saveErr  error
	calls    []string

	get       func() (channel.View, error)
	check     func(ctx context.Context, report func(app.CheckStep)) (app.CheckReport, error)
	numbers   func() ([]protocol.Number, error)
	subscribe func() error
	remote    func() (protocol.WebhookState, error)
	set       func(scope string) (protocol.WebhookState, error)
	recognise func(field, value string, ask bool) (protocol.Placement, bool)
	reveal    func(name string) (app.Secret, error)
	sandbox   []SandboxValue

	role       app.Role
	owners     []string
	lacks      []app.Text
	readEnd    func() (channel.EndpointView, error)
	register   func(ctx context.Context, agreed string) (app.RegistrationTry, error)
	unregister func() error
	sendTest   func(protocol.TestMessage) (protocol.TestResult, error)

	in fakeIncoming
}

func newFakeDeps() *fakeDeps {
	return &fakeDeps{
		registry: protocol.NewRegistry(fullProtocol{fakeProtocol{metaDeclaration()}},
			fakeProtocol{plainDeclaration("coster", "Coster", "Hosted by Coster, with one account code")},
			fakeProtocol{plainDeclaration("qontak", "Qontak", "Through a Mekari Qontak workspace")}),
		store: app.SecretStoreStatus{Kind: app.SecretsInKeychain, Usable: true},
	}
}

func (f *fakeDeps) service() *channel.Service {
	return &channel.Service{Params: channel.Params{Protocols: f.registry}}
}

func (f *fakeDeps) note(call string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, call)
}

func (f *fakeDeps) called(call string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for _, c := range f.calls {
		if c == call {
			n++
		}
	}
	return n
}

func (f *fakeDeps) edits() []channel.Edits {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]channel.Edits(nil), f.saved...)
}

func (f *fakeDeps) Get(context.Context, app.AgentID, app.Environment) (channel.View, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.get != nil {
		return f.get()
	}
	v := f.view
	v.Channel = v.Channel.Clone()
	v.Declaration = f.registry.Declaration(v.Channel.Protocol)
	return v, nil
}

func (f *fakeDeps) Save(_ context.Context, _ app.AgentID, _ app.Environment, e channel.Edits, _ string) error {
	clean, problems := f.Validate("ID", f.view.Channel, e)
	if len(problems) > 0 {
		return &channel.Invalid{Problems: problems}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.saveErr != nil {
		return f.saveErr
	}
	f.saved = append(f.saved, e)
	c := &f.view.Channel
	if clean.Protocol != nil && *clean.Protocol != c.Protocol {
		parked := map[app.ProtocolID]app.ProtocolValues{c.Protocol: {Fields: c.Fields, Secrets: c.Secrets}}
		back := c.Parked[*clean.Protocol]
		if back.Fields == nil {
			back = app.ProtocolValues{Fields: map[string]string{}, Secrets: map[string]app.SecretInfo{}}
		}
		c.Protocol, c.Fields, c.Secrets, c.Parked = *clean.Protocol, back.Fields, back.Secrets, parked
	}
	if clean.AccountCode != nil {
		c.AccountCode = *clean.AccountCode
	}
	if c.Fields == nil {
		c.Fields = map[string]string{}
	}
	maps.Copy(c.Fields, clean.Fields)
	for name, v := range clean.Secrets {
		c.Secrets[name] = app.SecretInfo{Ref: "new", Origin: "new", SetAt: fixedNow, SetBy: "Dewi Kartika", Last4: v.Last4()}
	}
	if clean.Session != nil {
		c.Session = *clean.Session
	}
	if clean.Forward != nil {
		c.Forward = *clean.Forward
	}
	c.UpdatedAt = fixedNow
	return nil
}

func (f *fakeDeps) Validate(country string, c app.Channel, e channel.Edits) (channel.Edits, []*app.Error) {
	return f.service().Validate(country, c, e)
}

func (f *fakeDeps) Check(ctx context.Context, _ app.AgentID, _ app.Environment, report func(app.CheckStep)) (app.CheckReport, error) {
	f.note("check")
	if f.check == nil {
		return app.CheckReport{At: fixedNow}, nil
	}
	r, err := f.check(ctx, report)
	if err == nil {
		f.mu.Lock()
		f.view.Report = r
		f.mu.Unlock()
	}
	return r, err
}

func (f *fakeDeps) Numbers(context.Context, app.AgentID, app.Environment) ([]protocol.Number, error) {
	return f.numbers()
}

func (f *fakeDeps) Subscribe(context.Context, app.AgentID, app.Environment) error {
	f.note("subscribe")
	if f.subscribe == nil {
		return nil
	}
	return f.subscribe()
}

func (f *fakeDeps) ReadWebhook(context.Context, app.AgentID, app.Environment) (protocol.WebhookState, error) {
	f.note("read")
	if f.remote == nil {
		return protocol.WebhookState{Subscribed: true, At: fixedNow}, nil
	}
	return f.remote()
}

func (f *fakeDeps) SetWebhook(_ context.Context, _ app.AgentID, _ app.Environment, scope string) (protocol.WebhookState, error) {
	f.note("set " + scope)
	if f.set == nil {
		u := f.view.WebhookURL
		return protocol.WebhookState{Subscribed: true, URL: u, Scope: scope, Addresses: map[string]string{scope: u}, At: fixedNow}, nil
	}
	return f.set(scope)
}

func (f *fakeDeps) RemoveWebhook(_ context.Context, _ app.AgentID, _ app.Environment, scope string) (protocol.WebhookState, error) {
	f.note("remove " + scope)
	return protocol.WebhookState{Subscribed: true, At: fixedNow}, nil
}

func (f *fakeDeps) Recognise(_ context.Context, _ app.AgentID, _ app.Environment, field, value string, ask bool) (protocol.Placement, bool, error) {
	if f.recognise == nil {
		return protocol.Placement{}, false, nil
	}
	p, ok := f.recognise(field, value, ask)
	return p, ok, nil
}

func (f *fakeDeps) Reveal(_ context.Context, _ app.AgentID, _ app.Environment, name string) (app.Secret, error) {
	f.note("reveal " + name)
	if f.reveal == nil {
		return app.NewSecret("revealed-" + name), nil
	}
	return f.reveal(name)
}

func (f *fakeDeps) CopySecret(_ context.Context, _ app.AgentID, _ app.Environment, name string) (app.Secret, error) {
	f.note("copy " + name)
	return app.NewSecret("copied-" + name), nil
}

func (f *fakeDeps) RegenerateWebhookSecret(_ context.Context, _ app.AgentID, _ app.Environment, overlap time.Duration) error {
	f.note("regenerate " + overlap.String())
	return nil
}

func (f *fakeDeps) StopWebhookSecret(context.Context, app.AgentID, app.Environment) error {
	f.note("stop")
	return nil
}

func (f *fakeDeps) Abilities(id app.ProtocolID) channel.Abilities { return f.service().Abilities(id) }

func (f *fakeDeps) Protocols() []protocol.Declaration {
	var out []protocol.Declaration
	for _, p := range f.registry.List() {
		out = append(out, p.Declaration())
	}
	return out
}

func (f *fakeDeps) SecretStoreStatus(context.Context) app.SecretStoreStatus {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.store
}

func (f *fakeDeps) SandboxValues(app.ProtocolID) []SandboxValue { return f.sandbox }

// fakeShell notes what the page asks of the window.
type fakeShell struct {
	win    fyne.Window
	log    []string
	edits  channel.Edits
	review func(saved bool)
	secret app.Secret
	text   string
	errors []error
}

func (f *fakeShell) add(parts ...string) { f.log = append(f.log, strings.Join(parts, " ")) }
func (f *fakeShell) has(entry string) bool {
	for _, l := range f.log {
		if l == entry {
			return true
		}
	}
	return false
}

func (f *fakeShell) Window() fyne.Window                 { return f.win }
func (f *fakeShell) Go(page, part string)                { f.add("go", page, part) }
func (f *fakeShell) ChooseEnvironment(e app.Environment) { f.add("choose", string(e)) }
func (f *fakeShell) CreateDraft()                        { f.add("create draft") }
func (f *fakeShell) ReviewPublish()                      { f.add("publish") }
func (f *fakeShell) ReviewEdits(e channel.Edits, done func(bool)) {
	f.add("review")
	f.edits, f.review = e, done
}
func (f *fakeShell) ReviewRestore(app.AgentID, int) { f.add("restore") }
func (f *fakeShell) SetConnection(s health.Connection, checking bool) {
	if checking {
		f.add("checking")
		return
	}
	f.add("connection", string(s))
}
func (f *fakeShell) Toast(_ kit.Kind, text, _ string, _ func()) { f.add("toast", text) }
func (f *fakeShell) ShowError(err error)                        { f.errors = append(f.errors, err) }
func (f *fakeShell) CopyText(text, said string)                 { f.text = text; f.add("copied", said) }
func (f *fakeShell) CopySecret(v app.Secret, said string)       { f.secret = v; f.add("copied secret") }
func (f *fakeShell) SaveFile(string, func(context.Context, io.Writer) error, func(string, error)) {
}
func (f *fakeShell) OpenFile(string)                         {}
func (f *fakeShell) OpenLink(address string)                 { f.add("open", address) }
func (f *fakeShell) Retitle()                                {}
func (f *fakeShell) SetFullScreen(fyne.CanvasObject, func()) {}

var _ frame.Shell = (*fakeShell)(nil)
var _ Deps = (*channelService)(nil)

// channelService shows that the real service answers what the page asks, with
// the answers that the window adds.
type channelService struct {
	*channel.Service
	Extra
	IncomingDeps
}

// Extra is the part that the window adds.
type Extra interface {
	Protocols() []protocol.Declaration
	SecretStoreStatus(ctx context.Context) app.SecretStoreStatus
	SandboxValues(id app.ProtocolID) []SandboxValue
	Role(agent app.AgentID) app.Role
	Owners() []string
}
