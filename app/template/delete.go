package template

import (
	"context"
	"slices"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// usesSpan is how far back Uses looks.
const usesSpan = 30 * 24 * time.Hour

// Uses is what will break without a template.
type Uses struct {
	// Waiting is how many messages are in the queue.
	Waiting int
	// Bulks are the bulk sends that have not ended.
	Bulks []app.BulkSend
	// Sent are those of the latest 30 days by what asked for them, the most first;
	// More is true when there are more than the numbers say.
	Sent []Use
	More bool
	// Languages are the other languages of the template.
	Languages []string
}

// Use is how often one source sent it.
type Use struct {
	Source app.MessageSource
	// KeyName is the name of the API key; "" for other sources.
	KeyName string
	Count   int
	LastAt  time.Time
}

// Any reports whether anything uses it.
func (u Uses) Any() bool { return u.Waiting > 0 || len(u.Bulks) > 0 || len(u.Sent) > 0 }

// Uses says what uses a template in its language, or in all of its languages.
func (s *Service) Uses(ctx context.Context, id app.TemplateID, allLanguages bool) (u Uses, err error) {
	t, c, err := s.template(ctx, id, app.MaySee)
	if err != nil {
		return u, err
	}
	language := t.Language
	if allLanguages {
		language = ""
	}
	return u, s.p.Store.View(ctx, func(tx app.Tx) error {
		found, err := tx.TemplateUses(c.ID, t.Name, language, s.now().Add(-usesSpan))
		if err != nil {
			return err
		}
		u = Uses{Waiting: found.Waiting, More: found.More}
		names, err := keyNames(tx, c)
		if err != nil {
			return err
		}
		for _, use := range found.Sent {
			u.Sent = append(u.Sent, Use{Source: use.Source, KeyName: names[use.Key], Count: use.Count, LastAt: use.LastAt})
		}
		if u.Bulks, err = bulks(tx, c, t.Name, language); err != nil {
			return err
		}
		all, err := tx.ListTemplates(c.ID)
		for _, other := range all {
			if other.Name == t.Name && other.Language != t.Language && other.Status != app.TemplateLeaving {
				u.Languages = append(u.Languages, other.Language)
			}
		}
		return err
	})
}

func keyNames(tx app.Tx, c app.Channel) (map[app.KeyID]string, error) {
	keys, err := tx.ListKeys(c.AgentID, c.Environment)
	names := map[app.KeyID]string{}
	for _, k := range keys {
		names[k.ID] = k.Name
	}
	return names, err
}

// bulks are the bulk sends of a template that have not ended.
func bulks(tx app.Tx, c app.Channel, name, language string) ([]app.BulkSend, error) {
	all, err := tx.ActiveBulks()
	return slices.DeleteFunc(all, func(b app.BulkSend) bool {
		return b.ChannelID != c.ID || b.Template != name || language != "" && b.Language != language
	}), err
}

// Delete deletes a template at the provider, in its language or in all; a declared
// one is only forgotten. Ask Uses first what will break.
func (s *Service) Delete(ctx context.Context, id app.TemplateID, allLanguages bool) error {
	t, c, err := s.template(ctx, id, app.MaySend)
	if err != nil {
		return err
	}
	by, err := s.p.Guard.Require(ctx, c.AgentID, app.MaySend)
	if err != nil {
		return err
	}
	k, err := s.keeper(c)
	if err != nil {
		return err
	}
	if t.Status != app.TemplateDeclared {
		if err := s.deleteThere(ctx, k, t, c, allLanguages); err != nil {
			return err
		}
	}
	return s.forget(context.WithoutCancel(ctx), t, c, by.Name, allLanguages)
}

func (s *Service) deleteThere(ctx context.Context, k protocol.TemplateKeeper, t app.Template, c app.Channel, allLanguages bool) error {
	remover, ok := k.(protocol.TemplateRemover)
	if offer := k.Templates(); !ok || !offer.Delete {
		return app.NewError(app.CodeUnsupported, offer.NoDelete)
	}
	live, err := s.p.Channels.LiveByID(ctx, c.ID)
	if err != nil {
		return err
	}
	err = remover.DeleteTemplate(ctx, live.Config, t, allLanguages)
	if !protocol.MaybeDone(err) {
		return err
	}
	// Nobody knows: the list does.
	on := context.WithoutCancel(ctx)
	if s.look(on, c, true, nil) == nil {
		now, lookErr := s.Get(on, t.ID)
		if app.ErrorCode(lookErr) == app.CodeNotFound || lookErr == nil && now.Status == app.TemplateLeaving {
			return nil
		}
	}
	return err
}

func (s *Service) forget(ctx context.Context, t app.Template, c app.Channel, by string, allLanguages bool) error {
	now := s.now()
	err := s.p.Store.Update(ctx, func(tx app.Tx) error {
		all, err := tx.ListTemplates(c.ID)
		if err != nil {
			return err
		}
		for _, other := range all {
			if other.Status == app.TemplateLeaving || other.ID != t.ID && (!allLanguages || other.Name != t.Name) {
				continue
			}
			if err := s.gone(tx, other, now); err != nil {
				return err
			}
		}
		text := app.Say("Template {{.Name}} ({{.Language}}) deleted", "Name", t.Name, "Language", t.Language)
		if allLanguages {
			text = app.Say("Template {{.Name}} deleted in all languages", "Name", t.Name)
		}
		return record(tx, c, by, app.ActTemplateDeleted, now, text, "", "")
	})
	if err == nil {
		s.changed(c)
	}
	return err
}
