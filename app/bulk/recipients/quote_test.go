package recipients

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

// A quotation mark too many makes the lines below it part of its row: it is told on
// which line it stands, and nobody is passed over in silence.
func TestAStrayQuotationMark(t *testing.T) {
	const head = "phone,name,customer name,amount,note\n081255501423,Sari,Sari,1,x\n"
	for name, c := range map[string]struct {
		rest         string
		row, line    int
		quote, ready int
		says         string
	}{
		"one line, closed by another cell": {"081255501424,\"Wulan,W,2,x\n081255501425,\"Ani\",A,3,x\n081255501426,Budi,B,4,x\n", 3, 3, 3, 2, "on line 3 is not closed there, so the line below became"},
		"a column that nobody asks for":    {"081255501424,Wulan,W,2,\"x\n081255501425,Ani,A,3,y\n081255501426,Budi,B,4,\"z\"\n081255501427,Cici,C,5,z\n", 3, 3, 3, 2, "so 2 lines below became"},
		"to the end of the file":           {"081255501424,\"Wulan,W,2,x\n081255501425,Ani,A,3,x\n081255501426,Budi,B,4,x\n", 3, 3, 3, 1, "so 2 lines below became"},
		"a nickname in marks":              {"081255501424,\"Wulan\" W,W,2,x\n081255501425,Ani,A,3,x\n", 3, 3, 3, 1, "on line 3"},
		"below a cell with a line break":   {"081255501424,Wulan,W,2,\"x\n\ny\"\n\n081255501425,\"Ani,A,3,x\n081255501426,Budi,B,4,x\n", 5, 7, 7, 2, "on line 7"},
		"a number that is not complete":    {"081255501424,Wulan,\"W,2,x\n0812-555,Ani,A,3,x\n", 3, 3, 3, 1, "on line 3"},
		"opened in a later line of a row":  {"081255501424,\"Wu\nlan\",\"W,2,x\n081255501425,Ani,A,3,x\n", 3, 3, 4, 1, "on line 4"},
		"in the number":                    {"\"081255501424,Wulan,W,2,x\n081255501425,Ani,A,3,x\n081255501426,Budi,B,4,x\n", 3, 3, 3, 1, "on line 3"},
		"Windows lines":                    {"081255501424,\"Wulan,W,2,x\r\n081255501425,Ani,A,3,x\r\n", 3, 3, 3, 1, "on line 3"},
	} {
		t.Run(name, func(t *testing.T) {
			f, r := check(t, head+c.rest)
			require.Equal(t, map[ProblemKind]int{OpenQuote: 1}, r.Counts)
			p := r.Problems[0]
			require.Equal(t, []int{c.row, c.line, c.quote, c.ready}, []int{p.Row, p.Line, p.Quote, r.Ready})
			require.Contains(t, p.What.String(), c.says)
			require.Contains(t, p.What.String(), "then choose the file again")
			require.Equal(t, -1, p.Column, "the cell is not to be mended by itself")
			var out bytes.Buffer
			_, err := SaveProblems(t.Context(), f, jobFor(f), &out)
			require.NoError(t, err)
			require.Contains(t, out.String(), c.says)
		})
	}
}

// Lines within a cell are none of the file.
func TestACellWithLinesIsNoStrayMark(t *testing.T) {
	for _, note := range []string{"x\ny", "Jl. Sudirman 1,\nJakarta, Indonesia", "call\n081255501499", "a\n\n\nb, c, d, e"} {
		_, r := check(t, "phone,name,customer name,amount,note\n081255501423,Sari,Sari,1,\""+note+"\"\n081255501424,Wulan,W,2,x\n")
		require.Equal(t, 2, r.Ready, "%q %v", note, r.Problems)
	}
}

// The number of a row with a stray mark is free for a row of its own.
func TestAStrayMarkReservesNoNumber(t *testing.T) {
	_, r := check(t, "phone,name,customer name,amount,note\n081255501424,Wulan,W,2,\"x\n081255501425,Ani,A,3,\"y\"\n081255501424,Wulan,W,2,x\n")
	require.Equal(t, map[ProblemKind]int{OpenQuote: 1}, r.Counts)
	require.Equal(t, 1, r.Ready)
}

// Excel's line is a line of the file, though no row.
func TestLinesBelowExcelsLine(t *testing.T) {
	_, r := check(t, "sep=;\nphone;name;customer name;amount\n0812-555;Sari;S;1\n081255501424;\"Wulan;W;2\n081255501425;Ani;A;3\n")
	require.Equal(t, []int{2, 3}, []int{r.Problems[0].Row, r.Problems[0].Line})
	require.Equal(t, []int{3, 4, 4}, []int{r.Problems[1].Row, r.Problems[1].Line, r.Problems[1].Quote})
}

// A mark that nobody closes in a long file is told of with its line, and does not
// make one cell of the rest of the file in memory.
func TestOpenQuotation(t *testing.T) {
	rest := strings.Repeat("081255501424,Wulan\n", 100_000)
	for want, begin := range map[string]string{
		"on line 2 is not closed": "phone,name\n081255501423,\"Sari\n",
		"on line 5 is not closed": "phone,name\r\n081255501424,\"a\nb\"\n\r\n081255501423,\"Sari \"\"\"\"\n",
		"on line 3 is not closed": "phone,name\n081255501423,\"Sa\nri\",\"x\n",
		"on line 4 is not closed": "sep=,\nphone,name\n081255501424,b\n081255501423,\"Sari\n",
		"on line 2 is not closed there, so the lines below became part of the names": "\nphone,\"name\n081255501423,Sari\n",
		"on line 1 is not closed": "\"phone,\"name\n081255501423,Sari\n",
	} {
		f, err := Open(file(t, begin+rest))
		if err == nil {
			_, err = Check(t.Context(), f, Job{Needs: needs[:2], Columns: f.Match(needs[:2])}, nil)
		}
		require.ErrorContains(t, err, want, begin)
		require.Equal(t, app.CodeInvalid, app.ErrorCode(err))
	}
}
