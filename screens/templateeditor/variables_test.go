package templateeditor

import (
	"testing"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
)

func TestTypedNames(t *testing.T) {
	require.Equal(t, "installment_reminder_v2", typedName("Installment reminder-V2"))
	require.Equal(t, "caf_", typedName("Café"), "letter by letter, so that the cursor stays")
}

func TestNamesAndNumbersOfVariables(t *testing.T) {
	d := app.TemplateDraft{Labels: map[string]string{"1": "Customer name", "header": "Greeting", "card.0.1": "Gift"}, Design: app.TemplateDesign{
		Header: &app.HeaderDesign{Kind: app.HeaderText, Text: "Hello {{1}}", Samples: map[string]string{"1": "you"}},
		Body:   "Dear {{1}}, pay {{2}} now, {{1}}.", Samples: map[string]string{"1": "Sari", "2": "Rp 5"},
		Cards: []app.CardDesign{{Body: "With {{1}} more", Samples: map[string]string{"1": "one"}}},
	}}
	useNames(&d)
	require.True(t, d.Design.Named)
	require.Equal(t, "Dear {{customer_name}}, pay {{value_2}} now, {{customer_name}}.", d.Design.Body)
	require.Equal(t, map[string]string{"customer_name": "Sari", "value_2": "Rp 5"}, d.Design.Samples)
	require.Equal(t, "Hello {{greeting}}", d.Design.Header.Text)
	require.Equal(t, map[string]string{"customer_name": "Customer name", "header": "Greeting", "card.0.gift": "Gift"}, d.Labels)

	renameVariable(&d, bodyWords(&d), "value_2", "amount")
	renameVariable(&d, bodyWords(&d), "amount", "customer_name")
	require.Equal(t, "Dear {{customer_name}}, pay {{amount}} now, {{customer_name}}.", d.Design.Body, "two cannot have one name")

	useNumbers(&d)
	require.Equal(t, "Dear {{1}}, pay {{2}} now, {{1}}.", d.Design.Body)
	require.Equal(t, map[string]string{"1": "Sari", "2": "Rp 5"}, d.Design.Samples)
	require.Equal(t, map[string]string{"1": "Customer name", "2": "Amount", "header": "Greeting", "card.0.1": "Gift"}, d.Labels)
	require.Equal(t, "With {{1}} more", d.Design.Cards[0].Body)
}

func TestNextVariable(t *testing.T) {
	require.Equal(t, "1", nextVariable("", false))
	require.Equal(t, "4", nextVariable("{{1}} {{3}}", false))
	require.Equal(t, "value_2", nextVariable("{{value}}", true))
}

func TestABodysVariableCalledHeaderHasAKeyOfItsOwn(t *testing.T) {
	d := app.TemplateDraft{Labels: map[string]string{"header": "Heading"}, Design: app.TemplateDesign{Named: true, Body: "The {{x}} here"}}
	renameVariable(&d, bodyWords(&d), "x", "header")
	setEntry(&d.Labels, bodyKey("header"), "Body")
	require.Equal(t, map[string]string{"header": "Heading", "body.header": "Body"}, d.Labels)
}

func TestButtonsStayInTheirGroups(t *testing.T) {
	d := app.TemplateDraft{Labels: map[string]string{"button.0": "End of the link"}, Design: app.TemplateDesign{Buttons: []app.ButtonDesign{{Kind: app.ButtonURL, Text: "a"}, {Kind: app.ButtonQuickReply, Text: "b"}}}}
	require.Equal(t, 1, addButton(&d, ownButtons(&d), app.ButtonDesign{Kind: app.ButtonPhone, Text: "c"}))
	require.Equal(t, 3, addButton(&d, ownButtons(&d), app.ButtonDesign{Kind: app.ButtonQuickReply, Text: "d"}))
	moveButton(&d, ownButtons(&d), 0, 1)
	require.Equal(t, map[string]string{"button.1": "End of the link"}, d.Labels, "labels go with their buttons")
	moveButton(&d, ownButtons(&d), 0, -1)
	removeButton(&d, ownButtons(&d), 0)
	require.Equal(t, map[string]string{"button.0": "End of the link"}, d.Labels)
	removeButton(&d, ownButtons(&d), 0)
	require.Empty(t, d.Labels)
}

func TestCardsAreAlike(t *testing.T) {
	d := app.TemplateDraft{Labels: map[string]string{"card.1.1": "Gift", "card.0.1": "Old"}, Design: app.TemplateDesign{Cards: newCarousel()}}
	d.Design.Cards[0].Buttons = append(d.Design.Cards[0].Buttons, app.ButtonDesign{Kind: app.ButtonURL, Text: "See"})
	d.Design.Cards[1].Buttons[0].Text = "kept"
	alikeButtons(&d, 0)
	require.Equal(t, []app.ButtonDesign{{Kind: app.ButtonQuickReply, Text: "kept"}, {Kind: app.ButtonURL, Text: "See"}}, d.Design.Cards[1].Buttons)
	addCard(&d)
	require.Len(t, d.Design.Cards[2].Buttons, 2)
	removeCard(&d, 0)
	require.Equal(t, map[string]string{"card.0.1": "Gift"}, d.Labels)
}
