// Package protocol says what a protocol is: the way to speak to one provider.
//
// A protocol declares its fields, secrets, checks and abilities; forms, reviews
// and the command line draw themselves from the declaration and never ask for a
// protocol by name. A new protocol is one package and one line of registration.
package protocol

import (
	"slices"
	"strings"

	"channeldesk/app"
)

// Declaration is everything the rest of the program needs to know to draw,
// validate and review a protocol's configuration.
type Declaration struct {
	ID app.ProtocolID
	// Name is a product name, never translated.
	Name    string
	Summary app.Text
	// HookPath is the protocol's part of the webhook address: /hooks/{HookPath}/{key}.
	HookPath string
	// Fields in the order of the form; Advanced ones fold away.
	Fields  []Field
	Secrets []SecretField
	// Steps are the connection check's steps in order, with the titles they
	// have before they ran.
	Steps []StepDecl
	// Events are the provider's names of what has to be switched on.
	Events []string
	// SecretWord is what the provider calls the webhook secret, as "verify
	// token"; "" when it has no word of its own.
	SecretWord string
	// SecretInAddress is true when the webhook secret is the last part of the
	// webhook address because the provider cannot sign.
	SecretInAddress bool
	// FindHelp explains, step by step, where the person finds the values.
	FindHelp []HelpItem
	// TokenRequest is a message asking the client's admin for what is needed.
	TokenRequest app.Text
	// PickTitle is what picking instead of typing is called, as "Pick from your
	// channels"; empty for the usual words about numbers.
	PickTitle app.Text
	// AtLeastOne are groups of secrets none of which is required by itself, but
	// one of each group is.
	AtLeastOne []OneOf
	// NotOffered says what the provider cannot do, in the order of the interface,
	// and what to do instead.
	NotOffered []NotOffered
	// SharedFacts are facts of a connection check that Draft and Published must
	// not have in common.
	SharedFacts []SharedFact
	// NoArrival is true when the provider never tells that a message arrived: the
	// last that it tells is that it was sent.
	NoArrival bool
	// Charging is what is known of what the provider charges for; nil when that
	// stands in each client's contract.
	Charging *Charging
}

// Charging says which messages a provider charges for. Amounts are not known.
type Charging struct {
	// FreeInWindow are the categories of templates that cost nothing while the
	// customer service window is open.
	FreeInWindow []app.TemplateCategory
}

// OneOf names secrets of which at least one must be stored.
type OneOf struct {
	Secrets []string
	// Why says in one sentence what each of them is for.
	Why app.Text
}

// Ability names something that a provider may offer beyond the connection check.
type Ability string

// The abilities, each with the interface that offers it.
const (
	AbilityPick          Ability = "pick"            // NumberLister
	AbilitySubscribe     Ability = "subscribe"       // WebhookSubscriber
	AbilityOverride      Ability = "override"        // WebhookOverrider
	AbilityRegister      Ability = "register"        // EndpointRegistrar
	AbilityTestSend      Ability = "test_send"       // TestSender
	AbilityListTemplates Ability = "list_templates"  // no interface yet
	AbilityMakeTemplates Ability = "write_templates" // no interface yet
)

// NotOffered is something that a provider cannot do.
type NotOffered struct {
	Ability Ability
	// What says it plainly, in one sentence.
	What app.Text
	// Instead says what to do instead, in one sentence.
	Instead app.Text
	// Page is where that is done: "handoff", or "".
	Page string
}

// SharedFact is a fact that Draft and Published must not have in common.
type SharedFact struct {
	// Fact is its name in a CheckReport.
	Fact string
	// Warning says what goes wrong.
	Warning app.Text
}

// Condition makes a field or secret part of the form only while another field
// has a value.
type Condition struct{ Field, Value string }

// HelpItem says where one value is found at the provider.
type HelpItem struct {
	Label string
	Where app.Text
	// Link is a public address of the provider, or "".
	Link string
}

// StepDecl names one step of the connection check.
type StepDecl struct {
	ID    string
	Title app.Text
	// Milestone is set on a step whose passing is one of the steps of setting a
	// channel up.
	Milestone *Milestone
}

// MilestoneKind is what is reached with a passed step.
type MilestoneKind string

// The kinds. A protocol whose provider is told the webhook address by people has
// no delivery milestone: the hand-off stands for it.
const (
	MilestoneCredential MilestoneKind = "token"   // the provider accepts our credentials
	MilestoneDelivery   MilestoneKind = "webhook" // the provider sends messages to us
)

// Milestone says how a step of setting a channel up is told of.
type Milestone struct {
	Kind  MilestoneKind
	Title app.Text
	// Hint says what to do, Short the same for a narrow place.
	Hint, Short app.Text
	// Action is the word on the button that leads there, and Part the part of the
	// Channel page: account or webhook.
	Action app.Text
	Part   string
}

// Milestone gives the step that reaches a milestone.
func (d Declaration) Milestone(kind MilestoneKind) (StepDecl, bool) {
	i := slices.IndexFunc(d.Steps, func(s StepDecl) bool { return s.Milestone != nil && s.Milestone.Kind == kind })
	if i < 0 {
		return StepDecl{}, false
	}
	return d.Steps[i], true
}

// FieldKind decides how a field is typed and validated.
type FieldKind int

// The kinds.
const (
	// Digits is an identifier of digits only, shown in mono.
	Digits FieldKind = iota
	// Address is an https address (http only to this computer) without path
	// parameters.
	Address
	// GraphVersion is "v" digits "." digits.
	GraphVersion
	// Choice is one of Choices.
	Choice
	// Plain is short text.
	Plain
	// UUID is 32 hex digits in five groups, kept in lower case.
	UUID
	// Hex is hex digits without hyphens, kept in lower case.
	Hex
	// Count is a whole number from 1, of at most Max digits.
	Count
)

// Field is one identifier or setting of a protocol.
type Field struct {
	// Name is the stable name in files and outputs, lower_snake.
	Name string
	// Label is as the provider writes it.
	Label    string
	Help     app.Text
	Kind     FieldKind
	Required bool
	// Advanced fields have a default that nearly everybody keeps.
	Advanced bool
	Default  string
	Choices  []ChoiceOption
	// Min and Max are lengths in characters; 0 means the kind's own limit.
	Min, Max int
	// Identity is true when another value means other customers or another
	// number; such rows are not ticked in a review.
	Identity bool
	// Pick is true when the provider can list the values (NumberLister).
	Pick bool
	// When limits the field to a choice; nil means always.
	When *Condition
	// SharedWarning says what goes wrong when Draft and Published have the same
	// value; empty means the usual sentence for identity fields.
	SharedWarning app.Text
}

// ChoiceOption is one value of a Choice field.
type ChoiceOption struct {
	Value string
	Label app.Text
}

// SecretField is one secret of a protocol.
type SecretField struct {
	Name     string
	Label    string
	Help     app.Text
	Required bool
	// Safe4 is true when the last four characters may be shown.
	Safe4 bool
	// CheckShape warns about an unusual form; it never refuses.
	CheckShape func(value string) (warning app.Text)
	// MaxLen is the longest accepted value in bytes.
	MaxLen int
	// When limits the secret to a choice; nil means always.
	When *Condition
	// TestWith is the kind of test message that this secret is needed for, and
	// that proves it; "" when test messages say nothing of it.
	TestWith TestKind
}

// TestKind is what a test message is.
type TestKind string

// The kinds of test messages.
const (
	TestTemplate TestKind = "template"
	TestText     TestKind = "text" // into an open session
)

// Field gives a field by name.
func (d Declaration) Field(name string) (Field, bool) {
	i := slices.IndexFunc(d.Fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return d.Fields[i], true
}

// Secret gives a secret by name.
func (d Declaration) Secret(name string) (SecretField, bool) {
	i := slices.IndexFunc(d.Secrets, func(f SecretField) bool { return f.Name == name })
	if i < 0 {
		return SecretField{}, false
	}
	return d.Secrets[i], true
}

// Value gives a field's value, or its default.
func (d Declaration) Value(c app.Channel, name string) string {
	if v := c.Fields[name]; v != "" {
		return v
	}
	f, _ := d.Field(name)
	return f.Default
}

// Applies reports whether a field or secret with this condition is part of the
// channel's form.
func (d Declaration) Applies(c app.Channel, w *Condition) bool {
	return w == nil || d.Value(c, w.Field) == w.Value
}

// Lacks gives the entry for an ability that the provider does not offer.
func (d Declaration) Lacks(a Ability) (NotOffered, bool) {
	i := slices.IndexFunc(d.NotOffered, func(n NotOffered) bool { return n.Ability == a })
	if i < 0 {
		return NotOffered{}, false
	}
	return d.NotOffered[i], true
}

// Missing gives the labels of what is required and not there yet. Of a group of
// which one secret is enough it gives all labels in one, as "A or B".
func (d Declaration) Missing(c app.Channel) []string {
	var out []string
	if c.AccountCode == "" {
		out = append(out, "Account code")
	}
	for _, f := range d.Fields {
		if f.Required && d.Applies(c, f.When) && d.Value(c, f.Name) == "" {
			out = append(out, f.Label)
		}
	}
	for _, s := range d.Secrets {
		if s.Required && d.Applies(c, s.When) && !c.Secrets[s.Name].Present() {
			out = append(out, s.Label)
		}
	}
	for _, group := range d.AtLeastOne {
		if labels := d.missingOf(c, group); labels != "" {
			out = append(out, labels)
		}
	}
	return out
}

// missingOf gives the labels of a group none of which is stored.
func (d Declaration) missingOf(c app.Channel, group OneOf) string {
	var labels []string
	for _, name := range group.Secrets {
		if c.Secrets[name].Present() {
			return ""
		}
		s, _ := d.Secret(name)
		labels = append(labels, s.Label)
	}
	return strings.Join(labels, " or ")
}

// AccountSaved reports whether protocol, account code and required fields stand.
func (d Declaration) AccountSaved(c app.Channel) bool {
	if d.ID == "" || c.Protocol != d.ID || c.AccountCode == "" {
		return false
	}
	for _, f := range d.Fields {
		if f.Required && d.Applies(c, f.When) && d.Value(c, f.Name) == "" {
			return false
		}
	}
	return true
}
