package bulk

import (
	"context"

	"channeldesk/app"
)

// Pause keeps what was not sent yet. What is being sent at this moment goes out.
func (s *Service) Pause(ctx context.Context, id app.BulkID) error {
	return s.decide(ctx, id, app.ActBulkPaused, app.Say("Paused the bulk send {{.Name}}"), func(tx app.Tx, b *app.BulkSend) error {
		switch b.Status {
		case app.BulkScheduled, app.BulkTrying, app.BulkRunning:
			b.Status, b.Why = app.BulkPaused, app.Text{}
			_, err := tx.HoldBack(id)
			return err
		case app.BulkPaused, app.BulkStopped:
			return nil
		}
		return tooLate(*b)
	})
}

// Resume goes on with a bulk send that was paused or stopped by itself. It does
// not wait for the first few again, and counts failures anew: it stops again when
// more than its limit of a whole span fail from now on.
func (s *Service) Resume(ctx context.Context, id app.BulkID) error {
	return s.decide(ctx, id, app.ActBulkResumed, app.Say("Went on with the bulk send {{.Name}}"), s.goOn)
}

// ResumeAnyway goes on as Resume does, and takes the limit for failures away:
// nothing but a channel that cannot send stops it by itself any more.
func (s *Service) ResumeAnyway(ctx context.Context, id app.BulkID) error {
	return s.decide(ctx, id, app.ActBulkResumed, app.Say("Went on with the bulk send {{.Name}}, whatever fails"), func(tx app.Tx, b *app.BulkSend) error {
		if err := s.goOn(tx, b); err != nil {
			return err
		}
		b.FailLimit = 0
		return nil
	})
}

// goOn begins at once what waited for somebody to read its template again.
func (s *Service) goOn(tx app.Tx, b *app.BulkSend) error {
	switch b.Status {
	case app.BulkPaused, app.BulkStopped:
		read := b.Why.Template == templateChanged
		b.Status, b.Why = app.BulkScheduled, app.Text{}
		switch {
		case read && b.StartedAt.IsZero():
			return s.beginIn(tx, b)
		case b.Source != "":
			b.Status = app.BulkPreparing // some recipients are not stored yet
		case !b.StartedAt.IsZero():
			b.Status = app.BulkRunning
		}
		return nil
	case app.BulkScheduled, app.BulkTrying, app.BulkRunning:
		return nil
	}
	return tooLate(*b)
}

// StartNow begins a scheduled bulk send at once.
func (s *Service) StartNow(ctx context.Context, id app.BulkID) error {
	return s.decide(ctx, id, app.ActBulkResumed, app.Say("Started the bulk send {{.Name}} at once"), func(_ app.Tx, b *app.BulkSend) error {
		if b.Status != app.BulkScheduled && b.Status != app.BulkPaused || !b.StartedAt.IsZero() {
			return tooLate(*b)
		}
		b.Status, b.DueAt, b.Why = app.BulkScheduled, b.CreatedAt, app.Text{} // not planned any more
		return nil
	})
}

// SetPace changes the pace, in messages a second, also of a running one.
func (s *Service) SetPace(ctx context.Context, id app.BulkID, pace float64) error {
	if pace < PaceMin || pace > PaceMax {
		return app.Invalid("pace", "The pace is between {{.Min}} and {{.Max}} messages a second.", "Min", PaceMin, "Max", PaceMax)
	}
	return s.decide(ctx, id, app.ActBulkResumed, app.Say("Changed the pace of the bulk send {{.Name}}"), func(_ app.Tx, b *app.BulkSend) error {
		if b.Status.Ended() {
			return tooLate(*b)
		}
		b.Pace = pace
		return nil
	})
}

func tooLate(b app.BulkSend) error {
	switch b.Status {
	case app.BulkDone:
		return app.NewError(app.CodeConflict, app.Say("This bulk send is finished."))
	case app.BulkCancelled:
		return app.NewError(app.CodeConflict, app.Say("This bulk send was cancelled."))
	case app.BulkPreparing:
		return app.NewError(app.CodeConflict, app.Say("The recipients are still being stored."))
	}
	return app.NewError(app.CodeConflict, app.Say("This bulk send has begun already."))
}

func (s *Service) decide(ctx context.Context, id app.BulkID, kind string, text app.Text, change func(app.Tx, *app.BulkSend) error) error {
	b, _, err := s.Get(ctx, id)
	if err != nil {
		return err
	}
	by, err := s.p.Guard.Require(ctx, b.AgentID, app.MaySend)
	if err != nil {
		return err
	}
	err = s.p.Store.Update(ctx, func(tx app.Tx) error {
		if b, err = tx.GetBulk(id); err != nil {
			return err
		}
		if err := change(tx, &b); err != nil {
			return err
		}
		if err := tx.UpdateBulk(b); err != nil {
			return err
		}
		text.Args = map[string]any{"Name": b.Name}
		return tx.AddActivity(app.Activity{At: s.now(), By: by.Name, AgentID: b.AgentID, Environment: b.Environment, Kind: kind, Text: text, After: b.Mark})
	})
	if err == nil {
		s.changed(b)
		s.p.Queue.Wake() // the first few may have been released
	}
	return err
}

// cancelPortion is how many messages are cancelled in one transaction.
const cancelPortion = 2000

// Cancel gives up what was not sent yet and says how many messages those were.
// What is being sent at this moment goes out. progress may be nil.
func (s *Service) Cancel(ctx context.Context, id app.BulkID, progress func(cancelled int)) (n int, err error) {
	b, _, err := s.Get(ctx, id)
	if err != nil {
		return 0, err
	}
	by, err := s.p.Guard.Require(ctx, b.AgentID, app.MaySend)
	if err != nil {
		return 0, err
	}
	err = s.p.Store.Update(ctx, func(tx app.Tx) error {
		if b, err = tx.GetBulk(id); err != nil || b.Status == app.BulkCancelled {
			return err
		}
		if b.Status == app.BulkDone {
			return tooLate(b)
		}
		b.Status, b.EndedAt, b.Why = app.BulkCancelled, s.now(), app.Text{}
		if err := tx.UpdateBulk(b); err != nil {
			return err
		}
		return tx.AddActivity(app.Activity{
			At: s.now(), By: by.Name, AgentID: b.AgentID, Environment: b.Environment, Kind: app.ActBulkCancelled, After: b.Mark,
			Text: app.Say("Cancelled the rest of the bulk send {{.Name}}", "Name", b.Name),
		})
	})
	if err != nil {
		return 0, err
	}
	s.removeSource(b)
	n, err = s.cancelRest(ctx, b.ID, progress)
	s.changed(b)
	s.p.Bus.Publish(app.Event{Kind: app.MessagesChanged, AgentID: b.AgentID, Environment: b.Environment})
	return n, err
}

// cancelRest cancels what a cancelled bulk send still holds. The bulk send is
// marked first, so that nothing is released meanwhile, and a kill in between is
// made good by the next Run.
func (s *Service) cancelRest(ctx context.Context, id app.BulkID, progress func(int)) (n int, err error) {
	for {
		some := 0
		err := s.p.Store.Update(ctx, func(tx app.Tx) (err error) { some, err = tx.CancelHeld(id, s.now(), cancelPortion); return err })
		if err != nil || some == 0 {
			return n, err
		}
		if n += some; progress != nil {
			progress(n)
		}
	}
}
