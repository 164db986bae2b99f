package templatefile

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/cmd/channeldesk/applyfile"
)

const whole = `name: payment_due
language: id
category: utility
header: {kind: image, file: pictures/card.png}
body: "Hello {{1}}, please pay {{2}} soon."
samples: {"1": Ann, "2": Rp 1}
footer: Bank
buttons:
  - {kind: quick_reply, text: Done}
  - kind: url
    text: Pay
    url: https://pay.example/{{1}}
    sample: https://pay.example/81
lifetime: 10m
labels: {"1": Name}
`

func TestParse(t *testing.T) {
	f, err := Parse("/home/x/due.yaml", []byte(whole))
	require.NoError(t, err)
	want := app.TemplateDraft{Name: "payment_due", Language: "id", Labels: map[string]string{"1": "Name"}, Design: app.TemplateDesign{
		Category: app.CategoryUtility, Header: &app.HeaderDesign{Kind: app.HeaderImage, Path: "/home/x/pictures/card.png"},
		Body: "Hello {{1}}, please pay {{2}} soon.", Samples: map[string]string{"1": "Ann", "2": "Rp 1"}, Footer: "Bank", Lifetime: 10 * time.Minute,
		Buttons: []app.ButtonDesign{{Kind: app.ButtonQuickReply, Text: "Done"}, {Kind: app.ButtonURL, Text: "Pay", URL: "https://pay.example/{{1}}", Sample: "https://pay.example/81"}},
	}}
	require.Equal(t, want, f.Draft)

	asJSON, err := Parse("due.json", []byte(`{"name":"a","language":"id","category":"authentication","code":{"delivery":"copy_code","advice":true,"minutes":5}}`))
	require.NoError(t, err)
	require.Equal(t, &app.CodeDesign{Delivery: "copy_code", Advice: true, Minutes: 5}, asJSON.Draft.Design.Code)
	named, err := Parse("-", []byte("name: a\nlanguage: id\ncategory: utility\nbody: Hi {{who}}, hello.\nsamples: {who: Ann}\n"))
	require.NoError(t, err)
	require.True(t, named.Draft.Design.Named)
}

// Mistakes stand at their line and column.
func TestMistakes(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want applyfile.Pos
		says string
	}{
		"unknown key":        {"name: a\nlanguge: id\n", applyfile.Pos{Line: 2, Column: 1}, "no languge"},
		"unknown key inside": {"name: a\nbuttons:\n  - kind: url\n    adress: x\n", applyfile.Pos{Line: 4, Column: 5}, "no adress"},
		"another kind":       {"name: a\nbuttons: 5\n", applyfile.Pos{Line: 2, Column: 10}, "kind"},
		"no YAML":            {"name: [a\n", applyfile.Pos{}, ""},
		"empty":              {"", applyfile.Pos{Line: 1, Column: 1}, "one template"},
		"two":                {"name: a\n---\nname: b\n", applyfile.Pos{Line: 1, Column: 1}, "one template"},
		"lifetime":           {"name: a\nlifetime: soon\n", applyfile.Pos{Line: 2, Column: 1}, "30s"},
	} {
		_, err := Parse("x.yaml", []byte(c.text))
		var p *applyfile.Problems
		require.True(t, errors.As(err, &p), name)
		require.Contains(t, p.List[0].Message, c.says, name)
		if c.want.Line > 0 {
			require.Equal(t, c.want, p.List[0].Pos, name)
		}
	}
}

func TestFindingsStandAtTheirPart(t *testing.T) {
	f, err := Parse("x.yaml", []byte(whole))
	require.NoError(t, err)
	require.NoError(t, f.Problems([]protocol.TemplateFinding{{Part: "body"}}), "advice is none")
	for part, want := range map[string]applyfile.Pos{
		"name": {Line: 1, Column: 1}, "body": {Line: 5, Column: 1}, "header": {Line: 4, Column: 1}, "buttons": {Line: 8, Column: 1},
		"buttons.1": {Line: 10, Column: 5}, "cards.1.body": {Line: 1, Column: 1},
	} {
		err := f.Problems([]protocol.TemplateFinding{{Problem: true, Part: part, What: app.Say("Wrong."), Fix: app.Say("Mend it.")}})
		var p *applyfile.Problems
		require.True(t, errors.As(err, &p))
		require.Equal(t, []applyfile.Problem{{Pos: want, Message: "Wrong. Mend it."}}, p.List, part)
	}
}
