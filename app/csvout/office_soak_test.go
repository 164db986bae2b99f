package csvout_test

import (
	"bytes"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"channeldesk/app/csvout"
	"channeldesk/app/csvout/csvtest"
)

// Office programs and databases read every cell back as it was written.
func TestSoakCellsComeBack(t *testing.T) {
	for _, excel := range []bool{false, true} {
		t.Run("excel "+strconv.FormatBool(excel), func(t *testing.T) {
			o := csvout.Options{ForExcel: excel}
			var b bytes.Buffer
			w := csvout.New(&b, o)
			require.NoError(t, w.Header("text", "word", "phone", "time", "number"))
			for i, text := range csvtest.Nasty {
				w.Text(text)
				w.Word([]byte(text))
				w.Phone([]byte("+62812555" + strconv.Itoa(10000+i)))
				w.Time(1_800_000_000_123 + int64(i))
				w.Word([]byte(strconv.Itoa(131000 + i)))
				require.NoError(t, w.End())
			}
			require.NoError(t, w.Flush())
			csvtest.ReadBack(t, b.Bytes(), o)
		})
	}
}
