package price

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gocarina/gocsv"

	"channeldesk/app"
)

// AllCountries is the word of a file for every country that has no row of its
// own. An empty cell means the same.
const AllCountries = "all"

// FileMost is the largest file of prices that is read, in bytes.
const FileMost = 1 << 20

// Columns are those of a file, in order. A file needs country and one category;
// the first three are needed only where nobody says them otherwise.
var Columns = []string{"protocol", "from", "currency", "country", "marketing", "utility", "authentication", "authentication_international", "service"}

// fileRow is a row of a file: what messages to one country cost.
type fileRow struct {
	Protocol       string `csv:"protocol"`
	From           string `csv:"from"`
	Currency       string `csv:"currency"`
	Country        string `csv:"country"`
	Marketing      string `csv:"marketing"`
	Utility        string `csv:"utility"`
	Authentication string `csv:"authentication"`
	International  string `csv:"authentication_international"`
	Service        string `csv:"service"`
}

// amounts are the cells with money, in the order of Categories.
func (r *fileRow) amounts() [categoriesCount]*string {
	return [...]*string{&r.Marketing, &r.Utility, &r.Authentication, &r.International, &r.Service}
}

// FileOptions say how a file is written.
type FileOptions struct {
	// ForExcel writes semicolons, a mark of the encoding in front, and a comma before
	// the decimals, as Excel with Indonesian settings expects.
	ForExcel bool
}

// WriteCSV writes lists as a file that ReadCSV reads back.
func WriteCSV(w io.Writer, lists []List, o FileOptions) error {
	rows := []fileRow{}
	for _, l := range lists {
		rows = append(rows, toRow(l, AllCountries, l.Everywhere, o))
		for _, region := range l.RegionCodes() {
			rows = append(rows, toRow(l, region, l.Regions[region], o))
		}
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if o.ForExcel {
		c.Comma = ';'
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return notWritten(err)
		}
	}
	if err := gocsv.MarshalCSV(rows, gocsv.NewSafeCSVWriter(c)); err != nil {
		return notWritten(err)
	}
	return nil
}

func notWritten(err error) error {
	return app.NewError(app.CodeInternal, app.Say("The prices could not be written completely.")).
		WithFix(app.Say("Check that there is room on the disk and that the folder may be written to.")).Because(err)
}

func toRow(l List, country string, a Amounts, o FileOptions) fileRow {
	r := fileRow{Protocol: string(l.Protocol), From: string(l.From), Currency: l.Currency, Country: country}
	cells := r.amounts()
	for i, c := range Categories {
		n, ok := a[c]
		if !ok {
			continue
		}
		*cells[i] = plain(n)
		if o.ForExcel {
			*cells[i] = strings.Replace(*cells[i], ".", ",", 1)
		}
	}
	return r
}

// ReadCSV reads lists from a file or from what was copied out of a spreadsheet:
// commas, semicolons or tabs between the cells. What a row does not say itself is
// taken from otherwise: its protocol, day and currency. Lists come in the order of
// the file. An error names the line; its field is "protocol", "from" or "currency"
// when the file and otherwise both leave that open, and else "file".
func ReadCSV(r io.Reader, otherwise List) ([]List, error) {
	rows, err := readRows(r)
	if err != nil {
		return nil, err
	}
	var out []List
	for i := range rows {
		if rows[i] == (fileRow{}) {
			continue
		}
		if out, err = addRow(out, rows[i], otherwise); err != nil {
			if isOpen(rows[i], otherwise, app.AsError(err).Field) {
				return nil, err
			}
			return nil, inLine(i+2, err) // the header is line 1
		}
	}
	if len(out) == 0 {
		return nil, fileWrong("There are no prices in this file.")
	}
	for i := range out {
		if out[i], err = out[i].Check(); err != nil {
			return nil, app.AsError(err).WithField("file")
		}
	}
	return out, nil
}

func fileWrong(what string, pairs ...any) error { return app.Invalid("file", what, pairs...) }

func inLine(n int, err error) error {
	e := app.AsError(err)
	return app.NewError(app.CodeInvalid, app.Say("Line {{.Line}}: {{.Problem}}", "Line", n, "Problem", e.What)).WithFix(e.Fix).WithField("file")
}

// isOpen is true when neither the row nor otherwise says what a field is.
func isOpen(r fileRow, otherwise List, field string) bool {
	switch field {
	case "protocol":
		return r.Protocol == "" && otherwise.Protocol == ""
	case "from":
		return r.From == "" && otherwise.From == ""
	case "currency":
		return r.Currency == "" && otherwise.Currency == ""
	}
	return false
}

// addRow puts a row into the list that it belongs to.
func addRow(lists []List, r fileRow, otherwise List) ([]List, error) {
	l := List{Protocol: app.ProtocolID(strings.ToLower(or(r.Protocol, string(otherwise.Protocol))))}
	if l.Protocol == "" {
		return nil, app.Invalid("protocol", "Choose the provider that these prices are of.")
	}
	var err error
	if l.From, err = ParseDate(or(r.From, string(otherwise.From))); err != nil {
		return nil, err
	}
	if l.Currency, err = ParseCurrency(or(r.Currency, otherwise.Currency)); err != nil {
		return nil, err
	}
	at := slices.IndexFunc(lists, func(o List) bool { return o.Key() == l.Key() })
	if at < 0 {
		lists, at = append(lists, l), len(lists)
	}
	if lists[at].Currency != l.Currency {
		return nil, fileWrong("A list has one currency, and this one has {{.A}} and {{.B}}.", "A", lists[at].Currency, "B", l.Currency)
	}
	return lists, lists[at].add(r)
}

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

// add takes the amounts of a row.
func (l *List) add(r fileRow) error {
	a := Amounts{}
	for i, cell := range r.amounts() {
		if *cell == "" {
			continue
		}
		n, err := ParseAmount(*cell)
		if err != nil {
			return err
		}
		a[Categories[i]] = n
	}
	if r.Country == "" || r.Country == "*" || strings.EqualFold(r.Country, AllCountries) {
		if l.Everywhere != nil {
			return fileWrong("There are two rows for all countries.")
		}
		l.Everywhere = a
		return nil
	}
	region, err := ParseRegion(r.Country)
	if err != nil {
		return err
	}
	if _, twice := l.Regions[region]; twice {
		return fileWrong("{{.Country}} stands in the list twice.", "Country", region)
	}
	if l.Regions == nil {
		l.Regions = map[string]Amounts{}
	}
	l.Regions[region] = a
	return nil
}

// readRows reads a file with whatever stands between its cells.
func readRows(r io.Reader) ([]fileRow, error) {
	raw, err := io.ReadAll(io.LimitReader(r, FileMost+1))
	switch {
	case err != nil:
		return nil, app.NewError(app.CodeInvalid, app.Say("The file cannot be read.")).WithField("file").Because(err)
	case len(raw) > FileMost:
		return nil, fileWrong("This file is too large for a price list.")
	}
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if !utf8.Valid(raw) || bytes.ContainsRune(raw, 0) {
		return nil, fileWrong("This is not a CSV file. Save the sheet as CSV (UTF-8) first.")
	}
	c := csv.NewReader(bytes.NewReader(raw))
	c.Comma, c.FieldsPerRecord, c.LazyQuotes = comma(raw), -1, true
	records, err := c.ReadAll()
	if err != nil {
		return nil, fileWrong("This is not a CSV file. Save the sheet as CSV (UTF-8) first.")
	}
	if len(records) == 0 {
		return nil, fileWrong("There are no prices in this file.")
	}
	head := records[0]
	for i := range head {
		head[i] = strings.ReplaceAll(strings.ToLower(app.CleanName(head[i])), " ", "_")
	}
	if err := checkHead(head); err != nil {
		return nil, err
	}
	for i, row := range records[1:] {
		if len(row) > len(head) && strings.Join(row[len(head):], "") != "" {
			return nil, inLine(i+2, fileWrong("This line has more cells than the first one. Put amounts with a comma in quotation marks, or use semicolons between the cells."))
		}
		for len(row) < len(head) {
			row = append(row, "")
		}
		row = row[:len(head)]
		for j := range row {
			row[j] = app.CleanName(row[j])
		}
		records[i+1] = row
	}
	var rows []fileRow
	if err := gocsv.UnmarshalCSV(&recordReader{records: records}, &rows); err != nil {
		return nil, app.NewError(app.CodeInvalid, app.Say("The file cannot be read.")).WithField("file").Because(err)
	}
	return rows, nil
}

// comma is what stands between the cells of the first line.
func comma(raw []byte) rune {
	line, _, _ := bytes.Cut(raw, []byte("\n"))
	for _, r := range []rune{'\t', ';'} {
		if bytes.ContainsRune(line, r) {
			return r
		}
	}
	return ','
}

func checkHead(head []string) error {
	for i, name := range head {
		if name != "" && !slices.Contains(Columns, name) {
			return fileWrong("There is no column {{.Name}}. The first line names the columns: {{.Columns}}.", "Name", name, "Columns", strings.Join(Columns, ", "))
		}
		if name != "" && slices.Contains(head[:i], name) {
			return fileWrong("The column {{.Name}} is there twice.", "Name", name)
		}
	}
	if !slices.ContainsFunc(head, func(n string) bool { return slices.Contains(Columns[4:], n) }) {
		return fileWrong("The first line names the columns: {{.Columns}}. None of them has prices here.", "Columns", strings.Join(Columns, ", "))
	}
	return nil
}

// recordReader hands records to gocsv, which reads them into rows.
type recordReader struct {
	records [][]string
	next    int
}

// Read gives the next record.
func (r *recordReader) Read() ([]string, error) {
	if r.next == len(r.records) {
		return nil, io.EOF
	}
	r.next++
	return r.records[r.next-1], nil
}

// ReadAll gives all that are left.
func (r *recordReader) ReadAll() (out [][]string, err error) {
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		out = append(out, record)
	}
}

// Sample is a list to see the form of a file by. Its amounts are invented and are
// nobody's prices.
func Sample(p app.ProtocolID, from Date) List {
	return List{
		Protocol: p, From: from, Currency: Rupiah,
		Everywhere: Amounts{Marketing: 900 * Unit, Utility: 400*Unit + Unit/2, Authentication: 400*Unit + Unit/2, Service: 0},
		Regions:    map[string]Amounts{"MY": {Marketing: 1200 * Unit, Utility: 250*Unit + Unit/4}, "SG": {Marketing: 1100 * Unit}},
	}
}
