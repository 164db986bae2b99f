package coster

import (
	"testing"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestRecognise: what stands in the wrong box, by its form alone.
func TestRecognise(t *testing.T) {
	p := New(Options{})
	full := app.Channel{Fields: map[string]string{fieldAccount: testAccount, fieldDivision: testDivision}}
	half := app.Channel{Fields: map[string]string{fieldAccount: testAccount}, Secrets: map[string]app.SecretInfo{secretConversation: {Ref: "r"}}}
	const other, dashed = "0123456789abcdef0123456789abcdef", "01234567-89AB-cdef-0123-456789abcdef"
	const token = "eyJhbGciOi.some-long_token=="
	for _, c := range []struct {
		channel          app.Channel
		box, value, want string
	}{
		{app.Channel{}, fieldAccount, "+62 811-5550-0188", fieldCode},
		{app.Channel{}, fieldDivision, "0811 5550 0188", fieldCode},
		{app.Channel{}, fieldDivision, "6281155500188", fieldCode},
		{app.Channel{}, fieldAccount, token, secretConversation},
		{half, fieldDivision, token, secretPush},
		{app.Channel{}, fieldAccount, other, ""},
		{app.Channel{}, fieldAccount, dashed, ""},
		{full, fieldAccount, testAccount, ""},
		{full, fieldAccount, testDivision, fieldDivision},
		{half, fieldDivision, "AAAAAAAA-0000-11ee-bbbb-cccccccccccc", fieldAccount},
		{app.Channel{}, fieldCode, dashed, fieldAccount},
		{half, fieldCode, other, fieldDivision},
		{full, fieldCode, testDivision, fieldDivision},
		{app.Channel{}, fieldCode, "+6281155500188", ""},
		{app.Channel{}, fieldCode, token, secretConversation},
		{full, secretPush, testAccount, fieldAccount},
		{half, secretPush, other, fieldDivision},
		{app.Channel{}, secretPush, dashed, ""},
		{app.Channel{}, secretConversation, token, ""},
		{app.Channel{}, fieldPush, testAccount, ""},
		{app.Channel{}, fieldAccount, "", ""},
	} {
		at, ok := p.RecogniseShape(c.box, c.value, c.channel)
		require.Equal(t, c.want, at.Field, "%s in %s", c.value, c.box)
		require.Equal(t, c.want != "", ok)
		if ok {
			require.False(t, at.Certain, "nobody can confirm it")
			require.False(t, at.Why.IsEmpty())
			require.NotEmpty(t, at.Label)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		box := rapid.SampledFrom([]string{fieldAccount, fieldDivision, fieldCode, secretPush, fieldPush, "other"}).Draw(t, "box")
		at, ok := p.RecogniseShape(box, rapid.String().Draw(t, "value"), full)
		require.Equal(t, ok, at.Field != "")
	})
}

// TestTokenShape warns and never refuses.
func TestTokenShape(t *testing.T) {
	for value, words := range map[string]string{
		"Bearerabcdefghijklmnopqrstuvwxyz":     "the word Bearer",
		testAccount:                            "an Account ID",
		"short":                                "very short",
		"0b5f0c52-5a35-4c53-9a8e-3f1f7ab0d111": "",
		testPush:                               "",
	} {
		require.Contains(t, checkTokenShape(value).String(), words)
		require.Equal(t, words == "", checkTokenShape(value).IsEmpty(), value)
	}
}
