package recipients

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"channeldesk/app"
)

func file(t testing.TB, content string) string {
	path := filepath.Join(t.TempDir(), "people.csv")
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

func open(t testing.TB, content string) *File {
	f, err := Open(file(t, content))
	require.NoError(t, err)
	return f
}

var needs = []Need{Phone("Phone number"), Name("Name"), {Key: "1", Label: "Customer name", InBody: true}, {Key: "2", Label: "Amount", InBody: true}}

func jobFor(f *File) Job {
	return Job{Needs: needs, Columns: f.Match(needs), BodyMax: 1024, BodyRest: 20}
}

func check(t testing.TB, content string) (*File, Report) {
	f := open(t, content)
	r, err := Check(t.Context(), f, jobFor(f), nil)
	require.NoError(t, err)
	return f, r
}

const plainFile = "phone,name,customer name,amount\n0812-5550-1423,Ibu Sari,Ibu Sari,\"Rp 4,250,000\"\n6285655501198,Wulan,Ibu Wulan,Rp 10\n"

// The same table in every form in which programs write it gives the same rows.
func TestFormsOfOneTable(t *testing.T) {
	utf16 := func(e unicode.Endianness, mark unicode.BOMPolicy) func(string) string {
		return func(s string) string {
			out, err := unicode.UTF16(e, mark).NewEncoder().String(s)
			require.NoError(t, err)
			return out
		}
	}
	semicolons := strings.NewReplacer("phone,name,customer name,amount", "phone;name;customer name;amount",
		"0812-5550-1423,Ibu Sari,Ibu Sari,\"Rp 4,250,000\"", "0812-5550-1423;Ibu Sari;Ibu Sari;Rp 4,250,000", "6285655501198,Wulan,Ibu Wulan,Rp 10", "6285655501198;Wulan;Ibu Wulan;Rp 10")
	tabs := strings.NewReplacer(";", "\t")
	for name, form := range map[string]func(string) string{
		"plain":            func(s string) string { return s },
		"mark":             func(s string) string { return "\xef\xbb\xbf" + s },
		"Windows lines":    func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"no last line end": func(s string) string { return strings.TrimSuffix(s, "\n") },
		"semicolons":       semicolons.Replace,
		"tabs":             func(s string) string { return tabs.Replace(semicolons.Replace(s)) },
		"Excel's line":     func(s string) string { return "sep=;\r\n" + semicolons.Replace(s) },
		"UTF-16 with mark": utf16(unicode.LittleEndian, unicode.UseBOM),
		"UTF-16 big":       utf16(unicode.BigEndian, unicode.UseBOM),
		"UTF-16 no mark":   utf16(unicode.LittleEndian, unicode.IgnoreBOM),
		"UTF-16 tabs": func(s string) string {
			return utf16(unicode.LittleEndian, unicode.UseBOM)(tabs.Replace(semicolons.Replace(s)))
		},
		"UTF-16 Excel line":  func(s string) string { return utf16(unicode.LittleEndian, unicode.UseBOM)("sep=,\r\n" + s) },
		"empty rows":         func(s string) string { return s + "\n,,,\n;\n"[:5] },
		"unnamed columns":    func(s string) string { return strings.Replace(s, "amount\n", "amount,,\n", 1) },
		"quoted header":      func(s string) string { return strings.Replace(s, "phone,name", `"phone","name"`, 1) },
		"blanks around":      func(s string) string { return strings.Replace(s, "phone,name,", " phone , name ,", 1) },
		"number as text":     func(s string) string { return strings.Replace(s, "0812-5550-1423", `'081255501423`, 1) },
		"number as formula":  func(s string) string { return strings.Replace(s, "0812-5550-1423", `"=""081255501423"""`, 1) },
		"number with comma0": func(s string) string { return strings.Replace(s, "6285655501198", "6285655501198.0", 1) },
	} {
		t.Run(name, func(t *testing.T) {
			_, r := check(t, form(plainFile))
			require.Empty(t, r.Problems)
			require.Equal(t, 2, r.Ready)
			require.Equal(t, "+6281255501423", r.First[0].To)
			require.Equal(t, "Ibu Sari", r.First[0].Name)
			require.Equal(t, "Rp 4,250,000", r.First[0].Values[3])
			require.Equal(t, "+6285655501198", r.First[1].To)
			require.Equal(t, "Ibu Wulan", r.First[1].Values[2])
		})
	}
}

func TestWindowsLetters(t *testing.T) {
	s, err := charmap.Windows1252.NewEncoder().String("phone;customer name;amount\n081255501423;André “Ñ”;5 €\n")
	require.NoError(t, err)
	f, r := check(t, s)
	require.Equal(t, Windows1252, f.Encoding)
	require.Equal(t, []string{"André “Ñ”", "5 €"}, r.First[0].Values[2:])
}

func TestEveryProblemOfARow(t *testing.T) {
	for _, c := range []struct {
		row  string
		kind ProblemKind
	}{
		{",x,A,B", NoNumber},
		{"0812-555,x,A,B", TooShort},
		{"08125550142308125550,x,A,B", TooLong},
		{"no number,x,A,B", NotNumber},
		{"6.28E+12,x,A,B", Damaged},
		{"\"6,28126E+12\",x,A,B", Damaged},
		{"0812-5550-1423,x,A,B", Twice},
		{"+62 812-5550-9999,x,A,B", OptedOut},
		{"081255500001,x,A,", Empty},
		{"081255500001,x,\"A\nB\",B", LineBreak},
		{"081255500001,x,A\tB,B", Tab},
		{"081255500001,x,A     B,B", ManyBlanks},
		{"081255500001,x,A\x01B,B", Unreadable},
		{"081255500001,x,A\ufffdB,B", Unreadable},
		{"081255500001,x,A," + strings.Repeat("ä", 1024), TooMuch},
		{"081255500001,x,A,Rp 4,250,000", ManyCells},
	} {
		t.Run(string(c.kind)+" "+c.row[:min(12, len(c.row))], func(t *testing.T) {
			f := open(t, "phone,name,customer name,amount\n081255501423,Sari,Sari,1\n"+c.row+"\n")
			job := jobFor(f)
			job.OptedOut = func(to string) bool { return to == "+6281255509999" }
			r, err := Check(t.Context(), f, job, nil)
			require.NoError(t, err)
			require.Equal(t, 1, r.Ready)
			require.Len(t, r.Problems, 1)
			require.Equal(t, c.kind, r.Problems[0].Kind)
			require.Equal(t, 3, r.Problems[0].Row)
			require.Equal(t, 3, r.Problems[0].Line)
			require.NotEmpty(t, r.Problems[0].What.String())
			require.NotContains(t, r.Problems[0].What.String(), "{{")
			require.Equal(t, map[ProblemKind]int{c.kind: 1}, r.Counts)
		})
	}
}

// Rows are numbered as spreadsheets number them, whatever lies between: empty
// lines, rows of empty cells, cells with line breaks.
func TestRowsAreThoseOfASpreadsheet(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		rows []int
	}{
		"plain":          {"phone,name,customer name,amount\n08125550001,a,A,1\n08125550002,b,B,2\n", []int{2, 3}},
		"empty lines":    {"\n\nphone,name,customer name,amount\n\n08125550001,a,A,1\n\n\n08125550002,b,B,2\n\n", []int{5, 8}},
		"empty cells":    {"phone,name,customer name,amount\r\n,,,\r\n08125550001,a,A,1\r\n, ,,\r\n08125550002,b,B,2\r\n", []int{3, 5}},
		"line breaks":    {"phone,name,customer name,\"amount\nin IDR\"\n08125550001,\"a\n\nb\",A,1\n\n08125550002,\"b\r\nc\",B,2\n08125550003,b,B,2\n", []int{2, 4, 5}},
		"told separator": {"sep=;\nphone;name;customer name;amount\n08125550001;a;A;1\n", []int{2}},
	} {
		t.Run(name, func(t *testing.T) {
			f := open(t, c.file)
			var rows []int
			job := jobFor(f)
			require.NoError(t, f.walk(t.Context(), job, nil, func(r Row, _ bool, _ *Problem, _ []string) error { rows = append(rows, r.Row); return nil }))
			require.Equal(t, c.rows, rows)
		})
	}
}

func TestEditsAndSkips(t *testing.T) {
	f := open(t, "phone,name,customer name,amount\n0812-555,Hendra,H,1\n081255501423,Sari,S,2\n081255501423,Sari,S,3\n")
	job := jobFor(f)
	job.Edits = map[int]map[int]string{2: {0: "0812-5550-0007"}}
	job.Skip = map[int]bool{4: true}
	r, err := Check(t.Context(), f, job, nil)
	require.NoError(t, err)
	require.Equal(t, 2, r.Ready)
	require.Equal(t, 1, r.Skipped)
	require.Zero(t, r.Wrong())
	require.Equal(t, "+6281255500007", r.First[0].To)
}

// What is saved of the rows with a problem can be mended and read again.
func TestProblemRowsComeBack(t *testing.T) {
	f := open(t, "phone;name;customer name;amount\n0812-555;=1+1;@x;-5 x\n081255501423;Sari;S;2\n")
	job := jobFor(f)
	var out bytes.Buffer
	n, err := SaveProblems(t.Context(), f, job, &out)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.Contains(t, out.String(), "'=1+1;'@x;'-5 x;")
	back, r := check(t, strings.Replace(out.String(), "0812-555", "0812-5550-0007", 1))
	require.Equal(t, ';', back.Delimiter)
	require.Equal(t, 1, r.Ready)
	require.Equal(t, []string{"0812-5550-0007", "=1+1", "@x", "-5 x"}, r.First[0].Values)
}

func TestColumns(t *testing.T) {
	f := open(t, "No HP,Nama,nama,,due_date,,Amount IDR\n081255501423,A,B,,1 Dec,x,5\n")
	var names []string
	for _, c := range f.Columns {
		names = append(names, c.Name)
	}
	require.Equal(t, []string{"No HP", "Nama", "nama (2)", "due_date", "Column 6", "Amount IDR"}, names)
	require.True(t, f.Columns[2].Twice)
	require.Equal(t, []int{0, 1, 5, 3, -1}, f.Match([]Need{Phone(""), Name(""), {Key: "1", Label: "Amount"}, {Key: "2", Label: "Due date"}, {Key: "3", Label: "Loan"}}))
	g := open(t, "a,b,c\n081255501423,x,y\n")
	require.Equal(t, []int{-1, -1, -1, -1}, g.Match(needs), "nothing fits by name, and there are more columns than variables")
	h := open(t, "phone,b,c\n081255501423,x,y\n")
	require.Equal(t, []int{0, -1, 1, 2}, h.Match(needs), "in order, when there are as many")
}

// A column whose words stand in the label is taken, also when they are shortened.
func TestColumnsByWords(t *testing.T) {
	f := open(t, "phone,name,amount_idr,loan_no,due_date,note\n081255501423,A,B,1,1 Dec,x\n")
	labels := []Need{Phone("Phone number"), Name("Name"), {Key: "1", Label: "Customer name"}, {Key: "2", Label: "Amount"}, {Key: "3", Label: "Loan number"}, {Key: "4", Label: "Due date"}, {Key: "5", Label: "Branch"}}
	require.Equal(t, []int{0, 1, 1, 2, 3, 4, -1}, f.Match(labels))
}

func TestWrongFiles(t *testing.T) {
	for name, c := range map[string]struct{ content, says string }{
		"workbook":     {"PK\x03\x04 something", "workbook"},
		"old workbook": {"\xd0\xcf\x11\xe0 something", "old Excel"},
		"PDF":          {"%PDF-1.7", "PDF"},
		"empty":        {"", "is empty"},
		"blank":        {"\n \n\r\n", "is empty"},
		"no header":    {"081255501423,Sari\n081255501424,Wulan\n", "no column names"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Open(file(t, c.content))
			require.ErrorContains(t, err, c.says)
			require.Equal(t, app.CodeInvalid, app.ErrorCode(err))
		})
	}
	_, err := Open(filepath.Join(t.TempDir(), "gone.csv"))
	require.ErrorContains(t, err, "could not be opened")
	_, err = Open(t.TempDir())
	require.ErrorContains(t, err, "folder")
}

func TestChangedMeanwhile(t *testing.T) {
	f := open(t, plainFile)
	require.NoError(t, os.WriteFile(f.Path, []byte("phone\n1\n"), 0o600))
	_, err := Check(t.Context(), f, jobFor(f), nil)
	require.Equal(t, app.CodeConflict, app.ErrorCode(err))
}

func TestCancelled(t *testing.T) {
	f := open(t, plainFile+strings.Repeat("081255501423,x,y,z\n", 5000))
	ctx, cancel := context.WithCancel(t.Context())
	_, err := Check(ctx, f, jobFor(f), func(int64, int) { cancel() })
	require.True(t, errors.Is(err, context.Canceled))
}

func TestSample(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, WriteSample(&out, needs, map[string]string{"phone": "+62 812-5550-1423", "name": "Sari", "1": "Ibu Sari", "2": "=Rp 5"}, ';'))
	f, r := check(t, out.String())
	require.Equal(t, ';', f.Delimiter)
	require.Equal(t, 1, r.Ready)
	require.Equal(t, "=Rp 5", r.First[0].Values[3])
}

// The quick way to read numbers gives what the slow one gives.
func TestQuickNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.SampledFrom([]string{"+62 ", "62", "+62", "0", "", "+620", "0062", "+1", "+"}).Draw(t, "front") +
			rapid.StringMatching(`(8|81|85|2|9)[0-9]{3,6}[- .]?[0-9]{2,6}`).Draw(t, "number")
		quick := readIndonesian(typed, "ID")
		if quick == "" {
			return
		}
		slow, err := app.ParseAccountCode(typed, "ID")
		require.NoError(t, err, typed)
		require.Equal(t, slow, quick, typed)
	})
}

// Whatever a file holds, it is read without harm, and each row counts once.
func FuzzFile(f *testing.F) {
	f.Add([]byte(plainFile))
	f.Add([]byte("sep=;\nphone;x\n\"08\n12\";y\n"))
	f.Add([]byte("\xff\xfep\x00h\x00,\x00\n\x00"))
	f.Add([]byte("a\tb\n\"\"\"\t'\n=\"0812\"\t6.28E+12\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "f.csv")
		require.NoError(t, os.WriteFile(path, b, 0o600))
		file, err := Open(path)
		if err != nil {
			return
		}
		job := jobFor(file)
		r, err := Check(t.Context(), file, job, nil)
		if err != nil {
			return
		}
		require.Equal(t, r.Rows, r.Ready+r.Wrong()+r.Skipped)
		var out bytes.Buffer
		n, err := SaveProblems(t.Context(), file, job, &out)
		require.NoError(t, err)
		require.Equal(t, r.Wrong(), n)
	})
}

func BenchmarkCheck(b *testing.B) {
	var s strings.Builder
	s.WriteString("phone,name,customer name,amount,loan_no,due_date\n")
	const rows = 200_000
	for i := range rows {
		fmt.Fprintf(&s, "0812-5%03d-%04d,Ibu Sari %d,Ibu Sari,\"Rp 4,250,%03d\",KPR-%d,25 November 2026\n", i/10000, i%10000, i, i%1000, i)
	}
	f := open(b, s.String())
	job := jobFor(f)
	b.ReportAllocs()
	for b.Loop() {
		r, err := Check(b.Context(), f, job, nil)
		require.NoError(b, err)
		require.Equal(b, rows, r.Ready)
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
