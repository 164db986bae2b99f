package channel_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

var firstDeclaration = protocol.Declaration{
	ID: "first", Name: "First", HookPath: "first",
	Fields: []protocol.Field{
		{Name: "id", Label: "Number ID", Kind: protocol.Digits, Required: true, Identity: true},
		{Name: "address", Label: "Address", Kind: protocol.Address, Advanced: true, Default: "https://first.example"},
		{Name: "mode", Label: "Mode", Kind: protocol.Choice, Default: "plain", Choices: []protocol.ChoiceOption{{Value: "plain"}, {Value: "fine"}}},
		{Name: "note", Label: "Note", Kind: protocol.Plain},
	},
	Secrets: []protocol.SecretField{
		{Name: "token", Label: "Access token", Required: true, Safe4: true},
		{Name: "extra", Label: "App Secret"},
	},
}

var secondDeclaration = protocol.Declaration{
	ID: "second", Name: "Second", HookPath: "second", SecretInAddress: true,
	Events: []string{"inbound", "status"},
	Fields: []protocol.Field{
		{Name: "room", Label: "Room", Kind: protocol.Digits, Required: true, Identity: true, SharedWarning: app.Say("Both serve one room.")},
		{Name: "address", Label: "Address", Kind: protocol.Address, Default: "https://second.example"},
		{Name: "auth", Label: "Sign-in", Kind: protocol.Choice, Default: "bearer", Choices: []protocol.ChoiceOption{{Value: "bearer"}, {Value: "signed"}}},
		{Name: "clock", Label: "Clock", Kind: protocol.Digits, When: signed},
	},
	Secrets: []protocol.SecretField{
		{Name: "token", Label: "Access token", Required: true, When: &protocol.Condition{Field: "auth", Value: "bearer"}},
		{Name: "client_id", Label: "Client ID", Required: true, When: signed},
		{Name: "client_secret", Label: "Client secret", Required: true, When: signed},
	},
	SharedFacts: []protocol.SharedFact{{Fact: "organisation", Warning: app.Say("Both are in one organisation.")}},
}

var signed = &protocol.Condition{Field: "auth", Value: "signed"}

// thirdDeclaration needs one of two secrets, and says what it does not offer.
var thirdDeclaration = protocol.Declaration{
	ID: "third", Name: "Third", HookPath: "third", SecretInAddress: true,
	Fields: []protocol.Field{{Name: "account", Label: "Account ID", Required: true, Kind: protocol.Hex}},
	Secrets: []protocol.SecretField{
		{Name: "talk", Label: "Conversation token"}, {Name: "push", Label: "Push token"},
	},
	AtLeastOne: []protocol.OneOf{{Secrets: []string{"talk", "push"}}},
	NotOffered: []protocol.NotOffered{{Ability: protocol.AbilityRegister, What: app.Say("Third cannot be told an address."), Instead: app.Say("Hand it over.")}},
}

// fake is a protocol with every ability, whose answers a test decides.
type fake struct {
	d       protocol.Declaration
	check   func(context.Context, protocol.Config) (app.CheckReport, error)
	meet    func(protocol.Config) // called in every call that reaches the provider
	err     error
	webhook protocol.WebhookState
	last    protocol.Config

	// What stands registered, how reading it fails, and what is said to a
	// registration instead of taking it.
	endpoint protocol.Endpoint
	readErr  error
	stubborn bool // says yes to switching off, and does not
	register func(context.Context, protocol.Config) (protocol.Endpoint, error)
	sent     []protocol.TestMessage
	sendErr  error
	calls    int // that change something at the provider
}

func newFake(d protocol.Declaration) *fake { return &fake{d: d} }

func (f *fake) reach(c protocol.Config) error {
	f.last = c
	if f.meet != nil {
		f.meet(c)
	}
	return f.err
}

func (f *fake) Declaration() protocol.Declaration { return f.d }

func (f *fake) Check(ctx context.Context, c protocol.Config, report func(app.CheckStep)) (app.CheckReport, error) {
	if err := f.reach(c); err != nil {
		return app.CheckReport{}, err
	}
	report(app.CheckStep{ID: "access_token", State: app.StepPassed})
	if f.check != nil {
		return f.check(ctx, c)
	}
	return app.CheckReport{Steps: []app.CheckStep{{ID: "access_token", State: app.StepPassed}}}, nil
}

func (f *fake) ListNumbers(_ context.Context, c protocol.Config) ([]protocol.Number, error) {
	return []protocol.Number{{AccountCode: "+6281155500188"}}, f.reach(c)
}

func (f *fake) Subscribe(_ context.Context, c protocol.Config) error { return f.reach(c) }

func (f *fake) ReadWebhook(_ context.Context, c protocol.Config) (protocol.WebhookState, error) {
	return f.webhook, f.reach(c)
}

func (f *fake) Scopes() []protocol.WebhookScope {
	return []protocol.WebhookScope{{ID: "number"}, {ID: "account"}}
}

func (f *fake) SetWebhook(_ context.Context, c protocol.Config, scope string) (protocol.WebhookState, error) {
	if err := f.reach(c); err != nil {
		return protocol.WebhookState{}, err
	}
	f.webhook = protocol.WebhookState{Subscribed: true, URL: c.WebhookURL, Scope: scope}
	return f.webhook, nil
}

func (f *fake) RemoveWebhook(_ context.Context, c protocol.Config, _ string) (protocol.WebhookState, error) {
	if err := f.reach(c); err != nil {
		return protocol.WebhookState{}, err
	}
	f.webhook = protocol.WebhookState{Subscribed: true}
	return f.webhook, nil
}

func (f *fake) EndpointScope() app.Text { return app.Say("For everything in the organisation.") }

func (f *fake) ReadEndpoint(_ context.Context, c protocol.Config) (protocol.Endpoint, error) {
	if err := f.reach(c); err != nil {
		return protocol.Endpoint{}, err
	}
	return f.endpoint, f.readErr
}

func (f *fake) RegisterEndpoint(ctx context.Context, c protocol.Config) (protocol.Endpoint, error) {
	f.calls++
	if err := f.reach(c); err != nil {
		return protocol.Endpoint{}, err
	}
	if f.register != nil {
		return f.register(ctx, c)
	}
	f.endpoint = protocol.Endpoint{URL: c.WebhookURL, Events: map[string]bool{"inbound": true, "status": true, "echo": false}}
	return f.endpoint, nil
}

func (f *fake) UnregisterEndpoint(_ context.Context, c protocol.Config) (protocol.Endpoint, error) {
	f.calls++
	if err := f.reach(c); err != nil {
		return protocol.Endpoint{}, err
	}
	if !f.stubborn {
		f.endpoint.Events = map[string]bool{}
	}
	return f.endpoint, nil
}

func (f *fake) SendTest(_ context.Context, c protocol.Config, m protocol.TestMessage) (protocol.TestResult, error) {
	f.calls++
	f.sent = append(f.sent, m)
	if err := f.reach(c); err != nil {
		return protocol.TestResult{}, err
	}
	return protocol.TestResult{MessageID: "m-1", Secret: "token"}, f.sendErr
}

func (f *fake) RecogniseShape(field, value string, _ app.Channel) (protocol.Placement, bool) {
	if field == "id" && value == "08115550188" {
		return protocol.Placement{Field: "account_code"}, true
	}
	return protocol.Placement{}, false
}

func (f *fake) RecogniseByAsking(_ context.Context, c protocol.Config, _, value string) (protocol.Placement, bool, error) {
	if err := f.reach(c); err != nil {
		return protocol.Placement{}, false, err
	}
	return protocol.Placement{Field: "note", Certain: true}, value == "4711", nil
}

// bare is a protocol that can only be checked.
type bare struct{ protocol.Protocol }

func (bare) Declaration() protocol.Declaration { return protocol.Declaration{ID: "bare", Name: "Bare"} }

// third can be checked, and a test message sent.
type third struct {
	protocol.Protocol
	protocol.TestSender
}

func newThird(f *fake) third { return third{f, f} }

// spy is a secret store that knows what it holds and fails when told to.
type spy struct {
	app.SecretStore

	mu     sync.Mutex
	refs   map[app.SecretRef]bool
	calls  int
	failAt int // the number of the call that fails; 0 for none
	half   bool
	locked bool
	before func()
}

func newSpy(s app.SecretStore) *spy { return &spy{SecretStore: s, refs: map[app.SecretRef]bool{}} }

var errBroken = errors.New("the store broke")

// fail tells whether this call fails, and how.
func (s *spy) fail() (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	switch {
	case s.locked:
		return app.NewError(app.CodeSecretsUnavailable, app.Say("The keychain is locked."))
	case s.calls == s.failAt:
		return app.NewError(app.CodeSecretsUnavailable, app.Say("The keychain broke.")).Because(errBroken)
	}
	return nil
}

func (s *spy) Get(ctx context.Context, ref app.SecretRef) (app.Secret, error) {
	if err := s.fail(); err != nil {
		return app.Secret{}, err
	}
	return s.SecretStore.Get(ctx, ref)
}

// Put stores the value before it fails when half is set.
func (s *spy) Put(ctx context.Context, ref app.SecretRef, v app.Secret) error {
	s.mu.Lock()
	before := s.before
	s.mu.Unlock()
	if before != nil {
		before()
	}
	err := s.fail()
	if err != nil && (!s.half || s.locked) {
		return err
	}
	if perr := s.SecretStore.Put(ctx, ref, v); perr != nil {
		return perr
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refs[ref] = true
	return err
}

func (s *spy) Delete(ctx context.Context, ref app.SecretRef) error {
	if err := s.fail(); err != nil {
		return err
	}
	if err := s.SecretStore.Delete(ctx, ref); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.refs, ref)
	return nil
}

func (s *spy) stored() []app.SecretRef {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.refs))
}

func (s *spy) set(locked bool, failAt int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.locked, s.failAt, s.calls = locked, failAt, 0
}
