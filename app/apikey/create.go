package apikey

import (
	"context"
	"slices"
	"strings"
	"time"

	"channeldesk/app"
)

// NameMax is the longest name of a key, in characters, and MaxOpen the most keys
// that one environment of an agent can have at a time.
const (
	NameMax = 60
	MaxOpen = 50
)

// Scopes are what a key may be allowed, in the order of the screen.
var Scopes = []app.KeyScope{app.ScopeSend, app.ScopeRead}

// NewKey is what is chosen for a key.
type NewKey struct {
	Name   string
	Scopes []app.KeyScope
	// ExpiresAt is zero for never.
	ExpiresAt time.Time
}

// Create makes a key. The secret is the key itself: it is not kept, so this is
// the only time that anybody can see it.
func (s *Service) Create(ctx context.Context, agent app.AgentID, env app.Environment, wish NewKey) (app.APIKey, app.Secret, error) {
	member, err := s.p.Guard.Require(ctx, agent, app.MaySend)
	if err != nil {
		return app.APIKey{}, app.Secret{}, err
	}
	now := s.now()
	if wish, err = wish.clean(now); err != nil {
		return app.APIKey{}, app.Secret{}, err
	}
	k, value := newKey(agent, env, wish, member, now)
	err = s.p.Store.Update(ctx, func(tx app.Tx) error {
		if err := needsChannel(tx, agent, env); err != nil {
			return err
		}
		if err := hasRoom(tx, agent, env, now); err != nil {
			return err
		}
		if err := isFree(tx, k, now); err != nil {
			return err
		}
		if k.ID, err = tx.AddKey(k); err != nil {
			return err
		}
		text := app.Say("API key {{.Name}} created, valid until it is revoked", "Name", k.Name)
		if !k.ExpiresAt.IsZero() {
			text = app.Say("API key {{.Name}} created, valid until {{.Until}}", "Name", k.Name, "Until", app.Day(k.ExpiresAt))
		}
		return record(tx, k, member.Name, app.ActKeyCreated, text, now)
	})
	if err != nil {
		return app.APIKey{}, app.Secret{}, err
	}
	s.changed(agent, env)
	return shown(k), value, nil
}

func newKey(agent app.AgentID, env app.Environment, wish NewKey, by app.Member, now time.Time) (app.APIKey, app.Secret) {
	value := newValue(env)
	return app.APIKey{
		AgentID: agent, Environment: env, Name: wish.Name, Hint: hintOf(value), Hash: hashOf(value), Scopes: wish.Scopes,
		CreatedAt: now, CreatedBy: by.Name, ExpiresAt: wish.ExpiresAt,
	}, value
}

func (w NewKey) clean(now time.Time) (NewKey, error) {
	name, err := cleanName(w.Name)
	if err != nil {
		return w, err
	}
	w.Name = name
	var scopes []app.KeyScope
	for _, scope := range Scopes {
		if slices.Contains(w.Scopes, scope) {
			scopes = append(scopes, scope)
		}
	}
	for _, scope := range w.Scopes {
		if !slices.Contains(Scopes, scope) {
			return w, app.Invalid("scopes", "{{.Word}} is nothing that a key can be allowed. Use send or read.", "Word", string(scope))
		}
	}
	if w.Scopes = scopes; len(scopes) == 0 {
		return w, app.Invalid("scopes", "Choose what the key may do.")
	}
	w.ExpiresAt = w.ExpiresAt.Truncate(time.Millisecond)
	if !w.ExpiresAt.IsZero() && !w.ExpiresAt.After(now) {
		return w, app.Invalid("expires_at", "Choose a time that is still to come.")
	}
	return w, nil
}

func cleanName(name string) (string, error) {
	name = app.CleanName(name)
	if name == "" {
		return "", app.Invalid("name", "Enter a name that says which system uses the key.")
	}
	if n := len([]rune(name)); n > NameMax {
		return "", app.Invalid("name", "The name has {{.N}} characters. At most {{.Max}} fit.", "N", n, "Max", NameMax)
	}
	return name, nil
}

func needsChannel(tx app.Tx, agent app.AgentID, env app.Environment) error {
	_, err := tx.GetChannel(agent, env)
	if env == app.Draft && app.ErrorCode(err) == app.CodeNotFound {
		return app.NewError(app.CodeLocked, app.Say("This agent has no draft.")).
			WithFix(app.Say("Create a draft first. Customers keep talking to the published agent.")).Because(err)
	}
	return err
}

// current are the open keys that were not rotated away.
func current(tx app.Tx, agent app.AgentID, env app.Environment, now time.Time) ([]app.APIKey, error) {
	keys, err := tx.ListKeys(agent, env)
	return slices.DeleteFunc(keys, func(k app.APIKey) bool { return !k.IsOpen(now) || k.ReplacedBy != 0 }), err
}

func hasRoom(tx app.Tx, agent app.AgentID, env app.Environment, now time.Time) error {
	keys, err := current(tx, agent, env, now)
	if err != nil {
		return err
	}
	if len(keys) >= MaxOpen {
		return app.NewError(app.CodeConflict, app.Say("There are {{.N}} keys already. More are not possible.", "N", len(keys))).
			WithFix(app.Say("Revoke a key that nobody uses any more."))
	}
	return nil
}

// isFree checks that no other open key has the name, case ignored.
func isFree(tx app.Tx, k app.APIKey, now time.Time) error {
	keys, err := current(tx, k.AgentID, k.Environment, now)
	if err != nil {
		return err
	}
	for _, other := range keys {
		if other.ID != k.ID && strings.EqualFold(other.Name, k.Name) {
			return app.NewError(app.CodeConflict, app.Say("There is a key with the name {{.Name}} already.", "Name", other.Name)).
				WithField("name").WithFix(app.Say("Choose another name, or rotate that key."))
		}
	}
	return nil
}

func record(tx app.Tx, k app.APIKey, by, kind string, text app.Text, now time.Time) error {
	return tx.AddActivity(app.Activity{At: now, By: by, AgentID: k.AgentID, Environment: k.Environment, Kind: kind, Text: text})
}

// shown is the key without what only checking needs.
func shown(k app.APIKey) app.APIKey { k.Hash = ""; return k }
