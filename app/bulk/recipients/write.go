package recipients

import (
	"context"
	"encoding/csv"
	"io"
)

// bom makes spreadsheet programs read UTF-8.
const bom = "\ufeff"

// SaveProblems writes the rows that have a problem, as they stand in the file and
// with what a person changed, and a last column that says what is wrong. The
// file can be mended and chosen again: the last column is not asked for.
func SaveProblems(ctx context.Context, f *File, job Job, w io.Writer) (rows int, err error) {
	out, err := f.begin(w, "problem")
	if err != nil {
		return 0, err
	}
	err = f.walk(ctx, job, nil, func(row Row, _ bool, p *Problem, fields []string) error {
		if p == nil || p.Kind == "" {
			return nil
		}
		rows++
		return out.Write(append(f.cells(row.Row, fields, job), safeCell(p.What.String())))
	})
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	return rows, err
}

func (f *File) begin(w io.Writer, last string) (*csv.Writer, error) {
	if _, err := io.WriteString(w, bom); err != nil {
		return nil, err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = f.Delimiter, true
	var names []string
	for _, c := range f.Columns {
		names = append(names, safeCell(c.Name))
	}
	return out, out.Write(append(names, last))
}

func (f *File) cells(row int, fields []string, job Job) []string {
	out := make([]string, len(f.Columns), len(f.Columns)+1)
	for i, c := range f.Columns {
		v, ok := job.Edits[row][i]
		if !ok && c.Index < len(fields) {
			v = cleanCell(fields[c.Index])
		}
		out[i] = safeCell(v)
	}
	return out
}

// WriteSample writes a file to begin with: a column for each need and one row of
// examples.
func WriteSample(w io.Writer, needs []Need, examples map[string]string, delimiter rune) error {
	if _, err := io.WriteString(w, bom); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = delimiter, true
	var names, values []string
	for _, n := range needs {
		name := n.Label
		if name == "" {
			name = n.Key
		}
		names, values = append(names, safeCell(name)), append(values, safeCell(examples[n.Key]))
	}
	if err := out.Write(names); err != nil {
		return err
	}
	if err := out.Write(values); err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}
