package templateeditor

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/frame/frametest"
	"channeldesk/screens/kit"
)

var draftPlace = frame.Place{Agent: 1, Environment: app.Draft}

// onPage runs a test on the page with a draft, or on an empty one for nil.
func onPage(t *testing.T, d *app.TemplateDraft, change func(*office), do func(ui *frametest.UI, o *office, s *Screen)) {
	t.Helper()
	frametest.Run(t, kit.ModeLight, func(_ *testing.T, ui *frametest.UI) {
		o, part := newOffice(), ""
		if d != nil {
			part = frame.DraftPart(o.keep(*d).ID)
		}
		if change != nil {
			change(o)
		}
		do(ui, o, opened(ui, fyne.NewSize(1060, 1400), o, part))
	})
}

func whole() *app.TemplateDraft {
	d := reminder()
	d.Design.Buttons[0].Sample = "https://pay.banknusantara.example/1"
	return &d
}

func TestWhatIsTypedIsKeptAfterAPause(t *testing.T) {
	onPage(t, nil, nil, func(ui *frametest.UI, o *office, s *Screen) {
		require.Equal(t, "New template", s.Title())
		require.Equal(t, "Name", ui.Focused())
		ui.Type("Due soon")
		require.Equal(t, "due_soon", s.form.head.name.Text())
		require.Zero(t, o.rows.saves)
		ui.Pass(keepPause)
		require.Equal(t, 1, o.rows.saves)
		require.Equal(t, "due_soon", o.rows.drafts[11].Name)
		require.Contains(t, ui.Texts(), "Saved 09:41")
		s.form.body.insert("Hello")
		ui.Pass(keepPause)
		require.Len(t, o.rows.drafts, 1, "one draft, not one for each save")
		require.Equal(t, "Hello", o.rows.drafts[11].Design.Body)
	})
}

func TestAnEmptyPageLeavesNothingBehind(t *testing.T) {
	onPage(t, nil, nil, func(ui *frametest.UI, o *office, s *Screen) {
		s.Leave()
		ui.Pass(time.Minute)
		require.Zero(t, o.rows.saves)
	})
}

func TestLeavingAndClosingKeepAtOnce(t *testing.T) {
	onPage(t, nil, nil, func(ui *frametest.UI, o *office, s *Screen) {
		ui.Type("a")
		s.Leave()
		ui.Settle()
		require.Equal(t, "a", o.rows.drafts[11].Name)
		s.Enter(context.Background(), draftPlace, frame.DraftPart(11))
		ui.Pass(time.Second)
		require.Equal(t, "a", s.form.head.name.Text())
		s.form.head.name.Focus()
		ui.Type("b")
		done := 0
		s.Finish(func() { done++ })
		ui.Settle()
		require.Equal(t, 1, done)
		require.Equal(t, "b", o.rows.drafts[11].Name)
		s.Finish(func() { done++ })
		require.Equal(t, 2, done, "at once when nothing waits")
	})
}

func TestWhatComesDuringASaveIsKeptToo(t *testing.T) {
	onPage(t, nil, nil, func(ui *frametest.UI, o *office, s *Screen) {
		o.rows.hold = make(chan struct{})
		ui.Type("a")
		ui.Pass(keepPause)
		ui.Type("b")
		s.Leave()
		close(o.rows.hold)
		ui.Pass(time.Second)
		require.Len(t, o.rows.drafts, 1)
		require.Equal(t, "b", o.rows.drafts[11].Name)
	})
}

func TestWhatCannotBeKeptStaysInMemory(t *testing.T) {
	onPage(t, nil, nil, func(ui *frametest.UI, o *office, s *Screen) {
		o.rows.failing = app.NewError(app.CodeInternal, app.Say("The disk is full."))
		ui.Type("a")
		ui.Pass(keepPause)
		require.Contains(t, ui.Texts(), "Not saved, trying again")
		s.Leave()
		ui.Settle()
		require.Contains(t, o.shell.Said, "The template could not be saved. It stays here as long as the window is open.")
		s.Enter(context.Background(), draftPlace, "")
		ui.Pass(time.Second)
		require.Equal(t, "a", s.form.head.name.Text(), "it is there again")
		o.rows.failing = nil
		ui.Pass(keepAgain)
		require.Equal(t, "a", o.rows.drafts[11].Name)
	})
}

func TestReadingAgainLeavesTheTextAlone(t *testing.T) {
	onPage(t, whole(), nil, func(ui *frametest.UI, o *office, s *Screen) {
		s.form.head.name.Focus()
		ui.Type("newer")
		d := o.rows.drafts[7]
		d.Name = "other"
		o.rows.drafts[7] = d
		s.Reload()
		ui.Pass(time.Second)
		require.Equal(t, "newer", s.form.head.name.Text())
		require.Equal(t, "newer", o.rows.drafts[7].Name)
	})
}

func TestToolsActOnTheSelection(t *testing.T) {
	onPage(t, nil, nil, func(ui *frametest.UI, o *office, s *Screen) {
		s.form.body.field.Focus()
		ui.Type("now")
		ui.Ctrl(fyne.KeyHome) // nothing selected by that
		s.shell.Window().Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
		ui.Press("Bold")
		require.Equal(t, "*now*", s.w.d.Design.Body)
		ui.Press("Italic")
		require.Equal(t, "_*now*_", s.w.d.Design.Body)
		ui.Press("Add variable")
		require.Equal(t, "{{1}}", s.w.d.Design.Body, "it stands for what was selected")
		ui.Press("Add variable")
		require.Equal(t, "{{1}}{{2}}", s.w.d.Design.Body)
		ui.Press("Emoji")
		ui.Press("🙏")
		require.Equal(t, "{{1}}{{2}}🙏", s.w.d.Design.Body)
		require.Zero(t, ui.Layers())
	})
}

func TestVariablesGetNamesAndExamples(t *testing.T) {
	onPage(t, whole(), nil, func(ui *frametest.UI, o *office, s *Screen) {
		ui.Press("Variable 2")
		require.Equal(t, "Example value", ui.Focused(), "its name is there already")
		ui.Type("Rp 5")
		require.Equal(t, "Rp 5", s.w.d.Design.Samples["2"])
		ui.Press("Done")
		require.Zero(t, ui.Layers())
		ui.Pass(time.Second)
		require.Equal(t, "Rp 5", o.rows.drafts[7].Design.Samples["2"])
		require.Contains(t, s.preview.view.Message().Values, "2")
		require.Equal(t, "Rp 5", s.preview.view.Message().Values["2"])
	})
}

func TestAFixChangesOrLeadsThere(t *testing.T) {
	d := reminder()
	d.Design.Body = "Dear {{1}}"
	onPage(t, &d, nil, func(ui *frametest.UI, o *office, s *Screen) {
		require.True(t, s.verdict.send.Disabled())
		ui.Press("Put a full stop behind it")
		ui.Pass(time.Second)
		require.Equal(t, "Dear {{1}}.", s.form.body.field.Text())
		require.NotContains(t, ui.Texts(), "The text ends with a variable.")
		require.True(t, s.form.buttons.lines[0].example.Hidden)
		ui.Press("Enter an example address")
		require.False(t, s.form.buttons.lines[0].example.Hidden)
		ui.Type("https://pay.banknusantara.example/1")
		ui.Pass(time.Second)
		require.Contains(t, ui.Texts(), "Name, category, language, header, body, footer and buttons follow the rules.")
		require.False(t, s.verdict.send.Disabled())
	})
}

func TestSendForReview(t *testing.T) {
	onPage(t, whole(), nil, func(ui *frametest.UI, o *office, s *Screen) {
		s.MainAction()
		ui.Settle()
		require.Len(t, o.fake.sent, 1)
		require.Empty(t, o.rows.drafts)
		require.Equal(t, []string{"go templates template:1", "installment_reminder_v2 is sent for review. You are told when Meta has decided."}, o.shell.Said)
		ui.Pass(time.Minute)
		require.Empty(t, o.rows.drafts, "nothing brings the draft back")
	})
}

func TestAnotherCategoryIsTold(t *testing.T) {
	onPage(t, whole(), func(o *office) { o.fake.made = app.CategoryMarketing }, func(ui *frametest.UI, o *office, s *Screen) {
		ui.Press("Send for review")
		require.Contains(t, ui.Texts(), "Meta changed the category")
		require.Contains(t, ui.Texts(), "Meta made it Marketing")
		ui.Press("Close")
		require.Zero(t, ui.Layers())
	})
}

func TestWhatWasRefusedStays(t *testing.T) {
	onPage(t, whole(), func(o *office) {
		o.fake.fails = app.NewError(app.CodeProviderRefused, app.Say("Meta refused the template.")).WithFix(app.Say("Change it.")).WithField("body")
	}, func(ui *frametest.UI, o *office, s *Screen) {
		ui.Press("Send for review")
		require.Contains(t, ui.Texts(), "Meta refused the template. Change it.")
		require.False(t, s.verdict.send.Busy())
		require.True(t, s.form.body.field.IsFocused())
		require.False(t, o.rows.drafts[7].Problem.IsEmpty())
		s.form.body.insert("More. ")
		ui.Pass(time.Second)
		require.NotContains(t, ui.Texts(), "Meta refused")
		require.True(t, o.rows.drafts[7].Problem.IsEmpty(), "what is written now was not refused")
	})
}

func TestDeclare(t *testing.T) {
	onPage(t, whole(), func(o *office) { o.declared() }, func(ui *frametest.UI, o *office, s *Screen) {
		require.Equal(t, "Declare a template", s.Title())
		require.Contains(t, ui.Texts(), "Coster's staff set templates up.")
		ui.Press("Declare")
		require.Equal(t, app.TemplateDeclared, o.rows.templates[0].Status)
		require.Contains(t, o.shell.Said, "installment_reminder_v2 is declared and can be sent")
	})
}

func TestDiscardAsksFirst(t *testing.T) {
	onPage(t, whole(), nil, func(ui *frametest.UI, o *office, s *Screen) {
		s.form.body.insert("x")
		ui.Press("Discard draft")
		ui.Press("Keep the draft")
		require.NotEmpty(t, o.rows.drafts)
		ui.Press("Discard draft")
		ui.Press("Discard it")
		ui.Pass(time.Minute)
		require.Empty(t, o.rows.drafts)
		require.Contains(t, o.shell.Said, "go templates ")
	})
}

func TestCodeTemplatesPutTheWordsAside(t *testing.T) {
	onPage(t, whole(), nil, func(ui *frametest.UI, o *office, s *Screen) {
		s.form.head.askCategory(app.CategoryAuthentication)
		ui.Press("Keep the words")
		require.Nil(t, s.w.d.Design.Code)
		s.form.head.askCategory(app.CategoryAuthentication)
		ui.Press("Make it a code template")
		require.NotNil(t, s.w.d.Design.Code)
		require.Empty(t, s.w.d.Design.Body)
		require.True(t, s.form.plain.Hidden)
		s.form.head.askCategory(app.CategoryMarketing)
		require.Equal(t, whole().Design.Body, s.w.d.Design.Body)
		require.Equal(t, app.CategoryMarketing, s.w.d.Design.Category)
		require.Contains(t, ui.Texts(), "Kind of message")
	})
}

func TestCardsAreAddedAndTakenAway(t *testing.T) {
	d := whole()
	d.Design.Category = app.CategoryMarketing
	onPage(t, d, nil, func(ui *frametest.UI, o *office, s *Screen) {
		s.form.special.ask(kindCards)
		ui.Settle()
		require.Len(t, s.w.d.Design.Cards, 2)
		ui.Press("Add card")
		require.Equal(t, 2, s.form.special.cards.at)
		s.form.special.cards.body.insert("Third")
		ui.Press("Remove this card")
		ui.Press("Remove the card")
		require.Len(t, s.w.d.Design.Cards, 2)
		s.form.special.cards.body.insert("Second")
		s.form.special.ask(kindPlain)
		ui.Press("Take them away")
		require.Empty(t, s.w.d.Design.Cards)
		s.form.special.ask(kindCards)
		require.Equal(t, "Second", s.w.d.Design.Cards[1].Body, "they come back")
	})
}

func TestExamplesAreCheckedSentAndGoneOnWith(t *testing.T) {
	file := filepath.Join(t.TempDir(), "card.png")
	require.NoError(t, os.WriteFile(file, []byte("\x89PNG\r\n\x1a\nrest of it"), 0o600))
	onPage(t, whole(), func(o *office) {
		o.file = file
		o.fake.sample = app.Invalid("header", "The file has 9 MB. At most 5 MB are taken.")
	}, func(ui *frametest.UI, o *office, s *Screen) {
		s.form.heading.choose(app.HeaderImage)
		ui.Press("Choose an image")
		require.Contains(t, ui.Texts(), "card.png: The file has 9 MB. At most 5 MB are taken.")
		require.Empty(t, s.w.d.Design.Header.Path)
		o.fake.sample = nil
		s.TakeFiles([]string{file}, fyne.Position{})
		ui.Pass(time.Second)
		require.Equal(t, file, s.w.d.Design.Header.Path)
		require.Contains(t, ui.Texts(), "card.png · 18 B")

		o.fake.hold = make(chan struct{})
		o.fake.fails = app.NewError(app.CodeProviderUnreachable, app.Say("It broke off."))
		ui.Press("Send for review")
		require.Contains(t, ui.Texts(), "Uploading card.png, 50 %")
		require.True(t, s.locked())
		close(o.fake.hold)
		ui.Settle()
		require.Contains(t, ui.Texts(), "It broke off.")
		require.Contains(t, ui.Texts(), "What was uploaded stays there. The next try goes on from it.")
		o.fake.hold, o.fake.fails = nil, nil
		ui.Press("Send for review")
		require.Equal(t, []string{"", "mark"}, o.fake.marks, "it goes on where it stopped")
		require.Equal(t, "4::handle", o.fake.sent[0].Header.Handle)
	})
}

func TestAnApprovedTemplateWarnsOfTheLimits(t *testing.T) {
	d := whole()
	d.Edits = "55"
	onPage(t, d, func(o *office) {
		o.rows.templates = []app.Template{{ID: 1, ProviderID: "55", Name: d.Name, Language: "en", Category: app.CategoryUtility, Status: app.TemplateApproved, EditedAt: []time.Time{now.Add(-48 * time.Hour), now.Add(-40 * 24 * time.Hour)}}}
	}, func(ui *frametest.UI, o *office, s *Screen) {
		require.Equal(t, "Edit template", s.Title())
		require.Contains(t, ui.Texts(), "This template is approved.")
		require.Contains(t, ui.Texts(), "1 of 10 changes of the last 30 days are used.")
		s.form.head.name.Focus()
		ui.Type("x")
		require.Equal(t, d.Name, s.w.d.Name, "a name stays")
		ui.Press("Send the change for review")
		require.Len(t, o.fake.sent, 1)
	})
}

func TestViewersLook(t *testing.T) {
	onPage(t, whole(), func(o *office) { o.role = app.Viewer }, func(ui *frametest.UI, o *office, s *Screen) {
		require.True(t, s.verdict.send.Disabled())
		require.True(t, s.verdict.drop.Hidden)
		s.form.body.insert("x")
		ui.Pass(time.Minute)
		require.Zero(t, o.rows.saves)
	})
}

func TestWhatIsNotThereIsTold(t *testing.T) {
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		o := newOffice()
		opened(ui, frametest.PageSize, o, frame.DraftPart(99))
		require.Contains(t, ui.Texts(), "This draft is not there any more")
		ui.Press("Show the templates")
		require.Equal(t, []string{"go templates "}, o.shell.Said)
	})
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		o := newOffice()
		o.view.Channel.AccountCode = ""
		opened(ui, frametest.PageSize, o, "")
		require.Contains(t, ui.Texts(), "The account comes first")
	})
	frametest.Run(t, kit.ModeLight, func(t *testing.T, ui *frametest.UI) {
		o := newOffice()
		o.err = app.NewError(app.CodeInternal, app.Say("The database could not be read."))
		opened(ui, frametest.PageSize, o, "")
		require.Contains(t, ui.Texts(), "The template could not be read")
		o.err = nil
		ui.Press("Try again")
		require.Contains(t, ui.Texts(), "The template has no name yet.")
	})
}
