package sandbox

import "time"

// World is what the simulated Meta knows. The maps are keyed by id, tokens by
// value. It is plain data; Meta guards the one that it holds.
type World struct {
	Businesses map[string]Business
	Apps       map[string]App
	WABAs      map[string]WABA
	Numbers    map[string]Number
	Tokens     map[string]Token
	// Templates are those of all accounts when the sandbox starts, newest first.
	// Changing them later has no effect: see Meta.PutTemplate.
	Templates []Template
	// Fates are numbers, digits only, to which messages do not come.
	Fates  map[string]Fate
	Limits MetaLimits
}

// Fate is what happens to messages to a number.
type Fate struct {
	// Code is why they fail, as 131026; 0 when they do not.
	Code int
	// Lost is for messages that get no state at all.
	Lost bool
}

// Business is a business portfolio.
type Business struct {
	ID   string
	Name string
	// Health is the zero value when nothing is wrong.
	Health Health
}

// App is a Meta app.
type App struct {
	ID   string
	Name string
	// Secret is the App Secret, 32 lower-case hex characters.
	Secret string
	// RequireProof is the setting "Require App Secret": each call with a token
	// of this app must carry appsecret_proof.
	RequireProof bool
	Health       Health
}

// WABA is a WhatsApp Business Account.
type WABA struct {
	ID         string
	Name       string
	BusinessID string
	Country    string
	Currency   string
	TimezoneID string
	// ReviewStatus is APPROVED, PENDING or REJECTED.
	ReviewStatus string
	Health       Health
	// TemplateLimit is how many templates it may have; 0 is 250.
	TemplateLimit int
	// NumberIDs are its numbers in the order in which they are listed.
	NumberIDs []string
}

// Number is a phone number of a WABA. The strings are Meta's own words.
type Number struct {
	ID           string
	WABAID       string
	Display      string
	VerifiedName string
	Quality      string
	CodeStatus   string
	NameStatus   string
	Status       string
	Platform     string
	Throughput   string
	AccountMode  string
	Limit        string
	Official     bool
	// Allowed are the numbers, digits only, that a test number (AccountMode
	// SANDBOX) may write to.
	Allowed []string
	Health  Health
}

// Health is what health_status tells of one node. The zero value is AVAILABLE.
type Health struct {
	// State is "", AVAILABLE, LIMITED or BLOCKED.
	State string
	// Info explains a LIMITED node.
	Info []string
	// Errors explain a BLOCKED node.
	Errors []HealthError
}

// HealthError is one reason why a node is blocked.
type HealthError struct {
	Code        int
	Description string
	Solution    string
}

// TokenType is the kind of an access token.
type TokenType string

// The kinds of token.
const (
	SystemUserToken TokenType = "SYSTEM_USER"
	UserToken       TokenType = "USER"
)

// Token is an access token.
type Token struct {
	Value  string
	AppID  string
	Type   TokenType
	UserID string
	Scopes []string
	// IssuedAt may be zero: then debug_token does not tell it.
	IssuedAt time.Time
	// ExpiresAt and DataAccessExpiresAt are zero for never.
	ExpiresAt           time.Time
	DataAccessExpiresAt time.Time
	// WABAs are the accounts assigned to the token's user.
	WABAs []string
	// Granular leaves target ids out of debug_token when nil; otherwise it
	// lists them per scope.
	Granular map[string][]string
	// InvalidatedBy is "" for a good token, or "password" when the person
	// changed the password, or "removed" when the app was removed.
	InvalidatedBy string
}

// The scopes that matter for WhatsApp.
const (
	ScopeManagement = "whatsapp_business_management"
	ScopeMessaging  = "whatsapp_business_messaging"
	ScopeBusiness   = "business_management"
)
