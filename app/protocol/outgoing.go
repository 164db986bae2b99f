package protocol

import (
	"context"

	"channeldesk/app"
)

// Outgoing is one message to one person: a template, or text into the session,
// with up to three buttons where the provider has them.
type Outgoing struct {
	// ID is our own mark, at most 64 characters of ASCII letters, digits, - and _.
	// It goes along where the provider takes one.
	ID string
	// To is in E.164. Room is where the provider answers into rooms.
	To, Room string
	// Name is the person's name for providers that want one; may be "".
	Name     string
	Text     string
	Buttons  []ReplyButton
	Template *TemplateMessage
}

// ReplyButton and the other parts of a message are the domain's.
type ReplyButton = app.ReplyButton

// TemplateMessage fills a template.
type TemplateMessage = app.TemplateMessage

// TemplateHeader is the value of a header.
type TemplateHeader = app.TemplateHeader

// TemplateButton is the value of one button.
type TemplateButton = app.TemplateButton

// Sent is what a provider answered to a message.
type Sent struct {
	// MessageID is the id under which its states come; "" when not told yet.
	MessageID string
	// Reference is another id of the provider for it, as a broadcast's.
	Reference string
	// Held is true when the provider accepted it and keeps it back for now.
	Held bool
}

// Sender is an ability: sending. A message is sent once and never tried again
// here: an error for which MaybeDone reports true leaves it open whether it went
// out. An error for which Passing reports true may be tried again later.
type Sender interface {
	// Needs says why this configuration cannot send such a message; nil when it can.
	Needs(c Config, m Outgoing) *app.Error
	Send(ctx context.Context, c Config, m Outgoing) (Sent, error)
	// SessionButtons is how many buttons a session message may have; 0 means that
	// choices are told in the text.
	SessionButtons() int
}

// Pacer is an ability: knowing how many messages a second the configured number
// may send. 0 is for a number of which that is not known.
type Pacer interface {
	SendsPerSecond(c Config) float64
}

// PaceReasoner is an ability of a Pacer: saying in a sentence whose limit that is,
// and what raises it; raise may be empty.
type PaceReasoner interface {
	PaceReason(c Config) (why, raise app.Text)
}

// CodeSlowDown is the code of a refusal that passes by waiting: the provider
// asked us to send slower. Nothing was sent.
const CodeSlowDown app.Code = "slow_down"

// Passing reports whether a refused message may be sent again later as it is.
func Passing(err error) bool { return app.ErrorCode(err) == CodeSlowDown }
