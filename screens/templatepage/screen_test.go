package templatepage

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/template"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

// run runs a test in a headless application.
func run(t *testing.T, do func(t *testing.T, ui *frametest.UI)) {
	t.Helper()
	frametest.Run(t, kit.ModeLight, do)
}

func TestListAndDetails(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		f := fake()
		f.uses = template.Uses{Waiting: 3, Sent: []template.Use{{Source: app.SourceAPI, KeyName: "core", Count: 1204}}}
		p := open(t, ui, f)
		assert.Equal(t, 1, f.fresh, "the list is kept up to date while the page is open")
		text := ui.Texts()
		for _, want := range []string{"year_end_savings_offer", "Rejected", "10 templates, needs attention first", "Synced with Meta today 09:30",
			"Utility, English. Sent for review 12 Nov by Raka Pratama", "3 messages wait to be sent.", "API key core: 1,204 in 30 days", "See the offer"} {
			assert.Contains(t, text, want)
		}
		assert.True(t, ui.Control("Send test").Disabled())
		ui.Press("Open in History")
		assert.Equal(t, []string{"go history template=year_end_savings_offer"}, p.shell.Said)
		p.shell.Said, f.uses = nil, template.Uses{}
		p.list.table.OnSelect(5)
		ui.Settle()
		assert.Equal(t, "branch_visit_booked", p.name)
		assert.NotContains(t, ui.Texts(), "Open in History", "nothing was sent with it")
		ui.Press("Send test")
		assert.Equal(t, []string{"go send template:12"}, p.shell.Said)

		p.Leave()
		ui.Settle()
		assert.Zero(t, f.fresh)
	})
}

func TestSamplesChangeThePreview(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		p := open(t, ui, fake())
		p.detail.body.Objects[2].(*fyne.Container).Objects[0].(*kit.TextField).Focus()
		ui.Type("Pak Joko")
		assert.Equal(t, "Pak Joko", p.detail.preview.Message().Values["1"])
		p.Reload()
		ui.Settle()
		assert.Equal(t, "Pak Joko", p.detail.preview.Message().Values["1"], "reading again leaves what was typed")
		p.choose("loan_topup_invite", "id")
		p.choose("year_end_savings_offer", "en")
		assert.Equal(t, "Pak Joko", p.detail.preview.Message().Values["1"])
	})
}

func TestNewsDoesNotMoveTheList(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		f := fake()
		p := open(t, ui, f)
		before := namesOf(p.list.shown)
		f.list[0].Status, f.list[0].Reason, f.list[0].Fix = app.TemplateApproved, app.Text{}, app.Text{}
		p.Reload()
		ui.Settle()
		assert.Equal(t, before, namesOf(p.list.shown))
		assert.Contains(t, ui.Texts(), "Approved")
		assert.False(t, ui.Control("Send test").Disabled(), "the details follow")
		p.Enter(context.Background(), p.at, "")
		ui.Settle()
		assert.NotEqual(t, before, namesOf(p.list.shown), "coming back sorts anew")
	})
}

func TestSearchPillsAndFilters(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		p := open(t, ui, fake())
		p.FocusSearch()
		ui.Type("savings")
		assert.Equal(t, []string{"year_end_savings_offer", "savings_birthday_bonus"}, namesOf(p.list.shown))
		assert.Contains(t, ui.Texts(), "2 of 10 templates")
		ui.Press("Paused 1")
		assert.Equal(t, "savings_birthday_bonus", p.name, "the details show what is in the list")
		p.FocusSearch()
		ui.Type("nobody says this")
		assert.Contains(t, ui.Texts(), "Nothing matches these filters")
		ui.Press("Clear filters")
		assert.Len(t, p.list.shown, 10)

		ui.Press("Filter")
		p.head.set(func(c *choice) { c.category = app.CategoryAuthentication })
		assert.Equal(t, []string{"otp_login_code"}, namesOf(p.list.shown))
		ui.Press("Clear filters")
		assert.Len(t, p.list.shown, 10)
		assert.True(t, p.head.search.Text() == "" && !p.Escape())
	})
}

func TestSyncTellsHowFarItIs(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		f := fake()
		f.slow = make(chan struct{})
		p := open(t, ui, f)
		p.CheckAgain()
		ui.Settle()
		assert.Contains(t, ui.Texts(), "25 templates read")
		assert.Len(t, p.list.shown, 10, "the rows stay")
		f.list = append(f.list, tmpl("brand_new", "id", app.TemplateRejected))
		f.sync.Problem = app.Say("The access token ended.")
		close(f.slow)
		ui.Settle()
		assert.Contains(t, ui.Texts(), "brand_new")
		assert.Contains(t, ui.Texts(), "Meta's templates could not be read. The access token ended. The list is from today 09:30.")
		ui.Press("Try again")
		assert.Equal(t, []string{"sync", "sync"}, f.did)
	})
}

func TestActionsBeginDrafts(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		f := fake()
		p := open(t, ui, f)
		ui.Press("Duplicate and fix")
		ui.Press("Edit it")
		ui.Press("Copy to Draft")
		assert.Equal(t, []string{"duplicate 1 ", "edit 1", "copy 1 to draft"}, f.did)
		assert.Equal(t, []app.TemplateDraft{{ID: 91}, {ID: 90, Edits: "x"}}, p.edited)
		assert.Equal(t, []string{"copied is copied to Draft, not sent yet"}, p.shell.Said)
		p.shell.Do()
		assert.Equal(t, []string{"choose draft", "go " + frame.TemplateEditor + " " + frame.DraftPart(92)}, p.shell.Said[1:], "the copy itself is shown")
		p.shell.Said = p.shell.Said[:1]
		ui.Press("New template")
		assert.True(t, p.New())
		assert.Len(t, p.edited, 4)

		ui.Press("Copy to another language")
		ui.Key(fyne.KeyReturn)
		assert.Equal(t, "duplicate 1 id", f.did[3])

		f.actErr = app.NewError(app.CodeInternal, app.Say("No room."))
		ui.Press("Duplicate and fix")
		assert.Contains(t, p.shell.Said[1], "error")
	})
}

func TestWhyAnApprovedOneCannotBeChanged(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		f := fake()
		f.mayEdit = app.NewError(app.CodeInvalid, app.Say("It was changed today."))
		p := open(t, ui, f)
		p.choose("payment_received", "en")
		ui.Settle()
		assert.True(t, ui.Control("Edit").Disabled())
	})
}

func TestDeletingSaysWhatBreaks(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		f := fake()
		f.uses = template.Uses{Waiting: 4, Languages: []string{"id"}, Bulks: []app.BulkSend{{Name: "November due"}}}
		p := open(t, ui, f)
		ui.Press("Delete")
		text := ui.Texts()
		for _, want := range []string{"Delete year_end_savings_offer?", "4 messages wait to be sent.", "Bulk send “November due” has not ended.", "What waits fails when its turn comes.", "All languages: English, Indonesian"} {
			assert.Contains(t, text, want)
		}
		ui.Press("All languages: English, Indonesian")
		assert.Contains(t, ui.Texts(), "8 messages wait to be sent.")
		ui.Press("Delete it")
		assert.Equal(t, []string{"delete 1 true"}, f.did)
		assert.Equal(t, p.list.table.Focusable(), p.shell.Window().Canvas().Focused(), "the button is gone, and its tooltip with it")
		assert.Equal(t, []string{"year_end_savings_offer is deleted in all languages"}, p.shell.Said)
		assert.NotContains(t, ui.Texts(), "year_end_savings_offer")
	})
}

// What is read again and is the same leaves the buttons alone: the keyboard comes
// back to the one that opened a dialog.
func TestTheKeyboardComesBackFromADialog(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		p := open(t, ui, fake())
		for ui.Focused() != "Delete" {
			ui.Key(fyne.KeyTab)
		}
		ui.Key(fyne.KeyReturn)
		assert.Equal(t, 1, ui.Layers())
		p.Reload()
		ui.Settle()
		ui.Key(fyne.KeyEscape)
		assert.Zero(t, ui.Layers())
		assert.Equal(t, "Delete", ui.Focused())
	})
}

func TestDraftsAreRows(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		f := fake()
		f.drafts = []app.TemplateDraft{{ID: 3, Name: "ramadan_hours", Language: "id", SavedAt: now, CreatedBy: "Dewi Kartika", Problem: app.Say("The name is taken."), Design: app.TemplateDesign{Body: "We close at 15.00."}},
			{ID: 4, Name: "payment_received", Language: "en", Edits: f.list[9].ProviderID}}
		p := open(t, ui, f)
		p.choose("ramadan_hours", "id")
		ui.Settle()
		text := ui.Texts()
		for _, want := range []string{"Not sent yet", "Begun by Dewi Kartika, saved today 09:41", "It was not sent. The name is taken."} {
			assert.Contains(t, text, want)
		}
		ui.Press("Go on writing")
		assert.Equal(t, app.TemplateDraftID(3), p.edited[0].ID)
		ui.Press("Throw the draft away")
		ui.Press("Throw it away")
		assert.Equal(t, []string{"drop 3"}, f.did)
		p.choose("payment_received", "en")
		ui.Settle()
		assert.Contains(t, ui.Texts(), "A change of it is being written and not sent yet.")
	})
}

func TestOtherProviders(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		f := &fakeTemplates{offer: protocol.TemplateOffer{NoCreate: app.Say("Coster's staff set templates up.")}}
		p := newPage(t, ui, frametest.PageSize, f)
		p.Screen.at.Agent = 0
		p.named = "Coster"
		p.enter("")
		assert.Contains(t, ui.Texts(), "Coster tells of no templates.")
		assert.Zero(t, f.fresh)
		ui.Press("Declare a template")
		assert.Len(t, p.edited, 1)
		f.list = []app.Template{tmpl("paid", "id", app.TemplateDeclared)}
		p.Reload()
		ui.Settle()
		assert.Contains(t, ui.Texts(), "Declared")
		assert.Nil(t, ui.Control("Sync"))
		ui.Press("Delete")
		assert.Contains(t, ui.Texts(), "It stays at Coster; here no message can be made from it any more.")
		ui.Press("Forget it")
		assert.Equal(t, []string{"delete 1 false"}, f.did)
	})
}

func TestViewerLooksOnly(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		p := newPage(t, ui, frametest.PageSize, fake())
		p.role = app.Viewer
		p.enter("")
		assert.Contains(t, ui.Texts(), "You can look, not change. Your role on Bank Nusantara is Viewer.")
		for _, gone := range []string{"New template", "Sync", "Duplicate and fix", "Delete", "Edit it"} {
			assert.Nil(t, ui.Control(gone), gone)
		}
		assert.False(t, p.New())
	})
}

func TestStates(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		f := fake()
		f.err = app.NewError(app.CodeInternal, app.Say("The database cannot be read."))
		p := open(t, ui, f)
		assert.Contains(t, ui.Texts(), "The templates could not be read")
		f.err = nil
		ui.Press("Try again")
		assert.Contains(t, ui.Texts(), "year_end_savings_offer")

		p.account = false
		p.Reload()
		ui.Settle()
		assert.Contains(t, ui.Texts(), "The account comes first")
		ui.Press("Enter the account")
		assert.Equal(t, []string{"go channel account"}, p.shell.Said)
	})
}

func TestALinkOpensItsTemplate(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		p := newPage(t, ui, frametest.PageSize, fake()).enter(frame.TemplatePart(8))
		assert.Equal(t, "installment_reminder", p.name)
		assert.Equal(t, "en", p.language)
	})
}

func TestExportWritesWhatIsShown(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		p := open(t, ui, fake())
		ui.Press("Paused 1")
		ui.Press("Export CSV")
		ui.Press("Choose the place")
		assert.Contains(t, p.shell.Saved["templates-2026-11-17.csv"], "savings_birthday_bonus,id,")
		assert.NotContains(t, p.shell.Saved["templates-2026-11-17.csv"], "year_end")
		assert.Equal(t, []string{"Templates exported"}, p.shell.Said)
	})
}
