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

// ReplyButton is a button below a session message.
type ReplyButton struct{ ID, Title string }

// TemplateMessage fills a template.
type TemplateMessage struct {
	// Name and Language identify it; ID does at providers that send by id.
	Name, Language, ID string
	// Header fills the header: a text, or a link to a file with its name.
	Header *TemplateHeader
	// Body are the values of the body in order.
	Body []string
	// Buttons are the values of those buttons that take one.
	Buttons []TemplateButton
}

// TemplateHeader is the value of a header.
type TemplateHeader struct {
	// Kind is text, image, video or document.
	Kind     string
	Text     string
	Link     string
	Filename string
}

// TemplateButton is the value of one button; Index counts all buttons from 0.
type TemplateButton struct {
	Index int
	// Kind is url, quick_reply or copy_code.
	Kind  string
	Value string
}

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

// CodeSlowDown is the code of a refusal that passes by waiting: the provider
// asked us to send slower. Nothing was sent.
const CodeSlowDown app.Code = "slow_down"

// Passing reports whether a refused message may be sent again later as it is.
func Passing(err error) bool { return app.ErrorCode(err) == CodeSlowDown }
