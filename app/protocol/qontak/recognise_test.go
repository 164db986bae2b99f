package qontak

import (
	"testing"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestRecogniseShape(t *testing.T) {
	p := New(Options{})
	c := app.Channel{Fields: map[string]string{fieldChannel: testChannel}}
	const bare = "0b5f0c525a354c539a8e3f1f7ab0d112"
	const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"
	for _, x := range []struct{ field, value, want string }{
		{fieldChannel, "+62 811-5550-0188", fieldCode},
		{fieldChannel, "6281155500188", fieldCode},
		{fieldChannel, "081155500188", fieldCode},
		{fieldChannel, testChannel, ""},
		{fieldChannel, bare, ""},
		{fieldChannel, "0B5F0C52-5A35-4C53-9A8E-3F1F7AB0D111", ""},
		{fieldChannel, testToken + testToken, secretToken},
		{fieldChannel, jwt, secretToken},
		{fieldChannel, "hello", ""},
		{fieldCode, testChannel, fieldChannel},
		{fieldCode, bare, fieldChannel},
		{fieldCode, jwt, secretToken},
		{fieldCode, "+62 811-5550-0188", ""},
		{fieldCode, "6281155500188", ""},
		{secretToken, testChannel, fieldChannel},
		{secretToken, "0b5f0c52-5a35-4c53-9a8e-3f1f7ab0d112", fieldChannel},
		{secretToken, "+62 811-5550-0188", fieldCode},
		{secretToken, testToken, ""},
		{secretToken, jwt, ""},
		{secretToken, `hmac username="abc", algorithm="hmac-sha256", headers="date request-line", signature="x="`, secretHMACID},
		{secretToken, "Client ID: abc\nClient Secret: def", secretHMACID},
		{secretHMACSecret, jwt, secretToken},
		{secretHMACID, testChannel, fieldChannel},
		{secretHMACID, testClient, ""},
		{secretHMACSecret, testSecret, ""},
		{fieldAddress, jwt, ""},
		{fieldAuth, jwt, ""},
		{fieldChannel, "", ""},
	} {
		got, ok := p.RecogniseShape(x.field, x.value, c)
		require.Equal(t, x.want, got.Field, "%q in %s", x.value, x.field)
		require.Equal(t, x.want != "", ok)
		require.False(t, got.Certain)
	}
	got, _ := p.RecogniseShape(fieldChannel, testToken+testToken, app.Channel{Fields: map[string]string{fieldAuth: authHMAC}})
	require.Equal(t, secretHMACSecret, got.Field)
}

// TestRecogniseNeverPointsAtItself: the guess is another box with a label, and a
// UUID stays in its box.
func TestRecogniseNeverPointsAtItself(t *testing.T) {
	p := New(Options{})
	rapid.Check(t, func(t *rapid.T) {
		field := rapid.SampledFrom([]string{fieldCode, fieldChannel, fieldAddress, fieldAuth, secretToken, secretHMACID, secretHMACSecret}).Draw(t, "field")
		value := rapid.OneOf(rapid.String(), rapid.StringMatching(`[+0-9 ().-]{0,40}`), rapid.StringMatching(`[0-9a-f-]{36}`),
			rapid.StringMatching(`[A-Za-z0-9._-]{0,90}`)).Draw(t, "value")
		got, ok := p.RecogniseShape(field, value, app.Channel{})
		require.Equal(t, ok, got.Field != "")
		if ok {
			require.NotEqual(t, field, got.Field)
			require.NotEmpty(t, got.Label)
			require.NotContains(t, got.Why.String(), "{{")
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.StringMatching(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`).Draw(t, "id")
		_, ok := p.RecogniseShape(fieldChannel, id, app.Channel{})
		require.False(t, ok)
	})
}

// TestRecogniseByAsking: what Qontak says of an ID.
func TestRecogniseByAsking(t *testing.T) {
	b := newBench(t)
	for _, x := range []struct{ field, value, at, label string }{
		{fieldChannel, testChannel, "", ""},
		{fieldCode, testChannel, fieldChannel, "Channel Integration ID"},
		{fieldCode, "0B5F0C525A354C539A8E3F1F7AB0D111", fieldChannel, "Channel Integration ID"},
		{fieldChannel, testOrg, "", "Organisation ID"},
		{fieldChannel, "0b5f0c52-5a35-4c53-9a8e-3f1f7ab0d999", "", ""},
		{fieldChannel, "no id", "", ""},
		{fieldAddress, testChannel, "", ""},
	} {
		got, ok, err := b.p.RecogniseByAsking(t.Context(), b.c, x.field, x.value)
		require.NoError(t, err)
		require.Equal(t, x.label != "", ok, x.value)
		require.Equal(t, x.at, got.Field)
		require.Equal(t, x.label, got.Label)
		require.Equal(t, ok, got.Certain)
	}
}
