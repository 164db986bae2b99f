package protocol_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

var kinds = map[string]protocol.Field{
	"digits":  {Name: "id", Label: "Number ID", Kind: protocol.Digits, Min: 5, Max: 20},
	"address": {Name: "address", Label: "Address", Kind: protocol.Address},
	"version": {Name: "version", Label: "Graph version", Kind: protocol.GraphVersion},
	"choice":  {Name: "mode", Label: "Mode", Kind: protocol.Choice, Choices: []protocol.ChoiceOption{{Value: "bearer"}, {Value: "hmac"}}},
	"count":   {Name: "calls", Label: "Calls a minute", Kind: protocol.Count, Max: 5},
	"plain":   {Name: "note", Label: "Note", Kind: protocol.Plain},
}

func TestFieldsTakeWhatIsRight(t *testing.T) {
	for _, c := range []struct{ kind, typed, want string }{
		{"digits", "102290129340398", "102290129340398"},
		{"digits", " 1022 9012\n9340\t398\r\n", "102290129340398"},
		{"digits", "\ufeff10229\u200b0129\u00a0340398\u202c", "102290129340398"},
		{"address", "https://graph.facebook.com", "https://graph.facebook.com"},
		{"address", "  HTTPS://Graph.Facebook.COM/a/ \n", "https://graph.facebook.com/a"},
		{"address", "https://graph.facebook.com:8443/path/", "https://graph.facebook.com:8443/path"},
		{"address", "http://localhost:8080", "http://localhost:8080"},
		{"address", "http://127.0.0.1:8080/meta", "http://127.0.0.1:8080/meta"},
		{"address", "http://127.9.9.9", "http://127.9.9.9"},
		{"address", "http://[::1]:80", "http://[::1]:80"},
		{"address", "https://[2001:db8::1]", "https://[2001:db8::1]"},
		{"address", "https://xn--bcher-kva.example", "https://xn--bcher-kva.example"},
		{"version", "v26.0", "v26.0"}, {"version", " 26.0\n", "v26.0"},
		{"choice", " hmac ", "hmac"},
		{"count", " 600\n", "600"}, {"count", "1", "1"}, {"count", "00012", "12"}, {"count", "99999", "99999"},
		{"plain", " a \n b\u200b ", "a b"}, {"plain", "Ünï 😀 code", "Ünï 😀 code"},
		{"plain", strings.Repeat("é", 200), strings.Repeat("é", 200)},
	} {
		got, err := kinds[c.kind].Check(c.typed)
		require.NoError(t, err, "%s %q", c.kind, c.typed)
		assert.Equal(t, c.want, got)
	}
	for kind, f := range kinds {
		for _, empty := range []string{"", "  ", "\r\n\t", "\u200b\ufeff"} {
			got, err := f.Check(empty)
			require.NoError(t, err, kind)
			assert.Empty(t, got)
		}
	}
}

func TestFieldsRefuseWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		kind  string
		typed []string
	}{
		{"digits", []string{"12x45", "+6281155500188", "1022-9012", "1234", strings.Repeat("1", 21), "１２３４５６", "12345😀", "0x12345", "12.345", "-12345", "EAAGtoken"}},
		{"address", []string{
			"graph.facebook.com", "http://graph.facebook.com", "http://127.0.0.1.evil.example", "http://localhost.evil.example", "http://10.0.0.1",
			"https://user:pass@graph.facebook.com", "http://127.0.0.1@evil.example", "https://a.example?x=1", "https://a.example?", "https://a.example#x",
			"ftp://a.example", "file:///etc/passwd", "javascript:alert(1)", "https://", "https:///path", "https:a.example", "//a.example", "https://a b.example",
			"https://a.example:99999", "https://a.example:0", "https://a.example:", "https://a.example:x", "https://😀.example", "https://-a.example", "https://a..example",
			"https://.", "https://[::1", "https://%41.example", "https://a.example\\b", "https://a.example/" + strings.Repeat("x", 200), "https://" + strings.Repeat("a", 64) + ".example",
		}},
		{"version", []string{"v26", "26", "v26.0.1", "vv26.0", "v26.x", "V26.0", "v-1.0", "v1234.0", "latest", "v26.0/evil", "v26.😀"}},
		{"choice", []string{"Bearer", "basic", "bearer,hmac", "😀", "EAAG-a-token-in-the-wrong-box"}},
		{"count", []string{"0", "00000", "-5", "+5", "1.5", "1,000", "1e3", "100000", "many", "５"}},
		{"plain", []string{strings.Repeat("é", 201)}},
	} {
		for _, typed := range append(c.typed, strings.Repeat("1", 1<<20), strings.Repeat("😀", 1<<18)) {
			got, err := kinds[c.kind].Check(typed)
			require.Error(t, err, "%s %.60q gives %q", c.kind, typed, got)
			e := app.AsError(err)
			assert.Equal(t, app.CodeInvalid, e.Code)
			assert.Equal(t, kinds[c.kind].Name, e.Field)
			assert.Less(t, len(e.Error()), 200)
			assert.NotContains(t, e.Error(), "EAAG", "an error never repeats what may be a secret")
			assert.NotContains(t, e.Error(), "{{")
		}
	}
}

func TestCheckingTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		typed := rapid.OneOf(rapid.String(), rapid.StringMatching(`https?://[a-z0-9.\[\]:-]{1,20}(/[a-z%]{0,5})*`), rapid.StringMatching(`[0-9 v.]{1,12}`)).Draw(r, "typed")
		for name, f := range kinds {
			once, err := f.Check(typed)
			if err != nil {
				continue
			}
			twice, err := f.Check(once)
			require.NoError(r, err, name)
			require.Equal(r, once, twice, name)
		}
	})
}

func TestSecretsAreCleaned(t *testing.T) {
	f := protocol.SecretField{Name: "access_token", Label: "Access token", MaxLen: 64}
	for typed, want := range map[string]string{
		"EAAGtoken": "EAAGtoken", " EAAG\r\ntoken\t \n": "EAAGtoken", "\ufeffEA\u200bAG\u00a0token\u202c": "EAAGtoken", "a+b/c=~!\"$%": "a+b/c=~!\"$%",
		strings.Repeat("x ", 64): strings.Repeat("x", 64),
	} {
		got, err := f.Check(typed)
		require.NoError(t, err)
		assert.True(t, got.Expose() == want)
	}
	for _, typed := range []string{
		"", " \n", "\u200b", "Token é", "EAAG😀", "EAAG\x7f\u2028é", "ＥＡＡＧ", strings.Repeat("x", 65), strings.Repeat("x", 1<<20), "\xff\xfe",
	} {
		got, err := f.Check(typed)
		require.Error(t, err, "%.20q", typed)
		assert.True(t, got.IsEmpty())
		assert.Equal(t, "access_token", app.AsError(err).Field)
		assert.NotContains(t, err.Error(), "EAAG")
	}
	_, err := protocol.SecretField{Name: "x"}.Check(strings.Repeat("x", 8<<10))
	require.NoError(t, err)
	_, err = protocol.SecretField{Name: "x"}.Check(strings.Repeat("x", 8<<10+1))
	require.Error(t, err)
}

func TestDeclarationAnswers(t *testing.T) {
	d := protocol.Declaration{
		ID: "p", Name: "P",
		Fields:  []protocol.Field{{Name: "id", Label: "ID", Required: true}, {Name: "address", Label: "Address", Required: true, Default: "https://a"}, {Name: "note", Label: "Note"}},
		Secrets: []protocol.SecretField{{Name: "token", Label: "Token", Required: true}, {Name: "extra", Label: "Extra"}},
	}
	var c app.Channel
	assert.Equal(t, []string{"Account code", "ID", "Token"}, d.Missing(c))
	assert.False(t, d.AccountSaved(c))
	c = app.Channel{Protocol: "p", AccountCode: "+62", Fields: map[string]string{"id": "1"}}
	assert.True(t, d.AccountSaved(c))
	assert.Equal(t, []string{"Token"}, d.Missing(c))
	c.Secrets = map[string]app.SecretInfo{"token": {Ref: "r"}}
	assert.Empty(t, d.Missing(c))
	c.Protocol = "q"
	assert.False(t, d.AccountSaved(c))
	c.Protocol, c.Fields = "p", nil
	assert.False(t, d.AccountSaved(c))
	assert.False(t, protocol.Declaration{}.AccountSaved(c))
	assert.Equal(t, "https://a", d.Value(c, "address"))
	assert.Empty(t, d.Value(c, "nothing"))
	_, ok := d.Field("nothing")
	assert.False(t, ok)
	f, ok := d.Secret("extra")
	assert.True(t, ok)
	assert.Equal(t, "Extra", f.Label)

	r := protocol.NewRegistry()
	assert.Empty(t, r.List())
	assert.Empty(t, r.Declaration("p").ID)
	_, err := r.Get("")
	assert.Equal(t, app.CodeIncomplete, app.ErrorCode(err))
	_, err = r.Get("fourth")
	assert.Equal(t, app.CodeInvalid, app.ErrorCode(err))
}
