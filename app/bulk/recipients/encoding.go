package recipients

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Encoding is how a file writes its characters.
type Encoding string

// The encodings that spreadsheet programs write.
const (
	UTF8        Encoding = "UTF-8"
	UTF16Little Encoding = "UTF-16"
	UTF16Big    Encoding = "UTF-16, big-endian"
	Windows1252 Encoding = "Windows-1252"
)

// detectEncoding finds the encoding and how long the byte order mark is. What has
// no mark and is no UTF-8 is Windows-1252, which is what Excel writes as plain
// CSV.
func detectEncoding(head []byte) (Encoding, int) {
	switch {
	case bytes.HasPrefix(head, []byte{0xef, 0xbb, 0xbf}):
		return UTF8, 3
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return UTF16Little, 2
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return UTF16Big, 2
	}
	// Text of mostly Latin letters in UTF-16 has a zero in every second place.
	even, odd := 0, 0
	for i, b := range head[:min(len(head), 2048)] {
		if b == 0 && i%2 == 0 {
			even++
		} else if b == 0 {
			odd++
		}
	}
	if half := min(len(head), 2048) / 2; half > 2 && odd*3 > half && even*10 < half {
		return UTF16Little, 0
	} else if half > 2 && even*3 > half && odd*10 < half {
		return UTF16Big, 0
	}
	if validButForEnd(head) {
		return UTF8, 0
	}
	return Windows1252, 0
}

// validButForEnd reports UTF-8 whose last character may be cut.
func validButForEnd(b []byte) bool {
	for range utf8.UTFMax {
		if utf8.Valid(b) {
			return true
		}
		if len(b) == 0 {
			break
		}
		b = b[:len(b)-1]
	}
	return utf8.Valid(b)
}

func (e Encoding) codec() encoding.Encoding {
	switch e {
	case UTF16Little:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case UTF16Big:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case Windows1252:
		return charmap.Windows1252
	}
	return nil
}

// decoded reads the text as UTF-8. What is damaged becomes U+FFFD and is found
// when the row is checked.
func decoded(e Encoding, r io.Reader) io.Reader {
	c := e.codec()
	if c == nil {
		return r
	}
	return c.NewDecoder().Reader(r)
}

// decodeAll decodes the beginning of a file, leaving out what is cut at its end.
func decodeAll(e Encoding, b []byte) []byte {
	switch e {
	case UTF16Little, UTF16Big:
		b = b[:len(b)/2*2]
	case UTF8:
		for n := 0; n < utf8.UTFMax && len(b) > 0 && !utf8.Valid(b); n++ {
			b = b[:len(b)-1]
		}
		return b
	}
	out, err := e.codec().NewDecoder().Bytes(b)
	if err != nil {
		return b
	}
	return out
}

// encodedLen is how many bytes of the file a piece of decoded text is.
func encodedLen(e Encoding, text []byte) int {
	switch e {
	case UTF8:
		return len(text)
	case UTF16Little, UTF16Big:
		return 2 * utf8.RuneCount(text) // asked for lines of ASCII only
	}
	return utf8.RuneCount(text)
}
