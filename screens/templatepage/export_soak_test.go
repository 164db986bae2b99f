package templatepage

import (
	"bytes"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"channeldesk/app/csvout"
	"channeldesk/app/csvout/csvtest"
)

// Office programs and databases read exported templates back as they were written.
func TestSoakTemplatesComeBack(t *testing.T) {
	rows := exportRows(nil)
	for i, text := range csvtest.Nasty {
		row := make([]string, len(rows[0]))
		for c := range row {
			row[c] = text
		}
		row[0] = "template_" + strconv.Itoa(i)
		rows = append(rows, row)
	}
	for _, excel := range []bool{false, true} {
		t.Run("excel "+strconv.FormatBool(excel), func(t *testing.T) {
			o := csvout.Options{ForExcel: excel}
			var out bytes.Buffer
			require.NoError(t, writeRows(&out, o, rows))
			csvtest.ReadBack(t, out.Bytes(), o)
		})
	}
}
