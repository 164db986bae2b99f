package bulk

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"channeldesk/app"
	"channeldesk/app/bulk/recipients"
)

// Order is a bulk send that somebody asks for.
type Order struct {
	Agent       app.AgentID
	Environment app.Environment
	// Name is what people call it; "" takes the file's.
	Name     string
	Template app.TemplateID
	// File and Job are the recipients: those without a problem get a message. The
	// keys of Job.Needs are the template's variables, beside phone and name.
	File *recipients.File
	Job  recipients.Job
	// Checked is what recipients.Check found for this File and Job; with it Preflight
	// does not read the file. nil when it was not checked.
	Checked *recipients.Report
	// DueAt is when it begins, zero for now; Zone the time zone in which that was
	// chosen, as "Asia/Jakarta".
	DueAt time.Time
	Zone  string
	// Pace is messages a second.
	Pace float64
	// Trial is how many go first, before their states are waited for; 0 for none.
	Trial int
	// FailLimit stops it when more than this share (percent) of the latest FailSpan
	// messages failed; 0 never stops.
	FailLimit, FailSpan int
}

// What an order may ask for, and what is usual.
const (
	PaceMin      = 0.1
	PaceMax      = 1000
	UsualPace    = 20
	UsualTrial   = 5
	UsualLimit   = 5
	UsualSpan    = 200
	trialMost    = 100
	spanMost     = 10_000
	nameMax      = 120
	aheadMost    = 366 * 24 * time.Hour
	smallestSpan = 20
)

// check says what is wrong with an order, before anything is read.
func (o *Order) check(now time.Time) error {
	if o.File == nil || len(o.Job.Needs) == 0 {
		return app.NewError(app.CodeIncomplete, app.Say("Choose a file with recipients first.")).WithField("file")
	}
	if o.Name = app.CleanName(o.Name); o.Name == "" {
		o.Name = app.CleanName(strings.TrimSuffix(o.File.Name, ".csv"))
	}
	switch {
	case utf8.RuneCountInString(o.Name) > nameMax:
		return app.Invalid("name", "The name has {{.N}} characters. At most {{.Max}} fit.", "N", utf8.RuneCountInString(o.Name), "Max", nameMax)
	case math.IsNaN(o.Pace) || o.Pace < PaceMin || o.Pace > PaceMax:
		return app.Invalid("pace", "The pace is between {{.Min}} and {{.Max}} messages a second.", "Min", PaceMin, "Max", PaceMax)
	case o.DueAt.Sub(now) > aheadMost:
		return app.Invalid("due_at", "A bulk send can be planned for one year ahead at most.")
	case o.Trial < 0 || o.Trial > trialMost:
		return app.Invalid("trial", "At most {{.Max}} messages can go first.", "Max", trialMost)
	case o.FailLimit < 0 || o.FailLimit > 100 || o.FailSpan < 0 || o.FailSpan > spanMost:
		return app.Invalid("fail_limit", "The limit for failures is a share in percent.")
	}
	if o.FailLimit > 0 && o.FailSpan < smallestSpan {
		o.FailSpan = UsualSpan
	}
	for i, n := range o.Job.Needs {
		if !n.Optional && o.Job.Columns[i] < 0 && o.Job.Fixed[n.Key] == "" {
			return app.NewError(app.CodeIncomplete, app.Say("Choose a column for {{.Name}}.", "Name", n.Label)).WithField(n.Key)
		}
	}
	return nil
}

// newMark makes a bulk send's public id, which cannot be guessed.
func newMark() string {
	var b [15]byte
	_, _ = rand.Read(b[:]) // never fails
	return "bulk_" + strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))
}

// Prepare stores a bulk send with all its messages, and gives it as it stands
// then: scheduled, also when it may begin at once. progress is told how many
// recipients were stored; it may be nil. When ctx ends in between, the gateway or
// Continue goes on with storing them, and Cancel ends what was begun.
func (s *Service) Prepare(ctx context.Context, o Order, progress func(stored, all int)) (b app.BulkSend, err error) {
	by, err := s.p.Guard.Require(ctx, o.Agent, app.MaySend)
	if err != nil {
		return b, err
	}
	if err := o.check(s.now()); err != nil {
		return b, err
	}
	t, err := s.p.Templates.Get(ctx, o.Template)
	if err != nil {
		return b, err
	}
	if err := sendable(t); err != nil {
		return b, err
	}
	b = app.BulkSend{
		Mark: newMark(), AgentID: o.Agent, Environment: o.Environment, Name: o.Name, Template: t.Name, Language: t.Language, File: o.File.Name,
		Status: app.BulkPreparing, Pace: o.Pace, Trial: o.Trial, FailLimit: o.FailLimit, FailSpan: o.FailSpan, DueAt: o.DueAt.UTC(), Zone: o.Zone,
		CreatedBy: by.Name, CreatedAt: s.now(),
	}
	if o.DueAt.Before(b.CreatedAt) {
		b.DueAt = b.CreatedAt
	}
	if o.Job.OptedOut == nil {
		if o.Job.OptedOut, err = s.OptedOut(ctx, o.Agent, o.Environment); err != nil {
			return b, err
		}
	}
	if err := s.writeSource(ctx, &b, o, t); err != nil {
		return b, err
	}
	err = s.p.Store.Update(ctx, func(tx app.Tx) error {
		c, err := tx.GetChannel(o.Agent, o.Environment)
		if err != nil {
			return err
		}
		if c.ID != t.ChannelID {
			return app.NewError(app.CodeConflict, app.Say("The template belongs to another environment. Choose it again."))
		}
		b.ChannelID = c.ID
		if b.ID, err = tx.AddBulk(b); err != nil {
			return err
		}
		return tx.AddActivity(app.Activity{
			At: b.CreatedAt, By: by.Name, AgentID: b.AgentID, Environment: b.Environment, Kind: app.ActBulkCreated, After: b.Mark,
			Text: app.Say("Planned {{.N}} messages of template {{.Template}}: {{.Name}}", "N", b.Total, "Template", b.Template, "Name", b.Name),
		})
	})
	if err != nil {
		s.removeSource(b)
		return b, err
	}
	s.p.Log.Info("bulk send planned", "mark", b.Mark, "messages", b.Total, "due", b.DueAt)
	s.changed(b)
	return s.store(ctx, b, progress)
}

func sendable(t app.Template) error {
	if t.Sendable() {
		return nil
	}
	return app.NewError(app.CodeIncomplete, app.Say("The template {{.Name}} is not approved in this language, so nothing can be sent from it.", "Name", t.Name)).
		WithFix(app.Say("Choose another template, or wait until it is approved.")).WithField("template")
}

// Continue goes on with storing the recipients of a bulk send.
func (s *Service) Continue(ctx context.Context, id app.BulkID, progress func(stored, all int)) (app.BulkSend, error) {
	b, _, err := s.Get(ctx, id)
	if err != nil {
		return b, err
	}
	if _, err := s.p.Guard.Require(ctx, b.AgentID, app.MaySend); err != nil {
		return b, err
	}
	if b.Status != app.BulkPreparing {
		return b, nil
	}
	return s.store(ctx, b, progress)
}

// OptedOut gives who of an environment's customers asked for no messages.
func (s *Service) OptedOut(ctx context.Context, agent app.AgentID, env app.Environment) (func(e164 string) bool, error) {
	var list []string
	err := s.p.Store.View(ctx, func(tx app.Tx) error {
		c, err := tx.GetChannel(agent, env)
		if err != nil {
			return err
		}
		list, err = tx.OptedOut(c.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	set := make(map[string]struct{}, len(list))
	for _, n := range list {
		set[n] = struct{}{}
	}
	return func(e164 string) bool { _, ok := set[e164]; return ok }, nil
}
