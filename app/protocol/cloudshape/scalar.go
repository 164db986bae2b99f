package cloudshape

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol/transport"
)

// Phone gives a number as providers write it (digits, with or without plus and
// blanks, the country's code always in front) in E.164, and "" for what is none.
func Phone(s string) string {
	if isDigits(s) && len(s) >= phoneLeast && len(s) <= phoneMost && s[0] != '0' && s[0:2] != "52" {
		return "+" + s
	}
	if len(s) > 32 {
		return ""
	}
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
	if strings.Trim(s, "0123456789+-(). \u00a0") != "" || len(digits) < phoneLeast || len(digits) > phoneMost || digits[0] == '0' {
		return ""
	}
	// Mexico dropped the 1 after its code; WhatsApp still writes it.
	const oldMexico, oldMexicoLen = "521", 13
	if strings.HasPrefix(digits, oldMexico) && len(digits) == oldMexicoLen {
		digits = "52" + digits[len(oldMexico):]
	}
	return "+" + digits
}

// The digits of a number with its country's code.
const phoneLeast, phoneMost = 7, 15

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// The years between which a time is believed.
var (
	earliest = time.Date(2009, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	latest   = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
)

// Time reads Unix seconds or milliseconds, as a number or a text, or a date of
// RFC 3339; zero for anything else.
func (v Value) Time() time.Time { return moment(v.Text()) }

func moment(s string) time.Time {
	if s = strings.TrimSpace(s); s == "" || len(s) > 40 {
		return time.Time{}
	}
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err == nil && n >= earliest && n < latest:
		return time.Unix(n, 0).UTC()
	case err == nil && n >= earliest*1000 && n < latest*1000:
		return time.UnixMilli(n).UTC()
	case err == nil:
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339, s)
	if err != nil || at.Unix() < earliest || at.Unix() >= latest {
		return time.Time{}
	}
	return at.UTC()
}

// Word is a short word of a provider's, as a type or a state: in one line, cut
// when it is too long.
func (v Value) Word() string {
	s := v.Text()
	if s == "" || plainWord(s) {
		return s
	}
	return cut(app.CleanName(s), 64)
}

func plainWord(s string) bool {
	if len(s) > 64 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && c != '_' && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// Line is a name or a title in one line, cut when it is too long.
func (v Value) Line() string { return cut(app.CleanName(v.Text()), 256) }

func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	r := []rune(s)
	return string(r[:min(len(r), most)])
}

var longNumber = regexp.MustCompile(`\+?\d[\d ().-]{6,}\d`)

// Words makes a provider's own words fit for people: one line, not too long, and
// with phone numbers masked.
func Words(s string, hide ...app.Secret) string {
	return longNumber.ReplaceAllStringFunc(transport.Clean(s, hide), app.MaskPhone)
}
