package recipients

import (
	"bytes"
	"regexp"
)

// delimiters are tried in this order; the first wins when two fit alike.
var delimiters = []rune{',', ';', '\t', '|'}

// separator is the line with which Excel says what separates the columns.
var separator = regexp.MustCompile(`^"?[sS][eE][pP]=(.)"?\r?\n`)

// separatorLine gives Excel's line with its end, and what it names; 0 for none.
func separatorLine(text []byte) (line []byte, d rune) {
	m := separator.FindSubmatch(text)
	if m == nil {
		return nil, 0
	}
	return m[0], rune(m[1][0])
}

// detectDelimiter finds what separates the columns: what stands equally often in
// most of the first lines, and the most often of those. Text between quotation
// marks does not count.
func detectDelimiter(text []byte, whole bool) rune {
	best, bestFit, bestWide := ',', 0, 0
	for _, d := range delimiters {
		counts := perLine(text, d, whole)
		if len(counts) == 0 || counts[0] == 0 {
			continue
		}
		same := 0
		for _, n := range counts {
			if n == counts[0] {
				same++
			}
		}
		fit := same * 100 / len(counts)
		if fit > bestFit || fit == bestFit && counts[0] > bestWide {
			best, bestFit, bestWide = d, fit, counts[0]
		}
	}
	return best
}

// perLine counts a delimiter in each of the first lines that are not empty.
func perLine(text []byte, d rune, whole bool) (counts []int) {
	n, quoted, empty := 0, false, true
	for _, b := range text {
		switch {
		case b == '"':
			quoted, empty = !quoted, false
		case quoted:
		case b == '\n':
			if !empty {
				counts = append(counts, n)
			}
			if n, empty = 0, true; len(counts) == sampleRows {
				return counts
			}
		case rune(b) == d:
			n, empty = n+1, false
		case b != '\r' && b != ' ':
			empty = false
		}
	}
	if !empty && (whole || len(counts) == 0) {
		counts = append(counts, n)
	}
	return counts
}

// trimLast leaves out a last line that may be cut.
func trimLast(text []byte, whole bool) []byte {
	if whole {
		return text
	}
	if i := bytes.LastIndexByte(text, '\n'); i >= 0 {
		return text[:i+1]
	}
	return text
}
