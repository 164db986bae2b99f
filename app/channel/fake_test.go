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
	Fields: []protocol.Field{
		{Name: "room", Label: "Room", Kind: protocol.Digits, Required: true, Identity: true},
		{Name: "address", Label: "Address", Kind: protocol.Address, Default: "https://second.example"},
	},
	Secrets: []protocol.SecretField{{Name: "token", Label: "Access token", Required: true}},
}

// fake is a protocol with every ability, whose answers a test decides.
type fake struct {
	d       protocol.Declaration
	check   func(context.Context, protocol.Config) (app.CheckReport, error)
	meet    func(protocol.Config) // called in every call that reaches the provider
	err     error
	webhook protocol.WebhookState
	last    protocol.Config
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
