package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
)

func signIn() *SegmentedField {
	return NewSegmentedField("Sign-in method", []Option{{"bearer", "Access token"}, {"hmac", "HMAC client ID and secret"}})
}

func TestSegmentedFieldChooses(t *testing.T) {
	f := signIn()
	w := onWindow(t, f)
	var got []string
	f.OnChanged = func(v string) { got = append(got, v) }
	require.Equal(t, "bearer", f.Value())
	f.SetError("Choose one")
	w.Canvas().FocusNext()
	press(w.Canvas().Focused(), fyne.KeyRight)
	require.Equal(t, []string{"hmac"}, got)
	require.Empty(t, f.ErrorText(), "a choice removes the error")
	f.SetValue("bearer")
	f.SetValue("unknown")
	require.Equal(t, "bearer", f.Value())
	require.Len(t, got, 1, "setting a value tells nobody")
}

func TestSegmentedFieldReadOnlyShowsTheChoiceAlone(t *testing.T) {
	f := signIn()
	w := onWindow(t, f)
	f.SetValue("hmac")
	f.SetReadOnly(true)
	w.Canvas().FocusNext()
	require.Nil(t, w.Canvas().Focused())
	require.Equal(t, "HMAC client ID and secret", f.fixed.FullText())
	f.SetReadOnly(false)
	f.SetDisabled(true)
	test.Tap(f.control)
	require.Equal(t, "hmac", f.Value())
}

func TestSegmentedFieldSheet(t *testing.T) {
	golden(t, "segmentedfield", 420, 320, func() fyne.CanvasObject {
		plain, wrong, fixed := signIn(), signIn(), signIn()
		plain.SetHelp("Older set-ups use an access token.")
		wrong.SetError("Choose the method that the client uses")
		fixed.SetValue("hmac")
		fixed.SetReadOnly(true)
		fixed.SetCaption("Not live yet")
		return sheet(NewCard(CardHead("Choices in a row"), CardBody(16, plain, wrong, fixed)))
	})
}
