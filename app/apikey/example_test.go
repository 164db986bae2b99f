package apikey_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/apikey"
	"channeldesk/storage/storagetest"
)

func TestExamplesOfAnAgent(t *testing.T) {
	for _, l := range apikey.Languages {
		for _, o := range apikey.Operations {
			e, err := apikey.Examples(o, l, apikey.Values{BaseURL: "https://wa.bank.example/v1"})
			require.NoError(t, err)
			assert.Contains(t, e.Code, "https://wa.bank.example/v1/", "%s %s", l, o)
			assert.Contains(t, e.Code, apikey.KeyVariable)
			assert.Equal(t, o.Scope() == app.ScopeSend, strings.Contains(e.Code, "Idempotency-Key"))
			assert.NotContains(t, e.Code, "[[")
			assert.Contains(t, e.Comment.String(), e.File)
			assert.True(t, strings.HasSuffix(e.Code, "\n"))
			assert.NotEqual(t, string(o), o.Label())
		}
		assert.NotEqual(t, string(l), l.Label())
		again, err := apikey.ParseLanguage(" " + l.Label() + " ")
		require.NoError(t, err)
		assert.Equal(t, l, again)
	}
	_, err := apikey.ParseLanguage("cobol")
	storagetest.RequireCode(t, app.CodeInvalid, err)
}

// One example can be run after another: each message has an Idempotency-Key of its
// own, the same in every language.
func TestEachExampleHasItsIdempotencyKey(t *testing.T) {
	form := regexp.MustCompile(`order-20418-[a-z0-9-]+`)
	keys := map[string]string{}
	for name, c := range map[string]struct {
		o apikey.Operation
		v apikey.Values
	}{
		"made up": {apikey.SendTemplate, apikey.Values{}}, "text": {apikey.SendText, apikey.Values{}}, "other text": {apikey.SendText, apikey.Values{Text: "Hi"}},
		"to another": {apikey.SendText, apikey.Values{To: "+628111222333"}}, "own": {apikey.SendTemplate, apikey.Values{Template: app.TemplateMessage{Name: "order_ready", Language: "id"}}},
		"language": {apikey.SendTemplate, apikey.Values{Template: app.TemplateMessage{Name: "order_ready", Language: "en"}}},
	} {
		for _, l := range apikey.Languages {
			c.v.BaseURL = "https://wa.bank.example/v1"
			e, err := apikey.Examples(c.o, l, c.v)
			require.NoError(t, err)
			key := form.FindString(e.Code)
			require.NotEmpty(t, key, e.Code)
			if keys[name] == "" {
				keys[name] = key
			}
			assert.Equal(t, keys[name], key, "%s in %s", name, l)
		}
	}
	all := slices.Sorted(maps.Values(keys))
	assert.Len(t, slices.Compact(all), 6, keys)
}

func TestWhatCannotBeInAnExample(t *testing.T) {
	good := apikey.Values{BaseURL: "https://wa.bank.example/v1"}
	for _, base := range []string{"", "wa.bank.example/v1", "ftp://wa.bank.example", "https://", "https://x.example/?a=1", "https://x.example/#a", "https://me@x.example", "https://x.example\n/v1"} {
		_, err := apikey.Examples(apikey.ReadChannel, apikey.CURL, apikey.Values{BaseURL: base})
		assert.Equal(t, "base_url", storagetest.RequireCode(t, app.CodeInvalid, err).Field, base)
	}
	for _, key := range []string{"with space", "line\nbreak", "é", strings.Repeat("x", 256)} {
		v := good
		v.Idempotency = key
		_, err := apikey.Examples(apikey.SendText, apikey.CURL, v)
		assert.Equal(t, "idempotency", storagetest.RequireCode(t, app.CodeInvalid, err).Field, key)
	}
	_, err := apikey.Examples("dance", apikey.CURL, good)
	storagetest.RequireCode(t, app.CodeInvalid, err)
	_, err = apikey.Examples(apikey.SendText, "cobol", good)
	storagetest.RequireCode(t, app.CodeInvalid, err)
}
