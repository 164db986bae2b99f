package protocol

import (
	"context"
	"errors"
	"time"

	"channeldesk/app"
)

// Config is a channel with its secret values, for the length of one call.
type Config struct {
	Channel app.Channel
	// Secrets are the values by name; a missing one is absent.
	Secrets map[string]app.Secret
	// WebhookURL is the channel's address under the gateway's public address;
	// "" while the gateway has no public address.
	WebhookURL    string
	WebhookSecret app.Secret
	// Facts are what the latest connection check found out, by name. They are there
	// for sending; nil when nothing is known.
	Facts map[string]string
}

// Protocol speaks to one provider. Calls block until done, end early with the
// context, return *app.Error, and are safe for concurrent use.
type Protocol interface {
	// Declaration is constant.
	Declaration() Declaration
	// Check tests the configuration step by step, calling report after each
	// change of a step. It returns the whole report; the error is only for a
	// cancelled context.
	Check(ctx context.Context, c Config, report func(app.CheckStep)) (app.CheckReport, error)
}

// Number is a phone number that an access token can see.
type Number struct {
	// Fields are the values it stands for by field name, as waba_id and
	// phone_number_id.
	Fields map[string]string
	// AccountCode is its number in E.164.
	AccountCode  string
	VerifiedName string
	Account      string
	Status       string
}

// NumberLister is an ability: picking instead of typing.
type NumberLister interface {
	ListNumbers(ctx context.Context, c Config) ([]Number, error)
}

// WebhookScope is a place at the provider where an address can be set.
type WebhookScope struct {
	// ID is the protocol's own word: waba, number.
	ID    string
	Label app.Text
}

// WebhookState is what the provider has now.
type WebhookState struct {
	// Subscribed is true when the provider passes messages on at all.
	Subscribed bool
	// URL is the address in effect, and Scope where it was set.
	URL   string
	Scope string
	// Addresses are all set addresses by scope.
	Addresses map[string]string
	At        time.Time
}

// WebhookSubscriber is an ability: switching message delivery on by API.
type WebhookSubscriber interface {
	Subscribe(ctx context.Context, c Config) error
	ReadWebhook(ctx context.Context, c Config) (WebhookState, error)
}

// WebhookOverrider is an ability: setting the channel's own address by API,
// reading it back to prove it, and removing it.
type WebhookOverrider interface {
	WebhookSubscriber
	Scopes() []WebhookScope
	// SetWebhook sets address and secret and returns what reading back showed.
	SetWebhook(ctx context.Context, c Config, scope string) (WebhookState, error)
	RemoveWebhook(ctx context.Context, c Config, scope string) (WebhookState, error)
}

// Endpoint is where a provider sends webhooks, as it stands there now, for
// everything that the credential reaches.
type Endpoint struct {
	// URL is the address, "" when there is none. It may hold a secret: it is
	// never logged, stored or shown whole.
	URL string
	// Events are the provider's switches by name, on or off.
	Events map[string]bool
	// At is when the provider said so.
	At time.Time
}

// IsOn reports whether all the events are switched on.
func (e Endpoint) IsOn(events []string) bool {
	for _, name := range events {
		if !e.Events[name] {
			return false
		}
	}
	return true
}

// EndpointRegistrar is an ability: telling the provider the channel's address by
// one call that holds for the whole organisation, so that it may replace what
// another channel registered.
type EndpointRegistrar interface {
	// ReadEndpoint gives what stands registered now.
	ReadEndpoint(ctx context.Context, c Config) (Endpoint, error)
	// RegisterEndpoint registers c.WebhookURL with the declared Events and gives
	// what the provider says stands afterwards. A success is no proof: the caller
	// compares. An error for which MaybeDone reports true leaves it open whether
	// the provider took it.
	RegisterEndpoint(ctx context.Context, c Config) (Endpoint, error)
	// UnregisterEndpoint switches the declared Events off.
	UnregisterEndpoint(ctx context.Context, c Config) (Endpoint, error)
	// EndpointScope says in a sentence for what a registration holds.
	EndpointScope() app.Text
}

// ErrNotSent is in the chain of a failure that happened before anything left
// this computer.
var ErrNotSent = errors.New("nothing was sent")

// MaybeDone reports whether a failed call that changes something may have been
// carried out all the same: cut off, timed out or cancelled after the request
// could have left, or answered with a server error or something unreadable.
func MaybeDone(err error) bool {
	if errors.Is(err, ErrNotSent) {
		return false
	}
	switch app.ErrorCode(err) {
	case "", CodeSlowDown, app.CodeProviderRefused, app.CodeIncomplete, app.CodeInvalid, app.CodeUnsupported:
		return false
	}
	return true
}

// TestMessage is one message to a number of our own. With a template the
// Values fill its body in order; without one Text is sent into the session.
type TestMessage struct {
	// ID is our own mark for the message, at most 64 characters, also sent to the
	// provider where it takes one.
	ID string
	// To is in E.164.
	To       string
	Template string
	Language string
	Values   []string
	Text     string
}

// TestResult is what the provider answered to a test message.
type TestResult struct {
	// MessageID is the provider's; "" when it told none.
	MessageID string
	// Secret names the secret that the provider accepted with the message.
	Secret string
}

// TestSender is an ability: proving credentials that can be checked in no other
// way by one message to our own number.
type TestSender interface {
	// SendTest sends once and never tries again. An error for which MaybeDone
	// reports true leaves it open whether the message went out.
	SendTest(ctx context.Context, c Config, m TestMessage) (TestResult, error)
}

// Placement is where a value seems to belong instead.
type Placement struct {
	// Field is the field or secret name it looks like, or "account_code".
	Field string
	Label string
	// Certain is true when the provider confirmed it.
	Certain bool
	// Why explains the guess in one sentence.
	Why app.Text
}

// Recogniser is an ability: noticing that a value is in the wrong box.
type Recogniser interface {
	// RecogniseShape looks at the value alone. ok is false when it may well
	// belong where it is.
	RecogniseShape(field, value string, c app.Channel) (p Placement, ok bool)
	// RecogniseByAsking asks the provider what an identifier is.
	RecogniseByAsking(ctx context.Context, c Config, field, value string) (p Placement, ok bool, err error)
}

// Registry holds the protocols in the order of the protocol card.
type Registry struct{ list []Protocol }

// NewRegistry makes a registry.
func NewRegistry(ps ...Protocol) *Registry { return &Registry{list: ps} }

// List gives all protocols.
func (r *Registry) List() []Protocol { return r.list }

// Get gives a protocol by ID.
func (r *Registry) Get(id app.ProtocolID) (Protocol, error) {
	for _, p := range r.list {
		if p.Declaration().ID == id {
			return p, nil
		}
	}
	if id == "" {
		return nil, app.NewError(app.CodeIncomplete, app.Say("Choose a protocol first."))
	}
	return nil, app.NewError(app.CodeInvalid, app.Say("There is no protocol {{.Name}}.", "Name", string(id))).WithField("protocol")
}

// Declaration gives a protocol's declaration; the zero one when there is none.
func (r *Registry) Declaration(id app.ProtocolID) Declaration {
	p, err := r.Get(id)
	if err != nil {
		return Declaration{}
	}
	return p.Declaration()
}
