package notify

import (
	"context"

	"channeldesk/app"
)

// codeDecided is the code of an attempt whose end a person decided.
const codeDecided = "decided"

// Resolve ends the doubt about a message of which nobody knows whether it went
// out: a person says that it did, or that it is to be sent again. It takes MaySend
// and is written into the activity. CodeConflict when there is no doubt (any more).
func (s *Service) Resolve(ctx context.Context, mark string, resend bool) error {
	var m app.Message
	err := s.p.Store.View(ctx, func(tx app.Tx) (err error) {
		m, err = tx.FindMessage(mark)
		return err
	})
	if err != nil {
		return err
	}
	by, err := s.p.Guard.Require(ctx, m.AgentID, app.MaySend)
	if err != nil {
		return err
	}
	now := s.now()
	end := app.AttemptEnd{Message: m.ID, At: now, Outcome: app.AttemptAccepted, Code: codeDecided, Reason: app.Say("{{.Name}} said that it went out.", "Name", by.Name)}
	text := app.Say("Said that the message to {{.To}} went out", "To", app.FormatPhone(m.To))
	if resend {
		end.Outcome, end.Again = app.AttemptNotSent, now
		end.Reason = app.Say("{{.Name}} said that it did not arrive, and sent it again.", "Name", by.Name)
		text = app.Say("Sent the message to {{.To}} again", "To", app.FormatPhone(m.To))
	}
	err = s.p.Store.Group(ctx, func(tx app.Tx) error {
		m, err := tx.GetMessage(m.ID)
		if err != nil {
			return err
		}
		if m.Status != app.MessageUnknown || s.isHeld(m.ID) {
			return app.NewError(app.CodeConflict, app.Say("There is no doubt about this message any more.")).
				WithFix(app.Say("Look at its present state."))
		}
		if resend && !m.BestBefore.IsZero() && !now.Before(m.BestBefore) {
			return tooLate(m)
		}
		if err := tx.EndAttempt(end); err != nil {
			return err
		}
		return tx.AddActivity(app.Activity{
			At: now, By: by.Name, AgentID: m.AgentID, Environment: m.Environment, Kind: app.ActMessageResolved, Text: text, After: m.Mark,
		})
	})
	if err != nil {
		return err
	}
	s.changed(app.MessagesChanged, m.AgentID, m.Environment)
	s.Wake()
	return nil
}

func (s *Service) isHeld(id app.MessageID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.held[id]
	return ok
}

// tooLate says why a message is not sent any more.
func tooLate(m app.Message) *app.Error {
	if m.Content.Template == nil {
		return app.NewError(CodeWindowClosed, app.Say("The 24 hours in which this person may get a text were over before it could be sent.")).
			WithFix(app.Say("Send a template instead."))
	}
	return app.NewError(codeTooLate, app.Say("The time until which this message made sense was over before it could be sent.")).
		WithFix(app.Say("Send a new message if it still matters."))
}

// codeTooLate is the code of a message whose time was over.
const codeTooLate app.Code = "too_late"
