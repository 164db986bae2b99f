// Package protocol says what a protocol is: the way to speak to one provider.
//
// A protocol declares its fields, secrets, checks and abilities; forms, reviews
// and the command line draw themselves from the declaration and never ask for a
// protocol by name. A new protocol is one package and one line of registration.
package protocol

import (
	"slices"

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
}

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
}

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

// Missing gives the labels of what is required and not there yet.
func (d Declaration) Missing(c app.Channel) []string {
	var out []string
	if c.AccountCode == "" {
		out = append(out, "Account code")
	}
	for _, f := range d.Fields {
		if f.Required && d.Value(c, f.Name) == "" {
			out = append(out, f.Label)
		}
	}
	for _, s := range d.Secrets {
		if s.Required && !c.Secrets[s.Name].Present() {
			out = append(out, s.Label)
		}
	}
	return out
}

// AccountSaved reports whether protocol, account code and required fields stand.
func (d Declaration) AccountSaved(c app.Channel) bool {
	if d.ID == "" || c.Protocol != d.ID || c.AccountCode == "" {
		return false
	}
	for _, f := range d.Fields {
		if f.Required && d.Value(c, f.Name) == "" {
			return false
		}
	}
	return true
}
