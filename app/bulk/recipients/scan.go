package recipients

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"strings"

	"channeldesk/app"
)

// rowMax is how long one row may be in bytes. Longer ones come from a quotation
// mark that is not closed, which would make one row of the rest of the file.
const rowMax = 256 << 10

var errRowTooLong = errors.New("row too long")

// rowReader limits what is read for one row.
type rowReader struct {
	from io.Reader
	left int
}

func (r *rowReader) Read(p []byte) (int, error) {
	if r.left <= 0 {
		return 0, errRowTooLong
	}
	n, err := r.from.Read(p)
	r.left -= n
	return n, err
}

// scanner reads the rows of a file. The values of a row live until the next one.
type scanner struct {
	file *os.File
	read *csv.Reader
	// limit bounds the row; counted counts the bytes of the file.
	limit   *rowReader
	counted *countedReader
	// row is the latest row as spreadsheets number them: rows without anything in
	// them are counted, and the header is usually row 1. ends is the line of the file
	// on which it ends.
	row, ends int
	// of is the file that it reads.
	of *File
	// below is how many rows were read below the header.
	below int
}

type countedReader struct {
	from io.Reader
	n    int64
}

func (c *countedReader) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n += int64(n)
	return n, err
}

// scan begins behind the header.
func (f *File) scan() (*scanner, error) {
	file, err := os.Open(f.Path)
	if err != nil {
		return nil, app.NewError(app.CodeInvalid, app.Say("The file {{.File}} could not be opened. Is it still there, and may you read it?", "File", f.Name)).Because(err)
	}
	if info, err := file.Stat(); err != nil || info.Size() != f.Size {
		_ = file.Close()
		return nil, app.NewError(app.CodeConflict, app.Say("{{.File}} was changed meanwhile. Choose it again.", "File", f.Name)).Because(err)
	}
	if _, err := file.Seek(f.skip, io.SeekStart); err != nil {
		_ = file.Close()
		return nil, app.NewError(app.CodeInvalid, app.Say("The file {{.File}} could not be read.", "File", f.Name)).Because(err)
	}
	s := &scanner{of: f, file: file, counted: &countedReader{from: file}}
	s.limit = &rowReader{from: decoded(f.Encoding, s.counted), left: rowMax}
	s.read = newCSV(s.limit, f.Delimiter)
	if _, err := s.next(); err != nil && !errors.Is(err, io.EOF) { // the header
		s.close()
		return nil, err
	}
	s.below = 0
	return s, nil
}

func (s *scanner) close() { _ = s.file.Close() }

// next gives the next row that is not empty; io.EOF at the end.
func (s *scanner) next() ([]string, error) {
	s.limit.left = rowMax
	row, err := s.read.Read()
	if errors.Is(err, errRowTooLong) {
		return nil, s.of.neverClosed(s.ends, err)
	}
	if err != nil {
		return nil, readable(err)
	}
	s.below++
	line, _ := s.read.FieldPos(0)
	s.row += line - s.ends // the reader passes over empty lines
	s.ends = line
	for _, v := range row {
		s.ends += strings.Count(v, "\n")
	}
	return row, nil
}

// line is the line of the file on which a cell of the latest row begins, from 1.
func (s *scanner) line(cell int) int {
	line, _ := s.read.FieldPos(cell)
	return s.of.lead + line
}

// spans reports whether the latest row has line breaks in it.
func (s *scanner) spans() bool {
	line, _ := s.read.FieldPos(0)
	return s.ends > line
}

func newCSV(r io.Reader, d rune) *csv.Reader {
	c := csv.NewReader(r)
	c.Comma, c.FieldsPerRecord, c.ReuseRecord, c.LazyQuotes = d, -1, true, true
	return c
}

// readable says for people why a file cannot be read on.
func readable(err error) error {
	var p *csv.ParseError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &p):
		return app.NewError(app.CodeInvalid, app.Say("The file cannot be read on line {{.Line}}, at character {{.Column}}: a quotation mark is not where it belongs.", "Line", p.Line, "Column", p.Column)).Because(err)
	}
	return app.NewError(app.CodeInvalid, app.Say("The file cannot be read to its end.")).Because(err)
}

// firstRows reads the header and the rows after it from the beginning of a file.
func firstRows(text []byte, d rune, whole bool) (rows [][]string, err error) {
	c := newCSV(bytes.NewReader(trimLast(text, whole)), d)
	c.ReuseRecord = false
	for len(rows) <= sampleRows {
		row, err := c.Read()
		if errors.Is(err, io.EOF) || err != nil && len(rows) > 0 && !whole {
			return rows, nil
		}
		if err != nil {
			return nil, readable(err)
		}
		rows = append(rows, row)
	}
	return rows, nil
}
