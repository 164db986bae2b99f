package access_test

import (
	"bytes"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/csvout"
	"channeldesk/app/csvout/csvtest"
)

// Office programs and databases read the activity back as it was written.
func TestSoakActivityComesBack(t *testing.T) {
	r := newRoom(t)
	bank := r.make.Agent("=Bank; \"Nusantara\", PT")
	r.make.Update(func(tx app.Tx) error {
		for i, text := range csvtest.Nasty {
			a := app.Activity{At: r.Now(), By: text, AgentID: bank.ID, Environment: app.Draft, Kind: app.ActSettingChanged, Text: app.Say("{{.V}}", "V", text), Before: text, After: strconv.Itoa(i)}
			if err := tx.AddActivity(a); err != nil {
				return err
			}
		}
		return nil
	})
	for _, excel := range []bool{false, true} {
		t.Run("excel "+strconv.FormatBool(excel), func(t *testing.T) {
			var out bytes.Buffer
			require.NoError(t, r.ExportActivity(r.own(), app.ActivityFilter{}, access.ExportOptions{ForExcel: excel}, &out, nil))
			csvtest.ReadBack(t, out.Bytes(), csvout.Options{ForExcel: excel})
		})
	}
}
