package recipients

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"strings"

	"channeldesk/app"
)

// A quotation mark at the beginning of a cell opens it, and line breaks belong to the
// cell until the mark that closes it. One mark too many therefore makes the lines
// below it part of its row. Such a row is told from one with a line break in a cell
// by what the lines in the cell are: rows of their own, with a phone number in its
// place.

// openQuote gives the problem of a row with a mark that was not closed; nil for none.
// broken is true when something is wrong with the row anyway.
func (c *checker) openQuote(fields []string, broken bool) *Problem {
	if !c.s.spans() {
		return nil
	}
	width, phone := c.f.width(), c.phoneIndex()
	for i, v := range fields {
		first := strings.IndexByte(v, '\n')
		if first < 0 {
			continue
		}
		if broken && len(fields) < width || c.holdsRow(v[first+1:], width, phone) {
			return c.quoted(c.s.line(i), strings.Count(strings.TrimRight(v, "\n"), "\n"))
		}
	}
	return nil
}

// holdsRow reports whether one of the lines is a row with a number that can be
// written to.
func (c *checker) holdsRow(lines string, width, phone int) bool {
	for line := range strings.SplitSeq(lines, "\n") {
		cells := strings.Split(line, string(c.f.Delimiter))
		if len(cells) < min(width, 2) || phone >= len(cells) {
			continue
		}
		if _, kind, _ := readNumber(cleanCell(strings.Trim(cells[phone], `"`)), c.job.Country); kind == "" {
			return true
		}
	}
	return false
}

// width is how many cells a row has.
func (f *File) width() int { return f.Columns[len(f.Columns)-1].Index + 1 }

// phoneIndex is the place of the phone number in a row; beyond any row when the file
// has none.
func (c *checker) phoneIndex() int {
	for i, n := range c.job.Needs {
		if at := c.job.Columns[i]; n.Key == KeyPhone && at >= 0 && at < len(c.f.Columns) {
			return c.f.Columns[at].Index
		}
	}
	return columnsMax + 1
}

// quoted is the problem of a row with lines of others.
func (c *checker) quoted(line, lines int) *Problem {
	p := c.problem(OpenQuote, -1, 0)
	p.Quote = line
	if lines == 1 {
		p.What = app.Say("The quotation mark on line {{.Line}} is not closed there, so the line below became part of this row. Close it or take it away in the file, then choose the file again.", "Line", line)
		return p
	}
	p.What = app.Say("The quotation mark on line {{.Line}} is not closed there, so {{.N}} lines below became part of this row. Close it or take it away in the file, then choose the file again.", "Line", line, "N", lines)
	return p
}

// openHeader notices a mark among the names of the columns that makes recipients a
// part of them.
func (f *File) openHeader(text []byte, header []string) error {
	line := f.lead + 1 + bytes.Count(text[:len(text)-len(bytes.TrimLeft(text, "\r\n"))], []byte("\n"))
	for _, v := range header {
		_, below, _ := strings.Cut(v, "\n")
		for cell := range strings.FieldsFuncSeq(below, func(r rune) bool { return r == '\n' || r == '"' || r == f.Delimiter }) {
			if likeNumber(cell) {
				return app.NewError(app.CodeInvalid, app.Say("The quotation mark on line {{.Line}} is not closed there, so the lines below became part of the names of the columns. Close it or take it away in the file, then choose the file again.", "Line", line))
			}
		}
		line += strings.Count(v, "\n")
	}
	return nil
}

// neverClosed is the error for a mark after which the rest of the file is one cell.
func (f *File) neverClosed(after int, cause error) error {
	line := f.lead + after + 1
	if found, err := f.openedAfter(after); err == nil {
		line = found
	}
	return app.NewError(app.CodeInvalid, app.Say("The quotation mark on line {{.Line}} is not closed, so that the rest of the file is one cell. Close it or take it away in the file, then choose the file again.", "Line", line)).Because(cause)
}

// openedAfter finds the line of the mark that opens the last cell of the row that
// begins behind so many lines.
func (f *File) openedAfter(after int) (line int, err error) {
	file, err := os.Open(f.Path)
	if err != nil {
		return 0, err
	}
	defer func() { _ = file.Close() }()
	if _, err := file.Seek(f.skip, io.SeekStart); err != nil {
		return 0, err
	}
	r := bufio.NewReader(decoded(f.Encoding, file))
	for range after {
		if _, err := r.ReadString('\n'); err != nil {
			return 0, err
		}
	}
	at, opened, read := after+1, after+1, 0
	begins, quoted := true, false
	for last := rune(0); read < rowMax; read++ {
		c, _, err := r.ReadRune()
		if err != nil {
			break
		}
		switch {
		case begins && c == '"':
			begins, quoted, opened, last = false, true, at, 0
			continue
		case quoted && last == '"' && c == '"':
			c = 0 // two of them are one in the text
		case quoted && last == '"' && c == f.Delimiter:
			begins, quoted = true, false
		case !quoted:
			begins = c == f.Delimiter || c == '\n' || c == '\r' && begins
		}
		if c == '\n' {
			at++
		}
		last = c
	}
	return f.lead + opened, nil
}
