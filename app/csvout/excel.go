package csvout

import "strings"

// numberWords are what may stand between the digits of a number, a date or a time,
// in English and Indonesian.
var numberWords = func() map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(`e am pm st nd rd th rp idr usd
		jan january januari feb february februari mar march maret apr april may mei jun june juni jul july juli
		aug august agu agt agustus sep sept september oct october okt oktober nov november nop nopember dec december des desember`) {
		out[w] = true
	}
	return out
}()

// LooksLikeNumber reports whether a spreadsheet that opens a file would take a text
// for a number, a date or a time and show or save something else: "00123" becomes
// 123, "1.250" becomes 1250 or 1.25, "1/2" the first of February. Whole numbers that
// every program keeps are none.
func LooksLikeNumber(text string) bool {
	text = strings.ToLower(strings.TrimSpace(text))
	digits, others, word := 0, 0, 0
	for i := 0; i <= len(text); i++ {
		c := byte(' ')
		if i < len(text) {
			c = text[i]
		}
		if c >= 'a' && c <= 'z' {
			continue
		}
		if word < i && !numberWords[text[word:i]] {
			return false
		}
		word = i + 1
		switch {
		case i == len(text):
		case c >= '0' && c <= '9':
			digits++
		case strings.IndexByte(" .,/:-+%$()", c) >= 0:
			others++
		default:
			return false
		}
	}
	if digits == 0 {
		return false
	}
	whole := digits == len(text)
	return !whole || digits > 1 && text[0] == '0' || digits > 15
}
