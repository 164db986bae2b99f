package recipients

import "strings"

// cleanCell takes away what spreadsheet programs put around a value: blanks, the
// apostrophe that keeps a number a text, and the formula that does the same, as
// in ="0812".
func cleanCell(v string) string {
	if v != "" && (isEdge(v[0]) || isEdge(v[len(v)-1])) {
		v = strings.Trim(v, " \u00a0\ufeff\r\n")
	}
	if len(v) > 1 && v[0] == '\'' {
		return v[1:]
	}
	if len(v) > 3 && strings.HasPrefix(v, `="`) && v[len(v)-1] == '"' {
		return v[2 : len(v)-1]
	}
	return v
}

// isEdge reports a byte with which something to take away may begin or end.
func isEdge(b byte) bool { return b <= ' ' || b >= 0x80 }

// safeCell keeps a spreadsheet program from taking a text for a formula: an
// apostrophe goes in front, which cleanCell takes away again. Numbers with a sign
// stay, so that a phone number is read as it stands.
func safeCell(v string) string {
	if v == "" || !strings.ContainsRune("=+-@\t\r'", rune(v[0])) {
		return v
	}
	if (v[0] == '+' || v[0] == '-') && strings.IndexFunc(v[1:], func(r rune) bool { return !strings.ContainsRune("0123456789 .,-()", r) }) < 0 {
		return v
	}
	return "'" + v
}

// wrong finds what a value of a message must not have: a line break, a tab, more
// than four blanks in a row, other control characters, or a character that could
// not be read.
func wrong(v string) ProblemKind {
	blanks := 0
	for i := range len(v) {
		switch b := v[i]; {
		case b == ' ':
			if blanks++; blanks > 4 {
				return ManyBlanks
			}
			continue
		case b == '\n' || b == '\r':
			return LineBreak
		case b == '\t':
			return Tab
		case b < ' ' || b == 0x7f:
			return Unreadable
		case b == 0xef && strings.HasPrefix(v[i:], "\ufffd"):
			return Unreadable
		}
		blanks = 0
	}
	return ""
}
