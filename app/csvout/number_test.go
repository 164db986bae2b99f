package csvout_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"channeldesk/app/csvout"
)

func TestNumbersCanBeCalculatedWith(t *testing.T) {
	for excel, want := range map[bool]string{false: "356.65,-0.5,,'=1\r\n", true: "\ufeff356,65;-0,5;;'=1\r\n"} {
		var b bytes.Buffer
		w := csvout.New(&b, csvout.Options{ForExcel: excel})
		for _, n := range []string{"356.65", "-0.5", "", "=1"} {
			w.Number(n)
		}
		require.NoError(t, w.End())
		require.NoError(t, w.Flush())
		require.Equal(t, want, b.String())
	}
}
