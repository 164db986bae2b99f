package history_test

import (
	"bytes"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/csvout"
	"channeldesk/app/csvout/csvtest"
	"channeldesk/app/history"
)

// Office programs and databases read an export back as it was written.
func TestSoakExportComesBack(t *testing.T) {
	o := newOffice(t)
	for i, text := range csvtest.Nasty {
		o.message(app.MessageFailed, func(m *app.Message) {
			m.Name, m.Code, m.Reason, m.Price = text, text, app.Say("{{.V}}", "V", text), "utility, billable"
			m.ProviderID = "wamid." + strconv.Itoa(i)
		})
	}
	for _, excel := range []bool{false, true} {
		t.Run("excel "+strconv.FormatBool(excel), func(t *testing.T) {
			var b bytes.Buffer
			require.NoError(t, o.Export(t.Context(), o.c.AgentID, app.Published, app.HistoryFilter{}, &b, history.ExportOptions{ForExcel: excel}, nil))
			csvtest.ReadBack(t, b.Bytes(), csvout.Options{ForExcel: excel})
		})
	}
}
