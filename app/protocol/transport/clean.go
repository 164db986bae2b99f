package transport

import (
	"net/url"
	"strings"

	"channeldesk/app"
)

const (
	cleanMost   = 300
	cleanBefore = 1 << 14
	hideFrom    = 4
)

// Clean makes a text from outside fit for people and for the log: one line, not
// too long, and without any of the secrets, should a server send them back.
// Secrets of under four characters are not looked for.
func Clean(s string, hide []app.Secret) string {
	for _, secret := range hide {
		v := secret.Expose()
		if len(v) < hideFrom {
			continue
		}
		s = strings.ReplaceAll(s, v, "***")
		for _, other := range []string{url.QueryEscape(v), url.PathEscape(v)} {
			if other != v {
				s = strings.ReplaceAll(s, other, "***")
			}
		}
	}
	if len(s) > cleanBefore {
		s = s[:cleanBefore]
	}
	s = app.CleanName(strings.ToValidUTF8(s, ""))
	if r := []rune(s); len(r) > cleanMost {
		s = string(r[:cleanMost-1]) + "…"
	}
	return s
}
