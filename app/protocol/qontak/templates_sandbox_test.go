package qontak_test

import (
	"testing"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

// A template with a code goes to Qontak without words, and what was chosen is read
// back from WhatsApp's.
func TestSandboxTakesCodeTemplates(t *testing.T) {
	b := newBench(t)
	d := app.TemplateDesign{Category: app.CategoryAuthentication, Code: &app.CodeDesign{Advice: true, Minutes: 5, Delivery: "copy_code"}}
	require.Empty(t, b.p.CheckTemplate("sign_in_code", "id", d))
	_, err := b.p.CreateTemplate(t.Context(), b.c, "sign_in_code", "id", d)
	require.NoError(t, err)
	require.Empty(t, b.qontak.Violations())
	var got app.Template
	_, err = b.p.ListTemplates(t.Context(), b.c, func(page []app.Template) error {
		for _, one := range page {
			if one.Name == "sign_in_code" {
				got = one
			}
		}
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, app.CategoryAuthentication, got.Category)
	require.NotNil(t, got.Design.Code)
	require.True(t, got.Design.Code.Advice)
	require.Equal(t, 5, got.Design.Code.Minutes)
	require.Equal(t, "copy_code", got.Design.Code.Delivery)
}
