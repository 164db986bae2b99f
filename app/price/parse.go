package price

import (
	"math"
	"strings"
	"unicode"

	"channeldesk/app"
)

const (
	// groupDigits stand between two marks of thousands.
	groupDigits = 3
	// mostUnits is the highest price of one message, so that a total of millions of
	// messages can still be counted.
	mostUnits = 1_000_000
	// amountLen is the longest amount that is looked at.
	amountLen = 64
)

// Most is the highest price of one message, in millionths.
const Most = mostUnits * Unit

// ParseAmount reads an amount as people type it, in millionths: 356.65 and
// 356,65, 1,234.50 and 1.234,50, 1 234, "Rp 357". The last mark is the one before
// the decimals where both kinds are there. What could be thousands as well as
// three decimals, as 1.234, is refused: nobody should pay for a guess. Errors say
// what to type.
func ParseAmount(typed string) (int64, error) {
	if len(typed) > amountLen {
		return 0, wrong("This is too long for an amount.")
	}
	s := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u00a0' || r == '\u202f' || r == '\'' || r == '’' {
			return -1
		}
		return r
	}, withoutCurrency(app.CleanName(typed)))
	if s == "" {
		return 0, wrong("Type the amount, for example 356.65.")
	}
	if strings.HasPrefix(s, "-") {
		return 0, wrong("A price cannot be below 0.")
	}
	for _, r := range s {
		if (r < '0' || r > '9') && r != '.' && r != ',' {
			return 0, wrong("An amount has only digits, and a point or a comma, for example 356.65.")
		}
	}
	whole, decimals, err := split(s)
	if err != nil {
		return 0, err
	}
	return number(whole, decimals)
}

func wrong(what string, pairs ...any) error { return app.Invalid("amount", what, pairs...) }

// withoutCurrency takes off what people put around an amount.
func withoutCurrency(s string) string {
	s = strings.TrimSpace(s)
	for _, mark := range append([]string{"Rp.", "Rp", "RM", "S$", "A$", "HK$", "$", "€", "£"}, usual...) {
		if len(s) > len(mark) && strings.EqualFold(s[:len(mark)], mark) {
			s = strings.TrimSpace(s[len(mark):])
			break
		}
	}
	for _, mark := range usual {
		if rest, ok := strings.CutSuffix(s, mark); ok {
			return strings.TrimSpace(rest)
		}
	}
	return s
}

// split finds the digits before and behind the decimal mark.
func split(s string) (whole, decimals string, err error) {
	last := strings.LastIndexAny(s, ".,")
	if last < 0 {
		return s, "", nil
	}
	mark, other := s[last:last+1], "."
	if mark == "." {
		other = ","
	}
	head, tail := s[:last], s[last+1:]
	switch {
	case strings.Contains(head, other) && strings.Contains(head, mark):
		return "", "", notReadable(s)
	case strings.Contains(head, other): // 1.234,50
		whole, ok := ungroup(head, other)
		if !ok || tail == "" {
			return "", "", notReadable(s)
		}
		return whole, tail, nil
	case strings.Contains(head, mark): // 1.234.567
		whole, ok := ungroup(s, mark)
		if !ok {
			return "", "", notReadable(s)
		}
		return whole, "", nil
	case head == "" || tail == "":
		return "", "", notReadable(s)
	case len(tail) == groupDigits && len(head) <= groupDigits && head[0] != '0':
		return "", "", wrong("{{.Typed}} can be read in two ways. Type {{.Thousands}} or {{.Decimals}}.", "Typed", s, "Thousands", head+tail, "Decimals", head+mark+tail+"0")
	}
	return head, tail, nil
}

// ungroup takes marks between thousands out; ok is false when they do not stand
// there.
func ungroup(s, mark string) (digits string, ok bool) {
	groups := strings.Split(s, mark)
	for i, g := range groups {
		if i > 0 && len(g) != groupDigits || i == 0 && (g == "" || len(g) > groupDigits) {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

func notReadable(s string) error {
	return wrong("{{.Typed}} is not an amount. Type it with one point or comma, for example 356.65.", "Typed", s)
}

func number(whole, decimals string) (int64, error) {
	if len(decimals) > unitDigits {
		if strings.Trim(decimals[unitDigits:], "0") != "" {
			return 0, wrong("An amount has at most {{.N}} digits behind the point.", "N", unitDigits)
		}
		decimals = decimals[:unitDigits]
	}
	digits := strings.TrimLeft(whole, "0") + decimals + strings.Repeat("0", unitDigits-len(decimals))
	n := int64(0)
	for _, r := range digits {
		if n > math.MaxInt64/10-1 {
			n = math.MaxInt64
			break
		}
		n = n*10 + int64(r-'0')
	}
	if n > Most {
		return 0, wrong("A message does not cost more than {{.Most}}.", "Most", mostUnits)
	}
	return n, nil
}
