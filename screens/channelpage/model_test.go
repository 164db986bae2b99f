package channelpage

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

func publishedModel() *model {
	d := published()
	m := &model{at: frame.Place{Agent: 1, Environment: app.Published}, protocols: d.Protocols()}
	m.take(loaded{view: d.view})
	m.edit()
	return m
}

func TestHeldEditsAreCountedAsAReviewCountsThem(t *testing.T) {
	m := publishedModel()
	m.hold(channel.SetField("app_id", "1234567"))
	m.hold(channel.SetSecret("access_token", "EAA"))
	s := m.view.Channel.Session
	s.AskMoreYes, s.EndNo, s.ClosingText = "Ya", "Belum", "Bye."
	m.hold(channel.SetSession(s))
	m.hold(channel.Edits{Forward: &app.Forward{URL: "https://a.example"}})
	require.Equal(t, 5, m.heldCount(), "the answers are one setting")
	require.Equal(t, "1234567", m.channel().Fields["app_id"])
	require.Equal(t, "731940286650112", m.view.Channel.Fields["app_id"], "what is published is not touched")
}

func TestEditsThatChangeNothingAreForgotten(t *testing.T) {
	m := publishedModel()
	m.hold(channel.SetField("app_id", "731940286650112"))
	m.hold(channel.SetAccountCode("+6281155500188"))
	m.hold(channel.SetSession(m.view.Channel.Session))
	m.hold(channel.SetField("api_address", ""))
	require.Zero(t, m.heldCount())
}

func TestReloadForgetsEditsThatSomebodyElsePublished(t *testing.T) {
	m := publishedModel()
	m.hold(channel.SetField("app_id", "1234567"))
	v := m.view
	v.Channel = v.Channel.Clone()
	v.Channel.Fields["app_id"], v.Channel.Version = "1234567", 4
	m.take(loaded{view: v})
	require.True(t, m.outdated())
	require.Zero(t, m.heldCount())
	m.rebase()
	require.False(t, m.outdated())
}

func TestHeldProtocolHasNoOldFields(t *testing.T) {
	m := publishedModel()
	m.hold(channel.SetField("app_id", "1234567"))
	m.hold(channel.SetProtocol("coster"))
	require.Empty(t, m.channel().Fields)
	require.Empty(t, m.channel().Secrets)
	require.Equal(t, "Coster", m.declaration().Name)
	require.Equal(t, []app.StepState{app.StepSkipped}, []app.StepState{m.rows()[0].State}, "the report was about another protocol")
	require.True(t, m.report().At.IsZero())
}

func TestRemoteIsForgottenWhenItsSettingsChange(t *testing.T) {
	m := publishedModel()
	m.view.Declaration = metaDeclaration()
	m.remote = &protocol.WebhookState{URL: m.view.WebhookURL}
	require.True(t, m.remoteIsOurs())
	v := m.view
	v.Channel = v.Channel.Clone()
	m.take(loaded{view: v})
	require.NotNil(t, m.remote, "nothing that matters changed")
	v.Channel = v.Channel.Clone()
	v.Channel.Secrets["access_token"] = app.SecretInfo{Ref: "other"}
	m.take(loaded{view: v})
	require.Nil(t, m.remote)
}

func TestWordsAboutTheEndOfASecret(t *testing.T) {
	now := fixedNow
	for _, c := range []struct {
		end  time.Time
		kind kit.Kind
		text string
	}{
		{now.Add(-time.Hour), kit.KindDanger, "Ended on 17 Nov 2026"},
		{now.Add(90 * time.Minute), kit.KindWarn, "Expires in 2 hours, on 17 Nov 2026"},
		{now.Add(25 * time.Hour), kit.KindWarn, "Expires in 1 day, on 18 Nov 2026"},
		{now.AddDate(0, 0, 12), kit.KindWarn, "Expires in 12 days, on 29 Nov 2026"},
		{now.AddDate(0, 0, 31), kit.KindNeutral, "Expires on 18 Dec 2026"},
	} {
		kind, text := expiryText(c.end, now)
		require.Equal(t, c.kind, kind, c.text)
		require.Equal(t, c.text, text)
	}
	require.Equal(t, secretLine{main: "Does not expire", more: "Last verified today 09:36"},
		describeSecret(app.SecretInfo{NeverExpires: true, VerifiedAt: clock(9, 36)}, now))
}

func TestFixContinuesASentence(t *testing.T) {
	d := metaDeclaration()
	require.Equal(t, "ask the admin.", fixText("Ask the admin.", d))
	require.Equal(t, "Meta has to turn it on.", fixText("Meta has to turn it on.", d))
	require.Equal(t, "App Secret is wrong.", fixText("App Secret is wrong.", d))
}

func TestSavedTextNamesTheDayOnlyWhenItIsAnother(t *testing.T) {
	m := &model{at: frame.Place{Environment: app.Draft}}
	m.view.Channel.UpdatedAt = clock(9, 38)
	require.Equal(t, "Saved in draft 09:38", savedText(m, fixedNow))
	m.view.Channel.UpdatedAt = time.Date(2026, 11, 12, 9, 0, 0, 0, time.Local)
	require.Equal(t, "Saved in draft 12 Nov 2026", savedText(m, fixedNow))
	m.at.Environment = app.Published
	require.Empty(t, savedText(m, fixedNow))
}
