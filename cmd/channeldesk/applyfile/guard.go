package applyfile

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// The limits of a file. Real ones have a few hundred bytes and five levels.
const (
	SizeMax  = 256 << 10
	depthMax = 16
)

var (
	utf8Mark    = []byte("\xef\xbb\xbf")
	utf16Little = []byte("\xff\xfe")
	utf16Big    = []byte("\xfe\xff")
)

// clean takes the byte order mark and the line ends of Windows away, and notes
// what no file of ours can hold. ok is false when reading on makes no sense.
func clean(data []byte, p *Problems) (out string, ok bool) {
	if len(data) > SizeMax {
		p.Add(Pos{1, 1}, "The file is larger than %d KB. Is it the right one?", SizeMax>>10)
		return "", false
	}
	if bytes.HasPrefix(data, utf16Little) || bytes.HasPrefix(data, utf16Big) {
		p.Add(Pos{1, 1}, "The file is saved as UTF-16. Save it as UTF-8.")
		return "", false
	}
	data = bytes.TrimPrefix(data, utf8Mark)
	s := strings.ReplaceAll(string(data), "\r\n", "\n")
	if at, message := firstOddity(s); message != "" {
		p.Add(at, "%s", message)
		return "", false
	}
	if strings.TrimSpace(s) == "" {
		p.Add(Pos{1, 1}, "The file is empty.")
		return "", false
	}
	return s, true
}

// firstOddity finds the first byte that text files do not hold.
func firstOddity(s string) (Pos, string) {
	at := Pos{1, 1}
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return at, "The file is not UTF-8 text here. Save it as UTF-8."
		case r == 0:
			return at, "There is a zero byte here. This is not a text file."
		case r == '\r':
			return at, "There is a carriage return without a line feed here. Save the file with ordinary line ends."
		case r < ' ' && r != '\n' && r != '\t', r == 0x7f, r == '\u0085', r == '\u2028', r == '\u2029', r == '\ufeff':
			return at, "There is a control character here. Remove it."
		}
		i += size
		if r == '\n' {
			at = Pos{at.Line + 1, 1}
		} else {
			at.Column++
		}
	}
	return at, ""
}

// firstIndentTab finds a tab in front of a line's first word, which YAML does
// not take.
func firstIndentTab(s string) (Pos, bool) {
	for i, line := range strings.Split(s, "\n") {
		indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
		if tab := strings.IndexByte(indent, '\t'); tab >= 0 && len(indent) < len(line) {
			return Pos{i + 1, tab + 1}, true
		}
	}
	return Pos{}, false
}
