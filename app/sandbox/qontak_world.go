package sandbox

import (
	"maps"
	"slices"
	"time"
)

// QontakWorld is what the simulated Qontak knows. It is plain data; Qontak
// guards the one that it holds.
type QontakWorld struct {
	// Organisations are keyed by id.
	Organisations map[string]QontakOrganisation
	// Tokens are keyed by value, Pairs by client id.
	Tokens map[string]QontakToken
	Pairs  map[string]QontakPair
	// Integrations and Templates are those of all organisations in the order in
	// which they are listed, newest first.
	Integrations []QontakIntegration
	Templates    []QontakTemplate
	// NotOnWhatsApp are numbers, digits only, that no message reaches.
	NotOnWhatsApp map[string]bool
	Limits        QontakLimits
	Quirks        QontakQuirks
}

// QontakOrganisation is a client's organisation at Qontak.
type QontakOrganisation struct {
	ID   string
	Name string
}

// QontakTokenKind says what a bearer token is good for.
type QontakTokenKind string

// The kinds of bearer token.
const (
	// QontakFullToken does everything.
	QontakFullToken QontakTokenKind = "full"
	// QontakUserToken reads and sends, but registers no address.
	QontakUserToken QontakTokenKind = "user"
	// QontakBotToken registers the address, but has no templates and broadcasts.
	QontakBotToken QontakTokenKind = "bot"
)

// QontakToken is a bearer token.
type QontakToken struct {
	Value          string
	OrganisationID string
	Kind           QontakTokenKind
	// ExpiresAt is zero for a token without end.
	ExpiresAt time.Time
	// Revoked is true for a token that was taken back.
	Revoked bool
}

// QontakPair is an HMAC client id and its secret.
type QontakPair struct {
	ClientID       string
	ClientSecret   string
	OrganisationID string
	// NoScope is true when the application lacks the scope qontak-chat:all.
	NoScope bool
}

// QontakIntegration is a channel integration: a number of an organisation.
type QontakIntegration struct {
	ID             string
	OrganisationID string
	// TargetChannel is wa_cloud, or wa for an old self-hosted number.
	TargetChannel string
	AccountName   string
	// PhoneNumber has digits only, with the country's.
	PhoneNumber   string
	PhoneNumberID string
	Active        bool
	CreatedAt     time.Time
	// Bare is true when the settings come empty.
	Bare bool
	// Authorization is the credential in the settings of a wa number.
	Authorization string
}

// QontakTemplate is a message template. The strings are Qontak's own words.
type QontakTemplate struct {
	ID             string         `json:"id"`
	OrganisationID string         `json:"organization_id"`
	Name           string         `json:"name"`
	Language       string         `json:"language"`
	Category       string         `json:"category"`
	Status         string         `json:"status"`
	HeaderFormat   string         `json:"header_format,omitempty"`
	HeaderText     string         `json:"header_text,omitempty"`
	HeaderExample  string         `json:"header_example,omitempty"`
	Body           string         `json:"body"`
	Footer         string         `json:"footer,omitempty"`
	Buttons        []QontakButton `json:"buttons,omitempty"`
	CreatedAt      time.Time      `json:"created_at"`
	// ReviewedAt is when a PENDING template becomes APPROVED; zero is never.
	ReviewedAt time.Time `json:"reviewed_at"`
}

// QontakButton is a button of a template.
type QontakButton struct {
	// Type is URL, PHONE_NUMBER, QUICK_REPLY or OTP.
	Type string `json:"type"`
	Text string `json:"text"`
	// URL and Phone are of the types that have them.
	URL     string `json:"url,omitempty"`
	Phone   string `json:"phone_number,omitempty"`
	Example string `json:"example,omitempty"`
}

// QontakLimits are the limits for each credential; 0 is no limit.
type QontakLimits struct {
	PerMinute int
	PerSecond int
}

// QontakQuirks switch odd habits on.
type QontakQuirks struct {
	// KeepsAddress answers a registration with 200 but keeps the address that
	// was there; with none before, there is none after.
	KeepsAddress bool
	// LeavesOff are events that stay off whatever is asked.
	LeavesOff []string
	// NoRead answers 404 to reading the registered address.
	NoRead bool
	// NoBroadcastLog leaves broadcast_log_status out of the answers, as in the
	// older shape.
	NoBroadcastLog bool
	// ShowsOff lists the address under events that are off as well, as the real
	// one does; without it such events have no addresses. SampleQontakWorld has
	// it on.
	ShowsOff bool
	// NoCursor leaves the cursor out of lists: then only the offset pages.
	NoCursor bool
	// RepeatsCursor answers every page with the cursor that was asked with, so
	// that a list never ends.
	RepeatsCursor bool
	// ResetAsDate writes X-RateLimit-Reset as a date and not as Unix seconds.
	ResetAsDate bool
}

func (w QontakWorld) clone() QontakWorld {
	w.Organisations, w.Tokens, w.Pairs = maps.Clone(w.Organisations), maps.Clone(w.Tokens), maps.Clone(w.Pairs)
	w.Integrations, w.Templates = slices.Clone(w.Integrations), slices.Clone(w.Templates)
	w.NotOnWhatsApp = maps.Clone(w.NotOnWhatsApp)
	return w
}

// statusAt is the state of a template at a time: one that waits for its review
// is approved when the time has come.
func (t QontakTemplate) statusAt(now time.Time) string {
	if t.Status == templatePending && !t.ReviewedAt.IsZero() && !now.Before(t.ReviewedAt) {
		return templateApproved
	}
	return t.Status
}

const (
	templateApproved = "APPROVED"
	templatePending  = "PENDING"
)
