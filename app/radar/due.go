package radar

import (
	"context"
	"fmt"
	"slices"
	"time"

	"channeldesk/app"
)

// actor stands in the audit log for what the program does by itself.
const actor = "Channel Desk"

// Due gives the warnings that are due now, the soonest end first: 30, 14, 7 and 1
// days before an end and at the end. Each is given once, also when several
// programs ask, and is written down. When several of one end are due, as after a
// long sleep, only the latest is given. A secret that Draft and Published share
// is told of once. next is when the next warning falls due; zero when none is in
// sight; the caller asks again then, and when secrets changed. With an acting
// member in the context, what the member may not look at is left alone.
func (s *Service) Due(ctx context.Context) (due []End, next time.Time, err error) {
	sees := func(app.AgentID) bool { return true }
	if _, named := app.ActingMember(ctx); named {
		if sees, err = s.p.Sight.Visible(ctx); err != nil {
			return nil, next, err
		}
	}
	now := s.p.Clock.Now()
	var p plan
	look := func(tx app.Tx) error {
		p, err = s.plan(tx, now, sees)
		return err
	}
	if err := s.p.Store.View(ctx, look); err != nil || len(p.due) == 0 {
		return nil, p.next, err
	}
	err = s.p.Store.Update(ctx, func(tx app.Tx) error {
		if err := look(tx); err != nil {
			return err
		}
		return p.mark(tx, now)
	})
	if err != nil {
		return nil, next, err
	}
	return p.ends(), p.next, nil
}

// plan is what is due at one time, and when something will be.
type plan struct {
	due  []warning
	next time.Time
	// subjects are all that a warning may have been given about.
	subjects []string
}

type warning struct {
	End
	level int
}

func (s *Service) plan(tx app.Tx, now time.Time, sees func(app.AgentID) bool) (p plan, err error) {
	all, err := s.collect(tx, now, sees)
	if err != nil {
		return p, err
	}
	if p.subjects, err = subjects(tx); err != nil {
		return p, err
	}
	for _, e := range once(all) {
		warned, ok, err := tx.Warned(e.subject())
		if err != nil {
			return p, err
		}
		if !ok {
			warned = notWarned
		}
		level := e.level(now)
		if level < warned {
			p.due = append(p.due, warning{e, level})
		}
		if at := e.after(min(level, warned)); !at.IsZero() && (p.next.IsZero() || at.Before(p.next)) {
			p.next = at
		}
	}
	return p, nil
}

// once leaves one of the ends that a copied secret has in both environments: that
// of Published.
func once(all []End) (ends []End) {
	for _, e := range all {
		i := slices.IndexFunc(ends, func(o End) bool { return o.subject() == e.subject() })
		if i < 0 {
			ends = append(ends, e)
		} else if e.Environment == app.Published {
			ends[i] = e
		}
	}
	return ends
}

// subjects are all that may be warned of again: also what the acting member may
// not look at, and the secrets of protocols that are not chosen at present.
func subjects(tx app.Tx) (keep []string, err error) {
	channels, err := tx.ListChannels()
	for _, c := range channels {
		for _, v := range c.Parked {
			keep = append(keep, subjectsOf(v.Secrets)...)
		}
		keep = append(keep, subjectsOf(c.Secrets)...)
		if w := c.Webhook; w.Previous.Present() {
			keep = append(keep, subject(KindOldWebhookSecret, w.Previous.Ref, w.PreviousUntil))
		}
		keys, err := keySubjects(tx, c)
		if err != nil {
			return nil, err
		}
		keep = append(keep, keys...)
	}
	return keep, err
}

func subjectsOf(secrets map[string]app.SecretInfo) (keep []string) {
	for _, i := range secrets {
		if i.Present() && !i.ExpiresAt.IsZero() {
			keep = append(keep, subject(KindSecret, origin(i), i.ExpiresAt))
		}
	}
	return keep
}

// notWarned is above every number of days, and a level at which nothing is due.
const notWarned = AheadDays + 1

// subject stands for one end of one value: a new token begins anew, and so does
// one whose end the provider moved to another day.
func subject(k Kind, value app.SecretRef, end time.Time) string {
	return fmt.Sprintf("%s %s %s", k, value, end.UTC().Format(time.DateOnly))
}

func (e End) subject() string { return subject(e.Kind, e.secret, e.EndsAt) }

// moments are the warnings of an end, the earliest first.
func (e End) moments(yield func(days int, at time.Time) bool) {
	for _, d := range warnDays {
		at := e.EndsAt.Add(-time.Duration(d) * day)
		if d == 0 && e.quiet || !e.since.IsZero() && !at.After(e.since) {
			continue
		}
		if !yield(d, at) {
			return
		}
	}
}

// level is the number of days of the latest warning whose time has come.
func (e End) level(now time.Time) int {
	level := notWarned
	for d, at := range e.moments {
		if !at.After(now) {
			level = d
		}
	}
	return level
}

// after is the time of the first warning below a level; zero when there is none.
func (e End) after(level int) time.Time {
	for d, at := range e.moments {
		if d < level {
			return at
		}
	}
	return time.Time{}
}

func (p plan) mark(tx app.Tx, now time.Time) error {
	for _, w := range p.due {
		if err := tx.SetWarned(w.subject(), w.level, now); err != nil {
			return err
		}
		err := tx.AddActivity(app.Activity{
			At: now.Truncate(time.Millisecond), By: actor, AgentID: w.Agent.ID, Environment: w.Environment, Kind: app.ActExpiryWarned, Text: w.Text,
		})
		if err != nil {
			return err
		}
	}
	if len(p.due) == 0 { // somebody else was faster
		return nil
	}
	return tx.ForgetWarnings(p.subjects)
}

func (p plan) ends() (ends []End) {
	for _, w := range p.due {
		ends = append(ends, w.End)
	}
	return ends
}
