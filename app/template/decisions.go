package template

import (
	"context"

	"channeldesk/app"
)

// Decision is what a provider made of a template that people here know.
type Decision struct {
	Agent       app.AgentID
	Environment app.Environment
	// Template is as it stands now; Before is how it stood, TemplateInReview for one
	// that was sent from here since.
	Template app.Template
	Before   app.TemplateStatus
}

// Decisions tells, look by look, what the providers decided since the look before,
// whichever program on this computer heard of it. It is not safe for concurrent use.
type Decisions struct {
	s     *Service
	begun bool
	// last is the newest line of the log about the state of a template.
	last  int64
	stood map[app.TemplateID]app.TemplateStatus
	// told is what was told last of a template of the provider, which Draft and
	// Published may share.
	told map[shared]app.TemplateStatus
}

// shared is a template of the provider as an agent has it in both environments.
type shared struct {
	agent app.AgentID
	id    string
}

// turns are the lines of the log with which a template comes into another state.
var turns = []string{app.ActTemplateTold, app.ActTemplateSubmitted, app.ActTemplateEdited, app.ActTemplateUnpaused}

// Decisions begins to watch; the first look only remembers.
func (s *Service) Decisions() *Decisions {
	return &Decisions{s: s, told: map[shared]app.TemplateStatus{}}
}

// Look gives what was decided since the look before, in the order of the channels.
// It leaves out what the acting member may not see.
func (d *Decisions) Look(ctx context.Context) (out []Decision, err error) {
	var found []Decision
	last, stood := d.last, d.stood
	err = d.s.p.Store.View(ctx, func(tx app.Tx) error {
		lines, err := tx.FindActivity(app.ActivityFilter{Kinds: turns, Limit: 1})
		if err != nil {
			return err
		}
		if last = 0; len(lines) > 0 {
			last = lines[0].ID
		}
		if d.begun && last == d.last {
			return nil
		}
		found, stood, err = d.compare(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	begun := d.begun
	d.last, d.stood, d.begun = last, stood, true
	for _, one := range found {
		if _, err := d.s.p.Guard.Require(ctx, one.Agent, app.MaySee); err == nil && begun && d.isNew(one) {
			out = append(out, one)
		}
	}
	return out, nil
}

// isNew reports whether a decision was not told of the agent's other environment
// already.
func (d *Decisions) isNew(one Decision) bool {
	key := shared{one.Agent, one.Template.ProviderID}
	if key.id != "" && d.told[key] == one.Template.Status {
		return false
	}
	d.told[key] = one.Template.Status
	return true
}

func (d *Decisions) compare(tx app.Tx) (out []Decision, stood map[app.TemplateID]app.TemplateStatus, err error) {
	channels, err := tx.ListChannels()
	if err != nil {
		return nil, nil, err
	}
	stood = map[app.TemplateID]app.TemplateStatus{}
	for _, c := range channels {
		all, err := tx.ListTemplates(c.ID)
		if err != nil {
			return nil, nil, err
		}
		for _, t := range all {
			stood[t.ID] = t.Status
			if t.Status == app.TemplateInReview {
				delete(d.told, shared{c.AgentID, t.ProviderID}) // it is decided anew
			}
			before, known := d.stood[t.ID]
			if !known && t.SubmittedBy != "" {
				before = app.TemplateInReview
			}
			if decided(before, t.Status) {
				out = append(out, Decision{Agent: c.AgentID, Environment: c.Environment, Template: t, Before: before})
			}
		}
	}
	return out, stood, nil
}

// decided reports whether a change of state is one that the provider made and that
// people want to hear of.
func decided(before, now app.TemplateStatus) bool {
	if before == now || before == "" {
		return false
	}
	switch now {
	case app.TemplateRejected, app.TemplatePaused, app.TemplateDisabled:
		return true
	case app.TemplateApproved:
		return before != app.TemplateDeclared
	}
	return false
}
