package bulk_test

import (
	"bytes"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/csvout"
	"channeldesk/app/csvout/csvtest"
)

// Office programs and databases read the report of a bulk send back as it was
// written, whatever its people are called.
func TestSoakReportComesBack(t *testing.T) {
	o := newOffice(t)
	b := app.BulkSend{
		Mark: "bulk_soak", ChannelID: o.channel.ID, AgentID: o.agent.ID, Environment: app.Published, Name: "Soak", Template: o.tpl.Name, Language: o.tpl.Language,
		Status: app.BulkRunning, Total: len(csvtest.Nasty), Prepared: len(csvtest.Nasty), Pace: 1, CreatedAt: time.Now(),
	}
	o.rows.Update(func(tx app.Tx) (err error) {
		if b.ID, err = tx.AddBulk(b); err != nil {
			return err
		}
		var list []app.Message
		for i, text := range csvtest.Nasty {
			list = append(list, app.Message{
				Mark: "msg_soak_" + strconv.Itoa(i), AgentID: o.agent.ID, Environment: app.Published, To: "+62812555" + strconv.Itoa(10_000+i), Name: text,
				Content: app.Content{Template: &app.TemplateMessage{Name: o.tpl.Name, Language: o.tpl.Language, Body: []string{text, text}}}, Source: app.SourceBulk, BulkRow: i + 2,
			})
		}
		_, err = tx.AddHeld(b.ID, list)
		return err
	})
	o.queue.state = func(app.Message) app.MessageStatus { return app.MessageFailed }
	o.rows.Update(func(tx app.Tx) error { _, err := tx.Release(b.ID, len(csvtest.Nasty), time.Now()); return err })
	o.queue.Wake()
	for _, options := range []bulk.ReportOptions{{}, {ForExcel: true}, {OnlyFailed: true}, {OnlyFailed: true, ForExcel: true}} {
		t.Run("failed "+strconv.FormatBool(options.OnlyFailed)+", excel "+strconv.FormatBool(options.ForExcel), func(t *testing.T) {
			var out bytes.Buffer
			n, err := o.Report(t.Context(), b.ID, &out, options, nil)
			require.NoError(t, err)
			require.Equal(t, len(csvtest.Nasty), n)
			csvtest.ReadBack(t, out.Bytes(), csvout.Options{ForExcel: options.ForExcel})
		})
	}
}
