package template

import (
	"context"
	"maps"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// look is one reading of a provider's list.
type look struct {
	done chan struct{}
	err  error
}

// Sync reads all of the provider's templates and takes them over in one go;
// progress, when it is not nil, is told how many have come so far, on this
// goroutine. When a look goes on already, Sync waits for that one. CodeUnsupported
// where the provider has no list.
func (s *Service) Sync(ctx context.Context, agent app.AgentID, env app.Environment, progress func(done int)) error {
	if _, err := s.p.Guard.Require(ctx, agent, app.MaySee); err != nil {
		return err
	}
	c, err := s.place(ctx, agent, env)
	if err != nil {
		return err
	}
	return s.look(ctx, c, false, progress)
}

// look reads the list once for all who ask at the same time. fresh is for who must
// not be content with a look that began before.
func (s *Service) look(ctx context.Context, c app.Channel, fresh bool, progress func(int)) error {
	for {
		s.mu.Lock()
		l := s.looks[c.ID]
		if l == nil {
			l = &look{done: make(chan struct{})}
			s.looks[c.ID] = l
			s.mu.Unlock()
			return s.begin(ctx, c, l, progress)
		}
		s.mu.Unlock()
		select {
		case <-l.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		// One that ended because its caller left is no answer for others.
		if !fresh && app.ErrorCode(l.err) != app.CodeCancelled {
			return l.err
		}
	}
}

func (s *Service) begin(ctx context.Context, c app.Channel, l *look, progress func(int)) error {
	l.err = context.Canceled // after a panic
	defer func() {
		s.mu.Lock()
		delete(s.looks, c.ID)
		s.mu.Unlock()
		close(l.done)
	}()
	l.err = s.read(ctx, c, progress)
	if l.err != nil && ctx.Err() == nil {
		s.failed(ctx, c, l.err)
	}
	return l.err
}

// read asks the provider and takes the answer over.
func (s *Service) read(ctx context.Context, c app.Channel, progress func(int)) error {
	live, lister, err := s.lister(ctx, c)
	if err != nil {
		return err
	}
	var got []app.Template
	most, err := lister.ListTemplates(ctx, live.Config, func(page []app.Template) error {
		got = append(got, page...)
		if progress != nil {
			progress(len(got))
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	m := merge{s: s, c: live.Channel, now: s.now()}
	err = s.p.Store.Update(ctx, func(tx app.Tx) error {
		now, err := tx.GetChannel(c.AgentID, c.Environment)
		if err != nil {
			return err
		}
		if now.ID != live.Channel.ID || now.Protocol != live.Channel.Protocol || !maps.Equal(now.Fields, live.Channel.Fields) {
			return app.NewError(app.CodeConflict, app.Say("The settings were changed while the templates were read.")).
				WithFix(app.Say("Read the templates again."))
		}
		m.changed = false
		if err := m.take(tx, got); err != nil {
			return err
		}
		return tx.SetTemplateSync(c.ID, app.TemplateSync{At: m.now, TriedAt: m.now, Limit: most})
	})
	if err == nil {
		s.changed(c)
	}
	return err
}

func (s *Service) lister(ctx context.Context, c app.Channel) (Live, protocol.TemplateLister, error) {
	k, err := s.keeper(c)
	if err != nil {
		return Live{}, nil, err
	}
	lister, ok := k.(protocol.TemplateLister)
	if !ok || !k.Templates().Listed {
		return Live{}, nil, app.NewError(app.CodeUnsupported, app.Say("{{.Provider}} has no list of templates to read.", "Provider", s.provider(c))).
			WithFix(app.Say("Write down here the templates that the provider's staff have set up."))
	}
	live, err := s.p.Channels.LiveByID(ctx, c.ID)
	return live, lister, err
}

// withFix is what went wrong, with what to do where that is known.
func withFix(e *app.Error) app.Text {
	if e.Fix.IsEmpty() {
		return e.What
	}
	return app.Say("{{.What}} {{.Fix}}", "What", e.What, "Fix", e.Fix)
}

// failed keeps why a look failed; what was known stays.
func (s *Service) failed(ctx context.Context, c app.Channel, cause error) {
	if app.ErrorCode(cause) == app.CodeUnsupported {
		return
	}
	err := s.p.Store.Update(ctx, func(tx app.Tx) error {
		sync, err := tx.GetTemplateSync(c.ID)
		if err != nil {
			return err
		}
		sync.TriedAt, sync.Problem = s.now(), withFix(app.AsError(cause))
		return tx.SetTemplateSync(c.ID, sync)
	})
	if err != nil {
		s.p.Log.Warn("the failed look at templates was not kept", "channel", c.Key, "cause", err)
		return
	}
	s.changed(c)
}
