package templatepage

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/csvout"
	"channeldesk/screens/frame/frametest"
)

func tmpl(name, language string, s app.TemplateStatus) app.Template {
	return app.Template{ID: 1, ProviderID: name + language, Name: name, Language: language, Status: s, Category: app.CategoryUtility, Design: app.TemplateDesign{Body: "Hello " + name}}
}

func TestGroupsPutAttentionFirst(t *testing.T) {
	low := tmpl("low", "id", app.TemplateApproved)
	low.Quality = app.QualityLow
	list := []app.Template{
		tmpl("a_good", "en", app.TemplateApproved), tmpl("a_good", "id", app.TemplateApproved), tmpl("gone", "id", app.TemplateLeaving), tmpl("odd", "id", app.TemplateOther),
		tmpl("review", "id", app.TemplateInReview), low, tmpl("paused", "id", app.TemplatePaused), tmpl("off", "id", app.TemplateDisabled),
		tmpl("mixed", "en", app.TemplateApproved), tmpl("mixed", "id", app.TemplateRejected),
	}
	drafts := []app.TemplateDraft{{ID: 1, Name: "new", Language: "id"}, {ID: 2, Name: "a_good", Language: "en", Edits: "a_gooden"}, {ID: 3, Name: "a_good", Language: "jv"}}
	groups := groupUp(list, drafts)
	assert.Equal(t, []string{"mixed", "off", "paused", "low", "new", "review", "odd", "a_good", "gone"}, namesOf(groups))
	good := groups[7]
	assert.Equal(t, app.TemplateApproved, good.worst().template.Status, "what is only being written does not hide that the others are well")
	require.Len(t, good.entries, 3, "the change belongs to the template, the new language stands beside it")
	assert.True(t, good.entries[0].known() && good.entries[0].writing())
	assert.False(t, good.entries[2].known())
	assert.Equal(t, "id", groups[0].worst().language)
	assert.Equal(t, "id", groups[0].at("xx").language)
}

func TestListKeepsItsOrderWhileRead(t *testing.T) {
	before := groupUp([]app.Template{tmpl("a", "id", app.TemplateInReview), tmpl("b", "id", app.TemplateApproved)}, nil)
	after := groupUp([]app.Template{tmpl("a", "id", app.TemplateApproved), tmpl("b", "id", app.TemplateRejected), tmpl("c", "id", app.TemplateApproved)}, nil)
	assert.Equal(t, []string{"b", "a", "c"}, namesOf(after))
	assert.Equal(t, []string{"c", "a", "b"}, namesOf(keepOrder(after, namesOf(before), true)))
	assert.Equal(t, []string{"a", "b", "c"}, namesOf(keepOrder(after, namesOf(before), false)))
}

func TestFiltersNarrow(t *testing.T) {
	all := groupUp(sample(), []app.TemplateDraft{{ID: 1, Name: "new", Language: "jv", Design: app.TemplateDesign{Body: "Sugeng enjing"}}})
	names := func(c choice) []string {
		shown, _ := narrow(all, c)
		return namesOf(shown)
	}
	_, counts := narrow(all, choice{pill: pillAll})
	assert.Equal(t, map[string]int{pillAll: 11, pillApproved: 5, pillReview: 2, pillRejected: 2, pillPaused: 1, pillDrafts: 1}, counts)
	assert.Equal(t, []string{"savings_birthday_bonus"}, names(choice{pill: pillPaused}))
	assert.Equal(t, []string{"new"}, names(choice{pill: pillAll, text: "SUGENG"}), "the text counts, not only the name")
	assert.Equal(t, []string{"year_end_savings_offer"}, names(choice{pill: pillAll, text: "see savings"}), "each word somewhere, buttons too")
	assert.Equal(t, []string{"otp_login_code"}, names(choice{pill: pillAll, category: app.CategoryAuthentication}))
	assert.Equal(t, []string{"new"}, names(choice{pill: pillAll, language: "jv"}))
	assert.Equal(t, []string{"card_delivery_update"}, names(choice{pill: pillAll, quality: app.QualityMedium}))
	assert.Empty(t, names(choice{pill: pillReview, text: "nobody says this"}))
	assert.Equal(t, []string{"en", "id", "jv"}, languagesOf(all))
}

func TestShortLanguagesLeaveTheRegionOut(t *testing.T) {
	of := func(codes ...string) string {
		g := group{}
		for _, c := range codes {
			g.entries = append(g.entries, entry{language: c})
		}
		return shortLanguages(g)
	}
	assert.Equal(t, "EN, ID", of("en_US", "id"))
	assert.Equal(t, "EN GB, EN US", of("en_GB", "en_US"))
}

func TestExportHasARowForEachLanguage(t *testing.T) {
	rows := exportRows(groupUp(sample(), []app.TemplateDraft{{ID: 1, Name: "new", Language: "id", Design: app.TemplateDesign{Body: "=1+1"}}}))
	assert.Len(t, rows, 1+len(sample())+1)
	var out bytes.Buffer
	require.NoError(t, writeRows(&out, csvout.Options{}, rows))
	assert.Contains(t, out.String(), "year_end_savings_offer,en,utility,Rejected,")
	assert.Contains(t, out.String(), "new,id,,Not sent yet,,,,'=1+1,")
}

// A copy with the name and language of a template that is there already is found at
// that template: it would be in nobody's reach beside it.
func TestADraftWithATakenName(t *testing.T) {
	groups := groupUp([]app.Template{tmpl("bill", "id", app.TemplateApproved)}, []app.TemplateDraft{{ID: 4, Name: "bill", Language: "id"}})
	require.Len(t, groups, 1)
	require.Len(t, groups[0].entries, 1)
	assert.True(t, groups[0].entries[0].known() && groups[0].entries[0].writing())
	run(t, func(t *testing.T, ui *frametest.UI) {
		f := fake()
		f.drafts = []app.TemplateDraft{{ID: 4, Name: "payment_received", Language: "en"}}
		p := open(t, ui, f)
		p.choose("payment_received", "en")
		ui.Settle()
		assert.Contains(t, ui.Texts(), "A draft with the same name and language is being written. To send it, give it another name.")
		ui.Press("Go on writing")
		assert.Equal(t, app.TemplateDraftID(4), p.edited[0].ID)
	})
}
