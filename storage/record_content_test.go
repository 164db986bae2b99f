package storage

import (
	"encoding/json"
	"strings"
	"testing"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// What is read the short way is what encoding/json reads.
func TestContentReadsAsJSON(t *testing.T) {
	for s, short := range map[string]bool{
		`{}`:                               true,
		`{"text":"Halo"}`:                  true,
		`{"text":"Halo, apa kabar — ألف"}`: true,
		`{"template":{"name":"a","language":"id","id":"7","body":["Bp. Agus","Rp 1"],"names":["who"],"buttons":[{"index":0,"kind":"url","value":"pay/1"},{"index":2,"kind":"copy_code","value":"X"}]}}`: true,
		`{"template":{"name":"a","language":"id","header":{"kind":"image","link":"https://x/y.jpg"}}}`:                                                                                                  true,
		`{"template":{"name":"a","language":"id","header":{"kind":"document","link":"https://x/y.pdf","filename":"y"}},"text":"x"}`:                                                                     true,
		`{"text":"Tom \u0026 \"Jerry\""}`:                                               false,
		`{"text":"x","buttons":[{"id":"a","title":"b"}]}`:                               false,
		`{"template":null}`:                                                             false,
		`{"template":{"name":"a","body":[]}}`:                                           false,
		`{"template":{"name":"a","body":null}}`:                                         false,
		`{"template":{"name":"a","offer_ends":17}}`:                                     false,
		`{"template":{"name":"a","cards":[{"body":["x"]}]}}`:                            false,
		`{"template":{"name":"a","header":{"kind":"location","place":{"latitude":1}}}}`: false,
		`{"template":{"name":"a"},"template":{"language":"id"}}`:                        false,
		`{ "text": "x" }`:                                                               false,
		`{"Text":"x"}`:                                                                  false,
		`{"later":"x"}`:                                                                 false,
		"{\"text\":\"a\xffb\"}":                                                         false,
		`{"template":{"buttons":[{"index":1.5}]}}`:                                      false,
		`{"text":"x"}}`:                                                                 false,
		`{"text":"x",}`:                                                                 false,
		`{"text":"x"`:                                                                   false,
		``:                                                                              false,
	} {
		p, got := plainJSON{s}, app.Content{}
		require.Equal(t, short, plainContent(&p, &got) && p.rest == "", s)
		var want app.Content
		wrong := json.Unmarshal([]byte(s), &want)
		got, err := readContent(s)
		require.Equal(t, wrong == nil, err == nil, s)
		if err == nil {
			require.Equal(t, want, got, s)
		}
	}
}

func TestAnyContentComesBack(t *testing.T) {
	text := rapid.StringOf(rapid.SampledFrom([]rune("aZ0 \"\\<>&\n\té—\u2028😀{}[],:")))
	texts := rapid.SliceOfN(text, 0, 3)
	rapid.Check(t, func(t *rapid.T) {
		c := app.Content{Text: text.Draw(t, "text")}
		if rapid.Bool().Draw(t, "template") {
			c.Template = &app.TemplateMessage{
				Name: text.Draw(t, "name"), Language: text.Draw(t, "language"), Body: texts.Draw(t, "body"), Names: texts.Draw(t, "names"),
			}
			for range rapid.IntRange(0, 2).Draw(t, "buttons") {
				c.Template.Buttons = append(c.Template.Buttons, app.TemplateButton{Index: rapid.Int().Draw(t, "index"), Value: text.Draw(t, "value")})
			}
			if rapid.Bool().Draw(t, "header") {
				c.Template.Header = &app.TemplateHeader{Kind: "text", Text: text.Draw(t, "header text")}
			}
		}
		encoded, err := encode(c)
		require.NoError(t, err)
		var want app.Content
		require.NoError(t, json.Unmarshal([]byte(encoded), &want))
		got, err := readContent(encoded)
		require.NoError(t, err)
		require.Equal(t, want, got, encoded)
	})
}

// A sentence reads as its record does.
func TestSentenceReadsAsItsRecord(t *testing.T) {
	for _, text := range []app.Text{
		app.Say("This number is not on WhatsApp."), app.Say("{{.N}} of {{.File}}", "N", 3, "File", "card.jpg"),
		app.Say("{{.Why}}", "Why", app.Say("Inside {{.A}}.", "A", "b")), app.Say("{{.F}} {{.B}}", "F", 1.5, "B", true),
		app.Say("Tom & \"Jerry\""), app.Say("{{.L}}", "L", []string{"a", "b"}), app.Say("{{.N}}", "N", -7), app.Say("{{.N}}", "N", int64(1<<62)),
	} {
		column, err := encodeText(text)
		require.NoError(t, err)
		var r textRecord
		require.NoError(t, json.Unmarshal([]byte(column.String), &r))
		got, err := readText(column.String)
		require.NoError(t, err)
		require.Equal(t, r.text(), got)
		require.Equal(t, text.String(), got.String())
	}
	for _, s := range []string{`{"t":"x"}`, `{"t":"x","a":{}}`, `{"t":"x","a":{"N":0}}`, `{"t":"x","a":{"N":-0}}`, `{"t":"x","a":{"N":12345678901234567890}}`, `{"a":{"N":1e3},"t":"x"}`, `{"t":"x","a":{"N":{"$text":{"t":"y"}}}}`, `{"t":"x","a":{"N":{"$time":"2026-01-02T03:04:05Z"}}}`, `{"t":"x","a":null}`} {
		var r textRecord
		require.NoError(t, json.Unmarshal([]byte(s), &r), s)
		got, err := readText(s)
		require.NoError(t, err, s)
		require.Equal(t, r.text(), got, s)
	}
	for _, s := range []string{`{`, `{"t":1}`, `{"t":"x"}x`, `{"t":"x","a":{"N":01}}`} {
		_, err := readText(s)
		require.Error(t, err, s)
	}
	long := `{"t":"` + strings.Repeat("x", 3000) + `"}`
	require.Zero(t, testing.AllocsPerRun(10, func() { _, _ = readText(long) }), "a sentence without values takes no memory")
}
