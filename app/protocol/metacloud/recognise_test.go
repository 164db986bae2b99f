package metacloud

import (
	"testing"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestRecogniseShape(t *testing.T) {
	p := New(Options{})
	c := app.Channel{AccountCode: "+6281155500188", Fields: map[string]string{
		fieldWABA: "118204417730915", fieldNumber: "104729385561027",
	}}
	for _, x := range []struct{ field, value, want string }{
		{fieldNumber, "+62 811-5550-0188", fieldCode},
		{fieldNumber, "6281155500188", fieldCode},
		{fieldNumber, "081155500188", fieldCode},
		{fieldWABA, "0811 5550 0188", fieldCode},
		{fieldApp, "(0811) 5550-0188", fieldCode},
		{fieldNumber, "104729385561028", ""},
		{fieldNumber, "621047293855610", ""},
		{fieldNumber, "118204417730915", fieldWABA},
		{fieldApp, "104729385561027", fieldNumber},
		{fieldWABA, "118204417730915", ""},
		{fieldCode, "104729385561027", fieldNumber},
		{fieldCode, "731940286650112", fieldApp},
		{fieldCode, "+62 811-5550-0188", ""},
		{fieldCode, "081155500188", ""},
		{fieldNumber, testToken, secretToken},
		{secretApp, testToken, secretToken},
		{secretApp, " " + testToken[:20] + "\n" + testToken[20:], secretToken},
		{secretToken, testToken, ""},
		{secretToken, testSecret, secretApp},
		{fieldApp, testSecret, secretApp},
		{secretApp, testSecret, ""},
		{secretApp, "731940286650112", fieldApp},
		{secretToken, "118204417730915", fieldWABA},
		{fieldAddress, testToken, ""},
		{fieldNumber, "", ""},
		{fieldNumber, "🙂", ""},
	} {
		got, ok := p.RecogniseShape(x.field, x.value, c)
		require.Equal(t, x.want, got.Field, "%q in %s", x.value, x.field)
		require.Equal(t, x.want != "", ok)
		require.Equal(t, ok, !got.Why.IsEmpty())
		require.False(t, got.Certain)
	}
}

// TestRecogniseNeverPointsAtItself: whatever is typed, the guess is another box
// with a label, and a good value of its own box is left alone.
func TestRecogniseNeverPointsAtItself(t *testing.T) {
	p := New(Options{})
	fields := []string{fieldCode, fieldWABA, fieldNumber, fieldApp, fieldAddress, fieldVersion, secretApp, secretToken}
	rapid.Check(t, func(t *rapid.T) {
		field := rapid.SampledFrom(fields).Draw(t, "field")
		value := rapid.OneOf(rapid.String(), rapid.StringMatching(`[+0-9 ().-]{0,40}`), rapid.StringMatching(`[0-9a-f]{32}`),
			rapid.StringMatching(`EAA[A-Za-z0-9]{0,80}`)).Draw(t, "value")
		got, ok := p.RecogniseShape(field, value, app.Channel{AccountCode: "+6281155500188"})
		require.Equal(t, ok, got.Field != "")
		if ok {
			require.NotEqual(t, field, got.Field)
			require.NotEmpty(t, got.Label)
			require.NotContains(t, got.Why.String(), "{{")
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.StringMatching(`[1-9][0-9]{15,17}`).Draw(t, "id")
		field := rapid.SampledFrom([]string{fieldWABA, fieldNumber, fieldApp}).Draw(t, "field")
		_, ok := p.RecogniseShape(field, id, app.Channel{AccountCode: "+6281155500188", Fields: map[string]string{}})
		require.False(t, ok)
	})
}
