package template_test

import (
	"context"
	"testing"

	"channeldesk/app"
	"channeldesk/app/protocol"

	"github.com/stretchr/testify/require"
)

// MayUnpause lets the fake be asked for all pauses but one.
func (f *fake) MayUnpause(t app.Template) *app.Error {
	if t.Status != app.TemplatePaused || t.Code == "FIRST_PAUSE" {
		return app.NewError(app.CodeUnsupported, app.Say("It ends by itself."))
	}
	return nil
}

// UnpauseTemplate ends a pause.
func (f *fake) UnpauseTemplate(_ context.Context, _ protocol.Config, t app.Template) error {
	for i := range f.there {
		if f.there[i].ProviderID == t.ProviderID && (f.fails == nil || f.does) {
			f.there[i].Status = app.TemplateApproved
		}
	}
	return f.fails
}

func TestUnpause(t *testing.T) {
	o := newOffice(t)
	fill := func() app.TemplateID {
		o.fake.there = []app.Template{listedTemplate("1", "due", "id", app.TemplatePaused)}
		o.sync()
		return o.list()["due id"].ID
	}
	id := fill()
	require.NoError(t, o.MayUnpause(t.Context(), id))
	got, err := o.Unpause(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, app.TemplateApproved, got.Status)
	require.Equal(t, app.TemplateApproved, o.list()["due id"].Status)
	require.Contains(t, o.lines(), app.ActTemplateUnpaused, "who asked is written down")
	require.NotContains(t, o.lines(), app.ActTemplateEdited, "nothing of it was changed")
	require.Error(t, o.MayUnpause(t.Context(), id), "it is not paused any more")

	id = fill()
	o.fake.fails = app.NewError(app.CodeProviderRefused, app.Say("No."))
	_, err = o.Unpause(t.Context(), id)
	require.Error(t, err)
	o.fake.fails = app.NewError(app.CodeProviderUnreachable, app.Say("Cut off."))
	_, err = o.Unpause(t.Context(), id)
	require.Error(t, err)
	require.Equal(t, app.TemplatePaused, o.list()["due id"].Status)
	o.fake.does = true
	_, err = o.Unpause(t.Context(), id)
	require.NoError(t, err, "the list shows that it was done")
}
