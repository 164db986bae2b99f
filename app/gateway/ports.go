package gateway

import (
	"context"
	"net/url"
	"time"

	"channeldesk/app"
)

// Hook is one request to a webhook address.
type Hook struct {
	// HookPath, Key and Secret are the parts of the address; Secret is "" when
	// there is no third part.
	HookPath, Key, Secret string
	Query                 url.Values
	// Header gives a header by name.
	Header func(string) string
	Body   []byte
}

// Answer is what is answered to a webhook.
type Answer struct {
	Status            int
	Body, ContentType string
	// RetryAfter is when the provider may try again; 0 says nothing.
	RetryAfter time.Duration
	// SelfTest is true for what the gateway sent to itself: it is no webhook of a
	// provider's.
	SelfTest bool
}

// Inbox takes webhooks. It is safe for concurrent use.
type Inbox interface {
	// Take stores a webhook and applies it, and says what to answer.
	Take(ctx context.Context, h Hook) Answer
	// Handshake answers the provider's question whether the address is ours.
	Handshake(ctx context.Context, h Hook) Answer
}

// Caller is who asks the notification API, with a valid key.
type Caller struct {
	Key         app.APIKey
	Agent       app.Agent
	Environment app.Environment
	Channel     app.Channel
}

// Keys knows the API keys. It is safe for concurrent use.
type Keys interface {
	// Check says who asks, or why the key is refused. from is the address of the
	// computer that asks.
	Check(ctx context.Context, value app.Secret, scope app.KeyScope, from string) (Caller, *app.Error)
}

// NewMessage is a message that a key's owner wants sent.
type NewMessage struct {
	Caller   Caller
	To, Name string
	Content  app.Content
	// DueAt is zero for now; BestBefore zero for no end.
	DueAt, BestBefore time.Time
}

// Messages stores messages to be sent. It is safe for concurrent use.
type Messages interface {
	// Accept checks a message and stores it as queued, or says why not. with runs in
	// the same transaction, after the message is there: its error undoes all.
	Accept(ctx context.Context, m NewMessage, with func(tx app.Tx, m app.Message) error) (app.Message, error)
}

// Lock makes sure that a workspace has one gateway at a time, over all processes.
type Lock interface {
	// TryGateway reports false when another process has it.
	TryGateway() (bool, error)
	FreeGateway() error
}

// Runner is work in the background that belongs to the gateway.
type Runner struct {
	// Name is one lower-case word, as "sending".
	Name string
	// Run works until ctx ends. What it returns before, and a panic, is a failure:
	// it is started again after a wait.
	Run func(ctx context.Context) error
}
