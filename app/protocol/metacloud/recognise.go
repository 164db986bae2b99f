package metacloud

import (
	"regexp"
	"strings"
	"unicode"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

var (
	tokenShape = regexp.MustCompile(`^EAA[A-Za-z0-9]{40,}$`)
	phoneShape = regexp.MustCompile(`^\+?\(?[0-9][0-9 ().-]{6,22}[0-9]$`)
)

func looksLikeToken(v string) bool { return tokenShape.MatchString(v) }

// isID reports whether a name is one of the three identifier fields.
func isID(field string) bool {
	return field == fieldWABA || field == fieldNumber || field == fieldApp
}

// RecogniseShape looks at the value alone: tokens, App Secrets, phone numbers
// and identifiers in the wrong box. It is pure and fast.
func (p *Protocol) RecogniseShape(field, value string, c app.Channel) (protocol.Placement, bool) {
	v := strings.TrimSpace(value)
	bare := strings.Join(strings.Fields(v), "")
	if v == "" || len(v) > tokenMax {
		return protocol.Placement{}, false
	}
	switch {
	case field == fieldAddress || field == fieldVersion:
		return protocol.Placement{}, false
	case field != secretToken && looksLikeToken(bare):
		return p.place(secretToken, app.Say("Access tokens of Meta begin with EAA and are this long."))
	case field != secretApp && appSecretShape.MatchString(bare) && strings.ContainsFunc(bare, unicode.IsLetter):
		return p.place(secretApp, app.Say("An App Secret has 32 characters: digits and the letters a to f."))
	case field == fieldCode:
		return p.idInAccountCode(v, c)
	case isID(field) && looksLikePhone(v, c.AccountCode):
		return protocol.Placement{Field: fieldCode, Label: "Account code", Why: app.Say("It looks like a phone number. Meta's IDs are other digits.")}, true
	case isID(field):
		return p.sameAsOther(field, bare, c)
	case isDigits(bare) && len(bare) >= 10 && len(bare) <= idMax:
		return p.idInSecret(bare, c)
	}
	return protocol.Placement{}, false
}

func (p *Protocol) place(name string, why app.Text) (protocol.Placement, bool) {
	return protocol.Placement{Field: name, Label: p.label(name), Why: why}, true
}

// idInAccountCode notices an identifier where the phone number belongs: longer
// than phone numbers are, and without a plus.
func (p *Protocol) idInAccountCode(v string, c app.Channel) (protocol.Placement, bool) {
	if !isDigits(v) || len(v) < 15 || len(v) > idMax {
		return protocol.Placement{}, false
	}
	why := app.Say("It has {{.N}} digits, more than phone numbers have.", "N", len(v))
	for _, name := range []string{fieldNumber, fieldWABA, fieldApp} {
		if c.Fields[name] == v {
			return p.place(name, app.Say("It is the same value as in {{.Label}}.", "Label", app.Say(p.label(name))))
		}
	}
	for _, name := range []string{fieldNumber, fieldWABA, fieldApp} {
		if c.Fields[name] == "" {
			return p.place(name, why)
		}
	}
	return p.place(fieldNumber, why)
}

func (p *Protocol) label(name string) string { return labelOf(p.declaration, name) }

// looksLikePhone is true for what people type as a phone number. Bare digits
// count only when they begin as the channel's own number or an Indonesian one
// does: identifiers are digits as well, mostly of 15 or more.
func looksLikePhone(v, accountCode string) bool {
	if !phoneShape.MatchString(v) {
		return false
	}
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, v)
	if len(digits) < 8 || len(digits) > 15 {
		return false
	}
	if strings.HasPrefix(v, "+") || strings.ContainsAny(v, "().-") {
		return true
	}
	if own := strings.TrimPrefix(accountCode, "+"); own != "" && strings.HasPrefix(digits, own) {
		return true
	}
	return len(digits) <= 14 && (strings.HasPrefix(digits, "628") || strings.HasPrefix(digits, "0"))
}

// sameAsOther notices one identifier pasted into two boxes.
func (p *Protocol) sameAsOther(field, v string, c app.Channel) (protocol.Placement, bool) {
	for _, name := range []string{fieldWABA, fieldNumber, fieldApp} {
		if name != field && c.Fields[name] == v {
			return p.place(name, app.Say("It is the same value as in {{.Label}}.", "Label", app.Say(p.label(name))))
		}
	}
	return protocol.Placement{}, false
}

// idInSecret notices an identifier in a secret's box; which one is a guess.
func (p *Protocol) idInSecret(v string, c app.Channel) (protocol.Placement, bool) {
	if at, ok := p.sameAsOther("", v, c); ok {
		return at, true
	}
	why := app.Say("It has digits only, as Meta's IDs have.")
	for _, name := range []string{fieldApp, fieldNumber, fieldWABA} {
		if c.Fields[name] == "" {
			return p.place(name, why)
		}
	}
	return p.place(fieldApp, why)
}
