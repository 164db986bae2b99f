package screens

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/kit"
)

// changes are those of the picture, one of each group.
func changes() channel.Review {
	step := func(title string, state app.StepState) app.CheckStep {
		return app.CheckStep{ID: title, State: state, Title: app.Say(title)}
	}
	return channel.Review{
		Agent: two().agents[0], BaseVersion: 3, ReportCurrent: true,
		Rows: []channel.Row{
			{Name: "ask_more_after", Label: "Delay before ask more", Group: channel.Behaviour, Before: app.Say("15 minutes"), After: app.Say("10 minutes")},
			{Name: "access_token", Label: "Access token", Group: channel.Credentials, Secret: true, Before: app.Say("Stored"), After: app.Say("Changed")},
			{Name: "phone_number_id", Label: "Phone number ID", Group: channel.Identity, Mono: true, Before: app.Say("118730042915566"), After: app.Say("104729385561027")},
		},
		Report: app.CheckReport{At: now, Steps: []app.CheckStep{step("Access token is valid", app.StepPassed), step("Permissions are complete", app.StepPassed), step("Webhook is not subscribed", app.StepFailed)}},
	}
}

// reviewing is a workspace whose first agent has changes to publish.
func reviewing() *fakeDeps {
	deps := two()
	deps.view = func(_ app.AgentID, _ app.Environment) (channel.View, error) {
		return channel.View{Agent: deps.agents[0], Pending: 3}, nil
	}
	deps.review = func() (channel.Review, error) { return changes(), nil }
	return deps
}

func TestReviewPictures(t *testing.T) {
	for name, p := range map[string]struct {
		mode kit.Mode
		size fyne.Size
	}{
		"review-light": {kit.ModeLight, fyne.NewSize(1280, 800)}, "review-dark": {kit.ModeDark, fyne.NewSize(1280, 800)},
		"review-small-light": {kit.ModeLight, fyne.NewSize(1024, 700)},
	} {
		t.Run(name, func(t *testing.T) {
			shown(t, p.mode, reviewing(), func(_ *testing.T, d *desk) {
				d.w.win.Resize(p.size)
				d.w.Open("")
				d.Settle()
				d.Ctrl(fyne.KeyP, fyne.KeyModifierShift)
				d.Control("Cancel").(*kit.Button).Focus() // a text cursor blinks
				d.Golden(name)
			})
		})
	}
}

// passed is a review whose check has no failed step.
func passed(r channel.Review) channel.Review {
	r.Report.Steps = r.Report.Steps[:2]
	return r
}

func TestAReviewChecksWhatWasNotChecked(t *testing.T) {
	deps := reviewing()
	deps.review = func() (channel.Review, error) {
		r := changes()
		r.ReportCurrent = false
		return r, nil
	}
	deps.publish = func(context.Context, []string, int, string) error { return nil }
	var goOn chan app.StepState
	deps.check = func(ctx context.Context, report func(app.CheckStep)) (app.CheckReport, error) {
		step := app.CheckStep{ID: "access_token", Title: app.Say("Access token is valid"), State: app.StepRunning}
		report(step)
		select {
		case <-ctx.Done():
			return app.CheckReport{}, ctx.Err()
		case step.State = <-goOn:
		}
		step.Detail, step.Fix = app.Say("Meta refused it."), app.Say("Replace it.")
		report(step)
		return app.CheckReport{At: now, Steps: []app.CheckStep{step}}, nil
	}
	started(t, deps, func(t *testing.T, d *desk) {
		goOn = make(chan app.StepState)
		d.Ctrl(fyne.KeyP, fyne.KeyModifierShift)
		assert.Contains(t, d.Texts(), "Checking")
		assert.False(t, d.Control("Publish now").Disabled(), "behaviour needs no check")
		d.Press("Access token")
		assert.True(t, d.Control("Publish now").Disabled(), "credentials wait for the check")
		goOn <- app.StepPassed
		d.Settle()
		assert.Contains(t, d.Texts(), "All 1 passed")
		assert.False(t, d.Control("Publish now").Disabled())
		d.Key(fyne.KeyEscape)

		d.Ctrl(fyne.KeyP, fyne.KeyModifierShift)
		goOn <- app.StepFailed
		d.Settle()
		assert.Contains(t, d.Texts(), "Meta refused it. Replace it.")
		d.Press("Access token")
		assert.True(t, d.Control("Publish now").Disabled())
		d.Press("Mend it on the Channel page")
		assert.Contains(t, d.channel.said, "enter")
		assert.Zero(t, d.Layers())
	})
}

func TestPublishingWhatIsTicked(t *testing.T) {
	deps := reviewing()
	started(t, deps, func(t *testing.T, d *desk) {
		var notes []string
		deps.publish = func(_ context.Context, _ []string, base int, note string) error {
			assert.Equal(t, 3, base)
			notes = append(notes, note)
			return nil
		}
		d.channel.saving = true
		d.Ctrl(fyne.KeyE)
		d.Press("Review & publish")
		assert.Zero(t, deps.count("review"), "what was typed is saved first")
		d.channel.finishing[0]()
		d.Settle()
		assert.Contains(t, d.Texts(), "3 differences. Those that are ticked reach customers as soon as you publish.")
		assert.Equal(t, "Note for the team", d.Focused())
		d.Type("A shorter wait")
		d.Press("Delay before ask more")
		assert.True(t, d.Control("Publish now").Disabled(), "nothing is ticked")
		d.Ctrl(fyne.KeyReturn)
		assert.Zero(t, deps.count("publish "))
		d.Press("Access token")
		assert.True(t, d.Control("Publish now").Disabled(), "a step of the check failed, so no credentials")
		d.Press("Access token")
		d.Press("Delay before ask more")
		d.w.win.Canvas().Unfocus() // as a click on the dialog's ground does
		d.Ctrl(fyne.KeyReturn)
		assert.Equal(t, 1, deps.count("publish ask_more_after"))
		assert.Equal(t, []string{"A shorter wait"}, notes)
		assert.Zero(t, d.Layers())
		assert.Contains(t, d.w.toasts.Texts(), "Published. 1 change is live")
	})
}

// What was typed is taken over before the review is read, and the field gets the
// keyboard back when the review closes.
func TestTheFocusReturnsAfterAReview(t *testing.T) {
	deps := reviewing()
	deps.review = func() (channel.Review, error) { return passed(changes()), nil }
	started(t, deps, func(t *testing.T, d *desk) {
		d.Ctrl(fyne.Key2)
		d.channel.field.Focus()
		before := d.w.win.Canvas().Focused()
		assert.NotNil(t, before)
		d.Ctrl(fyne.KeyP, fyne.KeyModifierShift)
		assert.Equal(t, "Note for the team", d.Focused())
		d.Key(fyne.KeyEscape)
		assert.Zero(t, d.Layers())
		assert.Same(t, before, d.w.win.Canvas().Focused())
		deps.review = func() (channel.Review, error) { return channel.Review{}, nil }
		d.Ctrl(fyne.KeyP, fyne.KeyModifierShift)
		assert.Same(t, before, d.w.win.Canvas().Focused(), "there was nothing to review")
	})
}

func TestAConflictKeepsTheNoteAndComparesAgain(t *testing.T) {
	deps := reviewing()
	deps.review = func() (channel.Review, error) { return passed(changes()), nil }
	started(t, deps, func(t *testing.T, d *desk) {
		conflict := error(app.NewError(app.CodeConflict, app.Say("Somebody published meanwhile.")))
		bases := []int{}
		deps.publish = func(_ context.Context, _ []string, base int, note string) error {
			bases = append(bases, base)
			assert.Equal(t, "Mine", note)
			return conflict
		}
		d.Ctrl(fyne.KeyP, fyne.KeyModifierShift)
		d.Type("Mine")
		d.Press("Access token")
		d.Press("Publish now")
		assert.Contains(t, d.Texts(), "Somebody published meanwhile.")
		again := passed(changes())
		again.BaseVersion, again.Rows = 4, again.Rows[:2]
		deps.review = func() (channel.Review, error) { return again, nil }
		d.Press("Compare again")
		assert.NotContains(t, d.Texts(), "Somebody published meanwhile.")
		conflict = nil
		d.Press("Publish now")
		assert.Equal(t, []int{3, 4}, bases)
		assert.Equal(t, 2, deps.count("publish ask_more_after access_token"), "the ticks stayed")
	})
}

func TestReviewsThatLeadNowhere(t *testing.T) {
	deps := reviewing()
	started(t, deps, func(t *testing.T, d *desk) {
		deps.review = func() (channel.Review, error) { return channel.Review{}, errors.New("disk") }
		d.Ctrl(fyne.KeyP, fyne.KeyModifierShift)
		assert.Len(t, d.w.toasts.Texts(), 1)
		deps.review = func() (channel.Review, error) { return channel.Review{}, nil }
		d.Ctrl(fyne.KeyP, fyne.KeyModifierShift)
		assert.Contains(t, d.w.toasts.Texts(), "Draft and Published are the same")
		deps.review = func() (channel.Review, error) {
			r := changes()
			r.Problems = []app.Text{app.Say("App ID is missing.")}
			return r, nil
		}
		d.Ctrl(fyne.KeyP, fyne.KeyModifierShift)
		assert.Contains(t, d.Texts(), "App ID is missing.")
		assert.True(t, d.Control("Publish now").Disabled())
		d.Key(fyne.KeyEscape)
		assert.Zero(t, d.Layers())
	})
}

func TestHeldEditsToldHowTheyWent(t *testing.T) {
	deps := reviewing()
	started(t, deps, func(t *testing.T, d *desk) {
		var told []bool
		open := func() {
			d.w.ReviewEdits(channel.Edits{BaseVersion: 2}, func(saved bool) { told = append(told, saved) })
			d.Settle()
		}
		var failure error
		deps.save = func(e channel.Edits, _ string) error {
			assert.Equal(t, 3, e.BaseVersion, "that of the review")
			return failure
		}
		open()
		d.Press("Cancel")
		assert.Equal(t, []bool{false}, told)
		open()
		failure = app.NewError(app.CodeInternal, app.Say("The disk is full."))
		d.Press("Save to Published")
		assert.Contains(t, d.Texts(), "The disk is full.")
		failure = nil
		d.Press("Save to Published")
		assert.Equal(t, []bool{false, true}, told)

		wait := make(chan struct{})
		deps.save = func(channel.Edits, string) error { <-wait; return nil }
		open()
		d.Press("Save to Published")
		d.Key(fyne.KeyEscape)
		assert.Len(t, told, 2, "a save that is under way ends first")
		close(wait)
		d.Settle()
		assert.Equal(t, []bool{false, true, true}, told)
		deps.review = func() (channel.Review, error) { return channel.Review{}, nil }
		open()
		assert.Equal(t, []bool{false, true, true, true}, told)
	})
}
