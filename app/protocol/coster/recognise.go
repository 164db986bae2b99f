package coster

import (
	"context"
	"regexp"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

var (
	uuidShape  = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)
	phoneShape = regexp.MustCompile(`^\+?\(?[0-9][0-9 ().-]{6,22}[0-9]$`)
	tokenShape = regexp.MustCompile(`^[A-Za-z0-9._~+/=-]{24,}$`)
)

// RecogniseShape looks at the value alone: phone numbers, identifiers and tokens
// in the wrong box. Account ID and Division ID have the same form, so that one in
// the place of the other cannot be seen, only one that stands in both. It is pure
// and fast.
func (p *Protocol) RecogniseShape(field, value string, c app.Channel) (protocol.Placement, bool) {
	v := strings.TrimSpace(value)
	bare := strings.Join(strings.Fields(v), "")
	if v == "" || len(v) > tokenMax {
		return protocol.Placement{}, false
	}
	hex := strings.ToLower(strings.ReplaceAll(bare, "-", ""))
	id := len(hex) == idLength && isHex(hex) && (uuidShape.MatchString(bare) || bare == strings.ReplaceAll(bare, "-", ""))
	switch field {
	case fieldAccount, fieldDivision:
		switch {
		case id:
			return p.sameAsOther(field, hex, c)
		case looksLikePhone(v):
			return protocol.Placement{Field: fieldCode, Label: "Account code", Why: app.Say("It looks like a phone number. Coster's IDs have 32 characters.")}, true
		case tokenShape.MatchString(bare) && !isHex(hex):
			return p.someToken(c)
		}
	case fieldCode:
		if id {
			return p.someID(hex, c)
		}
		if tokenShape.MatchString(bare) && strings.Trim(bare, "0123456789-.+") != "" {
			return p.someToken(c)
		}
	case secretConversation, secretPush:
		if at, same := p.sameAsOther("", hex, c); same {
			return at, true
		}
		// With hyphens it may well be a token: only the bare form is taken for an ID.
		if id && hex == strings.ToLower(bare) {
			return p.someID(hex, c)
		}
	}
	return protocol.Placement{}, false
}

// RecogniseByAsking finds nothing: Coster has no call that tells what a value is.
func (p *Protocol) RecogniseByAsking(context.Context, protocol.Config, string, string) (protocol.Placement, bool, error) {
	return protocol.Placement{}, false, nil
}

func (p *Protocol) place(n string, why app.Text) (protocol.Placement, bool) {
	return protocol.Placement{Field: n, Label: p.label(n), Why: why}, true
}

// sameAsOther notices one identifier pasted into two boxes.
func (p *Protocol) sameAsOther(field, hex string, c app.Channel) (protocol.Placement, bool) {
	for _, n := range []string{fieldAccount, fieldDivision} {
		if n != field && hex != "" && c.Fields[n] == hex {
			return p.place(n, app.Say("It is the same value as in {{.Label}}.", "Label", app.Say(p.label(n))))
		}
	}
	return protocol.Placement{}, false
}

// someID places an identifier; which of the two it is, is a guess.
func (p *Protocol) someID(hex string, c app.Channel) (protocol.Placement, bool) {
	if at, same := p.sameAsOther("", hex, c); same {
		return at, true
	}
	n := fieldAccount
	if c.Fields[fieldAccount] != "" && c.Fields[fieldDivision] == "" {
		n = fieldDivision
	}
	return p.place(n, app.Say("It has 32 digits and letters from a to f, as Coster's IDs have."))
}

// someToken places a token; which of the two it is, is a guess.
func (p *Protocol) someToken(c app.Channel) (protocol.Placement, bool) {
	n := secretConversation
	if c.Secrets[secretConversation].Present() && !c.Secrets[secretPush].Present() {
		n = secretPush
	}
	return p.place(n, app.Say("It is long and has other characters than Coster's IDs. Compare which of the two tokens it is."))
}

// looksLikePhone is true for what people type as a phone number.
func looksLikePhone(v string) bool {
	if !phoneShape.MatchString(v) {
		return false
	}
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, v)
	return len(digits) >= 8 && len(digits) <= 15
}
