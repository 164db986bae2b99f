package apikey

import (
	"context"
	"time"

	"channeldesk/app"
)

// Overlaps are the choices for how long a rotated key stays valid beside the new
// one.
var Overlaps = []time.Duration{0, time.Hour, 24 * time.Hour, 7 * 24 * time.Hour}

// DefaultOverlap is used when nothing else was chosen, and MaxOverlap is the
// longest.
const (
	DefaultOverlap = 24 * time.Hour
	MaxOverlap     = 30 * 24 * time.Hour
)

// List gives the keys of an environment, newest first, those that ended too.
func (s *Service) List(ctx context.Context, agent app.AgentID, env app.Environment) (keys []app.APIKey, err error) {
	if _, err := s.p.Guard.Require(ctx, agent, app.MaySee); err != nil {
		return nil, err
	}
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		keys, err = tx.ListKeys(agent, env)
		return err
	})
	for i, k := range keys {
		keys[i] = shown(s.withUse(k))
	}
	return keys, err
}

// Rotate makes a new key with the name and the scopes of an open one, valid for
// as long as that one was at first. The old one ends after the overlap. The
// secret is the new key: it is shown once.
func (s *Service) Rotate(ctx context.Context, id app.KeyID, overlap time.Duration) (app.APIKey, app.Secret, error) {
	if overlap < 0 || overlap > MaxOverlap {
		return app.APIKey{}, app.Secret{}, app.Invalid("overlap", "The old key can stay valid for at most 30 days.")
	}
	var made app.APIKey
	var value app.Secret
	err := s.change(ctx, id, func(tx app.Tx, old app.APIKey, by app.Member, now time.Time) error {
		if err := canRotate(old, now); err != nil {
			return err
		}
		wish := NewKey{Name: old.Name, Scopes: old.Scopes}
		if !old.ExpiresAt.IsZero() {
			wish.ExpiresAt = now.Add(old.ExpiresAt.Sub(old.CreatedAt))
		}
		made, value = newKey(old.AgentID, old.Environment, wish, by, now)
		var err error
		if made.ID, err = tx.AddKey(made); err != nil {
			return err
		}
		old.ReplacedBy = made.ID
		if end := now.Add(overlap); old.ExpiresAt.IsZero() || end.Before(old.ExpiresAt) {
			old.ExpiresAt = end
		}
		if err := tx.UpdateKey(old); err != nil {
			return err
		}
		text := app.Say("API key {{.Name}} rotated, the old one stopped at once", "Name", old.Name)
		if overlap > 0 {
			text = app.Say("API key {{.Name}} rotated, the old one is valid until {{.Until}}", "Name", old.Name, "Until", app.Moment(old.ExpiresAt))
		}
		return record(tx, old, by.Name, app.ActKeyRotated, text, now)
	})
	if err != nil {
		return app.APIKey{}, app.Secret{}, err
	}
	return shown(made), value, nil
}

func canRotate(k app.APIKey, now time.Time) error {
	switch {
	case k.ReplacedBy != 0:
		return app.NewError(app.CodeConflict, app.Say("This key was rotated already.")).WithFix(app.Say("Rotate the newer key of the same name."))
	case !k.IsOpen(now):
		return app.NewError(app.CodeConflict, app.Say("This key does not work any more.")).WithFix(app.Say("Make a new key."))
	}
	return nil
}

// Revoke ends a key at once. Revoking it again changes nothing.
func (s *Service) Revoke(ctx context.Context, id app.KeyID) error {
	return s.change(ctx, id, func(tx app.Tx, k app.APIKey, by app.Member, now time.Time) error {
		if !k.RevokedAt.IsZero() {
			return nil
		}
		k.RevokedAt = now
		if err := tx.UpdateKey(k); err != nil {
			return err
		}
		return record(tx, k, by.Name, app.ActKeyRevoked, app.Say("API key {{.Name}} ({{.Hint}}) revoked", "Name", k.Name, "Hint", k.Hint), now)
	})
}

// Rename gives a key another name.
func (s *Service) Rename(ctx context.Context, id app.KeyID, name string) error {
	name, err := cleanName(name)
	if err != nil {
		return err
	}
	return s.change(ctx, id, func(tx app.Tx, k app.APIKey, by app.Member, now time.Time) error {
		before := k.Name
		if k.Name = name; name == before {
			return nil
		}
		if k.IsOpen(now) && k.ReplacedBy == 0 {
			if err := isFree(tx, k, now); err != nil {
				return err
			}
		}
		if err := tx.UpdateKey(k); err != nil {
			return err
		}
		return record(tx, k, by.Name, app.ActKeyRenamed, app.Say("API key {{.Before}} renamed to {{.Name}}", "Before", before, "Name", name), now)
	})
}

// change runs one change of a key for a member who may.
func (s *Service) change(ctx context.Context, id app.KeyID, fn func(app.Tx, app.APIKey, app.Member, time.Time) error) error {
	var k app.APIKey
	get := func(tx app.Tx) (err error) { k, err = tx.GetKey(id); return err }
	if err := s.p.Store.View(ctx, get); err != nil {
		return err
	}
	member, err := s.p.Guard.Require(ctx, k.AgentID, app.MaySend)
	if err != nil {
		return err
	}
	err = s.p.Store.Update(ctx, func(tx app.Tx) error {
		if err := get(tx); err != nil {
			return err
		}
		return fn(tx, k, member, s.now())
	})
	if err == nil {
		s.changed(k.AgentID, k.Environment)
	}
	return err
}
