// Package csvout writes CSV files that other programs read back as they were,
// and that spreadsheets open without running anything in them.
//
// The form is RFC 4180: UTF-8, CRLF at the end of each row, quotation marks
// around a cell that needs them. For Excel a mark of the encoding stands in front
// and semicolons between cells, which is what its Indonesian and European
// settings expect.
//
// A text that a spreadsheet would take for a formula (it begins with =, +, - or
// @, also behind blanks and in wide letters, or with a tab or a line break) gets
// an apostrophe in front, which programs take off again. Phone numbers are no
// such texts: a plus followed by nothing but digits cannot do anything, so they
// stand as they are, and every program reads them. For Excel they are written as
// people write them, "+62 812-5550-1423": without blanks and hyphens Excel would
// show 6.28E+12 and lose digits when it saves. There an apostrophe also goes in
// front of texts that it would make a number or a date of, as "00123", "1.250" and
// "25 November 2026"; reading a file of recipients takes it off again. Tabs become
// blanks there, because not every spreadsheet keeps them.
package csvout

import (
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"channeldesk/app"
)

// Options say how a file is written.
type Options struct {
	// ForExcel writes semicolons and a mark of the encoding in front.
	ForExcel bool
}

// full is how much is gathered before it is written.
const full = 64 << 10

// Writer writes rows, cell by cell. Errors of the file are told by End and
// Flush. Not safe for concurrent use.
type Writer struct {
	to    io.Writer
	buf   []byte
	comma byte
	excel bool
	first bool // of a row
	err   error
	day   [10]byte // the date of the latest time
	dayAt int64
}

// New makes a writer. Nothing is written before the first row.
func New(w io.Writer, o Options) *Writer {
	out := &Writer{to: w, buf: make([]byte, 0, full+4096), comma: ',', excel: o.ForExcel, first: true, dayAt: -1 << 62}
	if o.ForExcel {
		out.comma = ';'
		out.buf = append(out.buf, "\ufeff"...)
	}
	return out
}

// Header writes a row of names.
func (w *Writer) Header(names ...string) error {
	for _, n := range names {
		w.Word([]byte(n))
	}
	return w.End()
}

func (w *Writer) next() {
	if !w.first {
		w.buf = append(w.buf, w.comma)
	}
	w.first = false
}

// Text writes a cell with words of people.
func (w *Writer) Text(s string) {
	w.next()
	w.quoted(Cell(s, Options{ForExcel: w.excel}))
}

// Cell is a text as it is written into a cell, but for the quotation marks: safe,
// and for Excel kept from being taken for a number or a date.
func Cell(text string, o Options) string {
	safe := Safe(text)
	if !o.ForExcel || safe == "" {
		return safe
	}
	// LibreOffice keeps no tab in a cell.
	safe = strings.ReplaceAll(safe, "\t", " ")
	if safe[0] != '\'' && LooksLikeNumber(safe) {
		return "'" + safe
	}
	return safe
}

// Word writes a cell with an id, a name of ours or a code; words that begin like
// a formula are made safe too.
func (w *Writer) Word(b []byte) {
	w.next()
	if plain(b) && !w.excel {
		w.buf = append(w.buf, b...)
		return
	}
	w.quoted(Cell(string(b), Options{ForExcel: w.excel}))
}

// plain reports whether a cell can stand as it is, whatever the separator.
func plain(b []byte) bool {
	if len(b) == 0 {
		return true
	}
	switch b[0] {
	case '=', '+', '-', '@', ' ':
		return false
	}
	for _, c := range b {
		if c <= ' ' || c >= 0x7f || c == '"' || c == ',' || c == ';' || c == '\'' {
			return false
		}
	}
	return true
}

// Phone writes a phone number in E.164; what is none is written as Word does.
func (w *Writer) Phone(b []byte) {
	if len(b) < 2 || b[0] != '+' {
		w.Word(b)
		return
	}
	for _, c := range b[1:] {
		if c < '0' || c > '9' {
			w.Word(b)
			return
		}
	}
	w.next()
	if w.excel {
		w.buf = append(w.buf, app.FormatPhone(string(b))...)
		return
	}
	w.buf = append(w.buf, b...)
}

// Time writes milliseconds since 1970 in the form of RFC 3339, in UTC; 0 is an
// empty cell.
func (w *Writer) Time(ms int64) {
	w.next()
	if ms == 0 {
		return
	}
	const dayLength = 24 * 60 * 60 * 1000
	day := ms / dayLength
	if ms < 0 {
		w.buf = time.UnixMilli(ms).UTC().AppendFormat(w.buf, "2006-01-02T15:04:05.000Z")
		return
	}
	if day != w.dayAt {
		time.UnixMilli(day*dayLength).UTC().AppendFormat(w.day[:0], "2006-01-02")
		w.dayAt = day
	}
	ms -= day * dayLength
	s := ms / 1000
	w.buf = append(w.buf, w.day[:]...)
	w.buf = append(w.buf, 'T', digit(s/36000), digit(s/3600%10), ':', digit(s/600%6), digit(s/60%10), ':', digit(s/10%6), digit(s%10),
		'.', digit(ms/100%10), digit(ms/10%10), digit(ms%10), 'Z')
}

func digit(n int64) byte { return '0' + byte(n) }

// quoted writes a cell with quotation marks where it needs them.
func (w *Writer) quoted(s string) {
	if s == "" || !strings.ContainsAny(s, "\",;\r\n\t") && s[0] != ' ' && s[len(s)-1] != ' ' {
		w.buf = append(w.buf, s...)
		return
	}
	w.buf = append(w.buf, '"')
	for {
		i := strings.IndexByte(s, '"')
		if i < 0 {
			break
		}
		w.buf = append(append(w.buf, s[:i]...), `""`...)
		s = s[i+1:]
	}
	w.buf = append(append(w.buf, s...), '"')
}

// End ends a row.
func (w *Writer) End() error {
	w.buf = append(w.buf, '\r', '\n')
	w.first = true
	if len(w.buf) >= full {
		return w.Flush()
	}
	return w.err
}

// Flush writes what is gathered.
func (w *Writer) Flush() error {
	if w.err == nil && len(w.buf) > 0 {
		_, w.err = w.to.Write(w.buf)
	}
	w.buf = w.buf[:0]
	return w.err
}

var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// Safe makes a text safe for a spreadsheet, as the package says, and line breaks
// alike.
func Safe(text string) string {
	if text == "" {
		return text
	}
	marked := text[0] == '\t' || text[0] == '\r' || text[0] == '\n'
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\ufffd")
	}
	if strings.IndexByte(text, '\r') >= 0 {
		text = lineBreaks.Replace(text)
	}
	start := strings.TrimLeft(text, " \u00a0\u3000\ufeff\u200b\x00\t\n")
	if r, _ := utf8.DecodeRuneInString(start); marked || start != "" && strings.ContainsRune("=+-@＝＋－＠", r) {
		return "'" + text
	}
	return text
}
