package overview

import (
	"context"
	"slices"
	"time"

	"channeldesk/app"
	"channeldesk/app/handoff"
	"channeldesk/app/health"
	"channeldesk/screens/frame"
)

// model is everything that the page shows, read in one go off the UI thread.
type model struct {
	agent    app.Agent
	env      app.Environment
	overview health.Overview
	activity []activityRow
	ends     []endRow
	moreEnds int // ends that are not among the rows
	viewer   bool
	sent     deliveries
}

// activityRow is one line of recent activity, ready to be drawn.
type activityRow struct {
	icon string
	warn bool
	text string
	who  string
	when string
}

// recentRows is how many lines of activity the page shows.
const recentRows = 5

func load(ctx context.Context, deps Deps, at frame.Place, now time.Time) (model, error) {
	v, err := deps.Get(ctx, at.Agent, at.Environment)
	if err != nil {
		return model{}, err
	}
	in := health.Input{
		Agent: v.Agent, Channel: v.Channel, Declaration: v.Declaration, Report: v.Report,
		ReportCurrent: v.CheckIsCurrent(), PublicAddress: v.PublicAddress, Now: now,
		GatewayRuns: deps.GatewayRuns(), LastWebhookAt: v.LastWebhookAt,
	}
	entries, err := deps.Log(ctx, at.Agent, at.Environment)
	if err != nil {
		return model{}, err
	}
	for _, e := range entries {
		if e.Way != app.HandoffNote && e.State != handoff.OutOfDate {
			in.HandedOver, in.HandedAt = true, e.At
			in.Answered = slices.ContainsFunc(entries, func(e handoff.Entry) bool { return e.State == handoff.Confirmed || e.State == handoff.SignSeen })
			break
		}
	}
	lines, err := deps.Recent(ctx, at.Agent, recentRows)
	if err != nil {
		return model{}, err
	}
	m := model{agent: v.Agent, env: at.Environment, overview: health.Read(in), viewer: !deps.Role(at.Agent).Allows(app.MayEdit)}
	if m.ends, m.moreEnds, err = endsOf(ctx, deps, at.Agent, now); err != nil {
		return model{}, err
	}
	if m.sent, err = deliveriesOf(ctx, deps, at, now); err != nil {
		return model{}, err
	}
	for _, l := range lines {
		m.activity = append(m.activity, activityRow{icon: iconOf(l.Kind), warn: isTrouble(l.Kind), text: frame.T(l.Text), who: l.By, when: frame.When(l.At, now)})
	}
	return m, nil
}

// isFresh reports whether nothing was set up yet: the page then leads through
// the steps instead of showing figures.
func (m model) isFresh() bool {
	return m.overview.Connection == health.NotSetUp && m.overview.Done() <= 1
}

// isTrouble reports whether a line of activity tells of something that was
// refused or did not work.
func isTrouble(kind string) bool {
	return kind == app.ActRefused || kind == app.ActSignInFailed || kind == app.ActRegisterFailed || kind == app.ActBulkStopped
}

func iconOf(kind string) string {
	switch kind {
	case app.ActPublished, app.ActRestored:
		return "rocket"
	case app.ActHandedOff, app.ActHandoffConfirmed:
		return "qr-code"
	case app.ActSecretStored, app.ActSecretRevealed, app.ActSecretCopied, app.ActSecretRemoved, app.ActWebhookSecretMade, app.ActWebhookSecretOld:
		return "key-round"
	case app.ActChecked:
		return "badge-check"
	case app.ActRefused, app.ActSignInFailed, app.ActRegisterFailed, app.ActBulkStopped:
		return "triangle-alert"
	case app.ActSubscribed, app.ActOverrideSet, app.ActOverrideRemoved, app.ActRegistered, app.ActUnregistered:
		return "radio-tower"
	case app.ActMemberAdded, app.ActMemberChanged, app.ActMemberRemoved, app.ActSignedIn:
		return "user"
	case app.ActTestSent, app.ActMessageSent, app.ActBulkCreated, app.ActBulkPaused, app.ActBulkResumed, app.ActBulkCancelled, app.ActForwardedAgain:
		return "send"
	case app.ActTemplateSubmitted, app.ActTemplateEdited, app.ActTemplateDeleted, app.ActTemplateDeclared, app.ActTemplateTold, app.ActTemplateUnpaused:
		return "message-square-text"
	case app.ActKeyCreated, app.ActKeyRotated, app.ActKeyRevoked, app.ActKeyRenamed, app.ActKeyUsed, app.ActForwardSecretSeen:
		return "key-round"
	case app.ActExpiryWarned:
		return "clock"
	case app.ActExported, app.ActHistoryExported:
		return "download"
	case app.ActOptOutChanged:
		return "ban"
	}
	return "pencil-line"
}
