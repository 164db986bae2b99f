package recipients

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"channeldesk/app"
)

// File is a file of recipients of which the beginning was read. It is constant
// and safe for concurrent use.
type File struct {
	Path string
	// Name is the last part of the path.
	Name string
	Size int64
	// Encoding and Delimiter are how it is written, as far as its beginning shows.
	Encoding  Encoding
	Delimiter rune
	Columns   []Column
	// Sample are the first rows, with one value for each column.
	Sample [][]string

	skip int64 // bytes before the header: byte order mark and Excel's "sep=" line
	lead int   // lines before the header: Excel's
}

// Column is one column of the file.
type Column struct {
	// Index counts all fields of a row from 0; columns without name and values are
	// left out of File.Columns, so it may be higher than the place in the list.
	Index int
	Name  string
	// Twice is true when an earlier column has the same name. Its name got a number
	// then, as "name (2)".
	Twice bool
}

const (
	// sampleBytes is how much of a file is looked at to find out how it is written.
	sampleBytes = 64 << 10
	sampleRows  = 20
	columnsMax  = 500
)

// Open looks at the beginning of a file. Its errors say what is wrong in the
// words of a person who made the file with a spreadsheet.
func Open(path string) (*File, error) {
	f, err := os.Open(path) //nolint:gosec // the person chose the file
	if err != nil {
		return nil, app.NewError(app.CodeInvalid, app.Say("The file {{.File}} could not be opened. Is it still there, and may you read it?", "File", filepath.Base(path))).Because(err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, app.NewError(app.CodeInvalid, app.Say("The file {{.File}} could not be opened. Is it still there, and may you read it?", "File", filepath.Base(path))).Because(err)
	}
	if info.IsDir() {
		return nil, app.NewError(app.CodeInvalid, app.Say("{{.File}} is a folder. Choose a CSV file.", "File", filepath.Base(path)))
	}
	head := make([]byte, sampleBytes)
	n, err := io.ReadFull(f, head)
	if err != nil && n == 0 && info.Size() > 0 {
		return nil, app.NewError(app.CodeInvalid, app.Say("The file {{.File}} could not be read.", "File", filepath.Base(path))).Because(err)
	}
	file := &File{Path: path, Name: filepath.Base(path), Size: info.Size()}
	if err := file.look(head[:n]); err != nil {
		return nil, err
	}
	return file, nil
}

// look finds encoding, delimiter, columns and the first rows.
func (f *File) look(head []byte) error {
	if e := notText(head, f.Name); e != nil {
		return e
	}
	var marks int
	f.Encoding, marks = detectEncoding(head)
	f.skip = int64(marks)
	text := decodeAll(f.Encoding, head[marks:])
	if len(bytes.TrimSpace(text)) == 0 {
		return app.NewError(app.CodeInvalid, app.Say("{{.File}} is empty.", "File", f.Name))
	}
	whole := int64(len(head)) == f.Size
	if line, d := separatorLine(text); d != 0 {
		f.Delimiter = d
		f.skip += int64(encodedLen(f.Encoding, line))
		f.lead, text = 1, text[len(line):]
	} else {
		f.Delimiter = detectDelimiter(text, whole)
	}
	rows, err := firstRows(text, f.Delimiter, whole)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return app.NewError(app.CodeInvalid, app.Say("{{.File}} is empty.", "File", f.Name))
	}
	if len(rows[0]) > columnsMax {
		return app.NewError(app.CodeInvalid, app.Say("{{.File}} has {{.N}} columns. At most {{.Max}} are read.", "File", f.Name, "N", len(rows[0]), "Max", columnsMax))
	}
	if e := noHeader(rows[0]); e != nil {
		return e
	}
	if e := f.openHeader(text, rows[0]); e != nil {
		return e
	}
	f.Columns = columnsOf(rows)
	for _, r := range rows[1:min(len(rows), sampleRows+1)] {
		f.Sample = append(f.Sample, f.valuesOf(r))
	}
	return nil
}

// columnsOf names the columns of the header. A column without a name counts when
// one of the first rows has a value in it.
func columnsOf(rows [][]string) (out []Column) {
	seen := map[string]int{}
	for i := range rows[0] {
		name := app.CleanName(rows[0][i])
		if name == "" {
			if !anyValue(rows[1:], i) {
				continue
			}
			name = "Column " + strconv.Itoa(i+1)
		}
		c := Column{Index: i, Name: name}
		key := strings.ToLower(name)
		if seen[key]++; seen[key] > 1 {
			c.Twice = true
			c.Name += " (" + strconv.Itoa(seen[key]) + ")"
		}
		out = append(out, c)
	}
	return out
}

func anyValue(rows [][]string, i int) bool {
	for _, r := range rows {
		if i < len(r) && strings.TrimSpace(r[i]) != "" {
			return true
		}
	}
	return false
}

// valuesOf picks the columns' values out of a row.
func (f *File) valuesOf(row []string) []string {
	out := make([]string, len(f.Columns))
	for i, c := range f.Columns {
		if c.Index < len(row) {
			out[i] = cleanCell(row[c.Index])
		}
	}
	return out
}

// noHeader notices a first row that is a recipient already.
func noHeader(row []string) error {
	for _, v := range row {
		if likeNumber(v) {
			return app.NewError(app.CodeInvalid, app.Say("The first row of the file holds a phone number ({{.Value}}) and no column names. Put a row with names such as phone and name above it.", "Value", app.MaskPhone(v)))
		}
	}
	return nil
}

// likeNumber reports a cell that holds little else than the digits of a number.
func likeNumber(v string) bool {
	digits := strings.Map(keepDigits, v)
	return len(digits) >= 9 && len(digits)+4 >= len(strings.TrimSpace(v))
}

func keepDigits(r rune) rune {
	if r >= '0' && r <= '9' {
		return r
	}
	return -1
}

// notText recognises the files that people choose by mistake.
func notText(head []byte, name string) error {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return app.NewError(app.CodeInvalid, app.Say("{{.File}} is a workbook of a spreadsheet program. Open it there, choose “Save as” or “Export”, and the type CSV.", "File", name))
	case bytes.HasPrefix(head, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return app.NewError(app.CodeInvalid, app.Say("{{.File}} is an old Excel workbook. Open it in Excel, choose “Save as” and the type CSV.", "File", name))
	case bytes.HasPrefix(head, []byte("%PDF")):
		return app.NewError(app.CodeInvalid, app.Say("{{.File}} is a PDF. Choose a CSV file.", "File", name))
	}
	return nil
}
