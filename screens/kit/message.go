package kit

// MediaKind is what stands above the body of a message.
type MediaKind int

// The kinds; MediaText is a line of bold text.
const (
	MediaNone MediaKind = iota
	MediaText
	MediaImage
	MediaVideo
	MediaGIF
	MediaDocument
	MediaLocation
)

// MessageHeader is what stands above the body.
type MessageHeader struct {
	Kind MediaKind
	// Text is the line of a text header, with its variables and their Values, or
	// the name and address of a location.
	Text   string
	Values map[string]string
	// Path is the file on this computer, whose picture is shown; File its name, or
	// what else is to be said about it.
	Path, File string
}

// MessageButton is a row below a message.
type MessageButton struct{ Icon, Text string }

// MessageOffer is the head of a limited-time offer.
type MessageOffer struct {
	Text string
	Ends string // how long it lasts, in words; "" for none
	Code string // "" for none
}

// Message is what a customer sees of a message. Texts are as they were written,
// with marks and variables (ChatRuns); Values are those of the body.
type Message struct {
	Header  MessageHeader
	Offer   MessageOffer
	Body    string
	Values  map[string]string
	Footer  string
	Time    string
	Buttons []MessageButton
	// Cards are shown side by side below the message.
	Cards []Message
	// Hint is shown in place of a message that says nothing yet.
	Hint string
}

func (m Message) empty() bool {
	return m.Header.Kind == MediaNone && m.Offer == (MessageOffer{}) && m.Body == "" && m.Footer == "" && len(m.Buttons) == 0 && len(m.Cards) == 0
}
