package template_test

import (
	"testing"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
)

func TestDecisionsAreToldOnce(t *testing.T) {
	o := newOffice(t)
	o.fake.there = []app.Template{listedTemplate("1", "bill", "id", app.TemplateInReview), listedTemplate("2", "old", "id", app.TemplateApproved)}
	o.sync()
	watch := o.Decisions()
	look := func() (out []string) {
		got, err := watch.Look(t.Context())
		require.NoError(t, err)
		for _, d := range got {
			require.Equal(t, o.agent.ID, d.Agent)
			require.Equal(t, app.Published, d.Environment)
			out = append(out, d.Template.Name+" "+string(d.Before)+" "+string(d.Template.Status))
		}
		return out
	}
	require.Empty(t, look(), "what was there is no news")
	o.fake.there[0].Status, o.fake.there[1].Status = app.TemplateApproved, app.TemplatePaused
	o.fake.there = append(o.fake.there, listedTemplate("3", "elsewhere", "id", app.TemplateRejected))
	o.sync()
	require.Equal(t, []string{"bill in_review approved", "old approved paused"}, look(), "one made elsewhere is no decision about ours")
	require.Empty(t, look())

	d := o.draft(goodDraft())
	_, err := o.submit(d.ID)
	require.NoError(t, err)
	require.Empty(t, look(), "that it was sent is known to who sent it")
	o.fake.there[len(o.fake.there)-1].Status = app.TemplateRejected
	o.sync()
	require.Equal(t, []string{goodDraft().Name + " in_review rejected"}, look())

	change, err := o.Edit(t.Context(), o.list()["bill id"].ID)
	require.NoError(t, err)
	change.Design.Body += " Thanks."
	change.Design.Category = app.CategoryUtility
	_, err = o.submit(o.draft(change).ID)
	require.NoError(t, err)
	require.Empty(t, look())
	o.fake.there[0].Status = app.TemplateApproved
	o.sync()
	require.Equal(t, []string{"bill in_review approved"}, look(), "approved once more")

	o.fake.there[0].Status = app.TemplateDisabled
	o.sync()
	o.guard.role = ""
	require.Empty(t, look(), "who may not see it is not told")

}

// Draft and Published may have the same account: what is decided there is told once.
func TestASharedTemplateIsToldOnce(t *testing.T) {
	o := newOffice(t)
	o.rows.Channel(o.agent.ID, app.Draft)
	both := func(s app.TemplateStatus) {
		o.fake.there = []app.Template{listedTemplate("1", "bill", "id", s)}
		o.sync()
		require.NoError(t, o.Sync(t.Context(), o.agent.ID, app.Draft, nil))
	}
	both(app.TemplateInReview)
	watch := o.Decisions()
	told := func() int {
		got, err := watch.Look(t.Context())
		require.NoError(t, err)
		return len(got)
	}
	require.Zero(t, told())
	both(app.TemplateApproved)
	require.Equal(t, 1, told())
	both(app.TemplateInReview)
	require.Zero(t, told())
	both(app.TemplateApproved)
	require.Equal(t, 1, told(), "decided anew")
	o.fake.there[0].Status = app.TemplatePaused
	o.sync()
	require.Equal(t, 1, told())
	require.NoError(t, o.Sync(t.Context(), o.agent.ID, app.Draft, nil))
	require.Zero(t, told(), "the other environment hears of it later")
}
