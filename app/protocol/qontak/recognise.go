package qontak

import (
	"regexp"
	"strings"
	"unicode"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

var (
	uuidShape  = regexp.MustCompile(`(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	bareUUID   = regexp.MustCompile(`(?i)^[0-9a-f]{32}$`)
	jwtShape   = regexp.MustCompile(`^eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+$`)
	longToken  = regexp.MustCompile(`^[A-Za-z0-9._~+/=-]{40,}$`)
	phoneShape = regexp.MustCompile(`^\+?\(?[0-9][0-9 ().-]{6,22}[0-9]$`)
)

// cleanUUID gives a UUID in lower case with its hyphens.
func cleanUUID(s string) (string, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	return s, uuidShape.MatchString(s)
}

// looksSigned is true for the Authorization header of a signed call.
func looksSigned(v string) bool {
	v = strings.ToLower(v)
	return strings.HasPrefix(v, "hmac") && strings.Contains(v, "username=")
}

// looksLikeToken is true for what can only be an access token.
func looksLikeToken(v string) bool {
	return jwtShape.MatchString(v) || longToken.MatchString(v) && !strings.Contains(v, "/") && !uuidShape.MatchString(v)
}

// looksLikePhone is true for what people type as a phone number.
func looksLikePhone(v string) bool {
	if !phoneShape.MatchString(v) {
		return false
	}
	n := 0
	for _, r := range v {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n >= 8 && n <= 15
}

// RecogniseShape looks at the value alone: phone numbers, tokens and IDs in the
// wrong box. It is pure and fast.
func (p *Protocol) RecogniseShape(field, value string, c app.Channel) (protocol.Placement, bool) {
	v := strings.TrimSpace(value)
	bare := strings.Join(strings.Fields(v), "")
	if v == "" || len(v) > tokenMax {
		return protocol.Placement{}, false
	}
	switch field {
	case fieldChannel:
		return p.inChannel(v, bare, c)
	case fieldCode:
		return p.inCode(bare)
	case secretToken, secretHMACID, secretHMACSecret:
		return p.inSecret(field, v, bare, c)
	}
	return protocol.Placement{}, false
}

func (p *Protocol) place(name string, why app.Text) (protocol.Placement, bool) {
	label := "Account code"
	if name != fieldCode {
		label = p.label(name)
	}
	return protocol.Placement{Field: name, Label: label, Why: why}, true
}

// inChannel looks at the box of the ID. A UUID without its hyphens belongs
// there: saving puts them in.
func (p *Protocol) inChannel(v, bare string, c app.Channel) (protocol.Placement, bool) {
	switch {
	case uuidShape.MatchString(bare), bareUUID.MatchString(bare):
		return protocol.Placement{}, false
	case looksLikePhone(v):
		return p.place(fieldCode, app.Say("It looks like a phone number. Qontak's IDs have five groups of digits and letters."))
	case looksLikeToken(bare):
		return p.place(p.mainSecret(c), app.Say("It is as long as a token. Qontak's IDs have 32 digits and letters in five groups."))
	}
	return protocol.Placement{}, false
}

func (p *Protocol) inCode(bare string) (protocol.Placement, bool) {
	switch {
	case uuidShape.MatchString(bare), bareUUID.MatchString(bare) && strings.ContainsFunc(bare, unicode.IsLetter):
		return p.place(fieldChannel, app.Say("It has five groups of digits and letters, as Qontak's IDs have."))
	case looksLikeToken(bare) && !isDigits(bare):
		return p.place(secretToken, app.Say("It is as long as a token."))
	}
	return protocol.Placement{}, false
}

// inSecret looks at the boxes of the sign-in.
func (p *Protocol) inSecret(field, v, bare string, c app.Channel) (protocol.Placement, bool) {
	switch {
	case uuidShape.MatchString(bare) && c.Fields[fieldChannel] == strings.ToLower(bare):
		return p.place(fieldChannel, app.Say("It is the same value as in {{.Label}}.", "Label", app.Say(p.label(fieldChannel))))
	case uuidShape.MatchString(bare) && field == secretToken:
		return p.place(fieldChannel, app.Say("It has five groups of digits and letters, as Qontak's IDs have."))
	case looksLikePhone(v) && (strings.HasPrefix(v, "+") || strings.HasPrefix(bare, "62") || strings.HasPrefix(bare, "08")):
		return p.place(fieldCode, app.Say("It looks like a phone number."))
	case field == secretToken && looksSigned(v), field == secretToken && isPair(v):
		return p.place(secretHMACID, app.Say("It looks like values for signing. Choose HMAC as the sign-in method."))
	case field != secretToken && (jwtShape.MatchString(bare) || strings.HasPrefix(v, "Bearer ")):
		return p.place(secretToken, app.Say("It has the form of an access token. Choose the access token as the sign-in method."))
	}
	return protocol.Placement{}, false
}

// isPair is true for client ID and secret pasted into one box.
func isPair(v string) bool {
	lower := strings.ToLower(v)
	return strings.Contains(lower, "client") && strings.Contains(lower, "secret") && strings.ContainsAny(v, ":= \n\t")
}

// mainSecret is the secret that a token-like value is taken for.
func (p *Protocol) mainSecret(c app.Channel) string {
	if p.declaration.Value(c, fieldAuth) == authHMAC {
		return secretHMACSecret
	}
	return secretToken
}
