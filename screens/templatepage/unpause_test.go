package templatepage

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"channeldesk/app"
	"channeldesk/screens/frame/frametest"
)

// stubborn is why a pause cannot be ended, by test; late is whether it ends later.
var (
	stubborn error
	late     bool
)

func (f *fakeTemplates) MayUnpause(context.Context, app.TemplateID) error { return stubborn }

func (f *fakeTemplates) Unpause(_ context.Context, id app.TemplateID) (app.Template, error) {
	f.did = append(f.did, fmt.Sprintf("unpause %d", id))
	for i := range f.list {
		if f.list[i].ID == id && f.actErr == nil {
			if !late {
				f.list[i].Status = app.TemplateApproved
			}
			return f.list[i], nil
		}
	}
	return app.Template{}, f.actErr
}

func TestAPauseIsEnded(t *testing.T) {
	run(t, func(t *testing.T, ui *frametest.UI) {
		f := fake()
		p := open(t, ui, f)
		p.choose("savings_birthday_bonus", "id")
		ui.Settle()
		ui.Press("End the pause")
		ui.Settle()
		assert.Contains(t, f.did, "unpause 4")
		assert.Empty(t, p.shell.Said, "the window tells what the provider decided")
		assert.False(t, ui.Control("Send test").Disabled(), "the details follow")
	})
}

func TestAPauseThatEndsLater(t *testing.T) {
	late = true
	defer func() { late = false }()
	run(t, func(t *testing.T, ui *frametest.UI) {
		p := open(t, ui, fake())
		p.choose("savings_birthday_bonus", "id")
		ui.Settle()
		ui.Press("End the pause")
		ui.Settle()
		assert.Equal(t, "Meta ends the pause of savings_birthday_bonus. It can be sent again in some minutes.", p.shell.Last())
	})
}

func TestAPauseThatEndsByItself(t *testing.T) {
	stubborn = app.NewError(app.CodeUnsupported, app.Say("It ends by itself."))
	defer func() { stubborn = nil }()
	run(t, func(t *testing.T, ui *frametest.UI) {
		p := open(t, ui, fake())
		p.choose("savings_birthday_bonus", "id")
		ui.Settle()
		assert.NotContains(t, ui.Texts(), "End the pause")
		assert.True(t, ui.Control("Send test").Disabled())
		assert.False(t, ui.Control("Edit").Disabled(), "a change of it is reviewed anew")
	})
}
