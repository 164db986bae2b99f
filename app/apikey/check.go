package apikey

import (
	"context"
	"crypto/subtle"
	"slices"

	"channeldesk/app"
)

// The codes of a refused key. All but the last two mean that nobody knows who
// asks; those that the key is known and may not do this.
const (
	CodeKeyMissing   app.Code = "key_missing"
	CodeKeyMistyped  app.Code = "key_mistyped" // cut off, or a character is wrong
	CodeKeyUnknown   app.Code = "key_unknown"
	CodeKeyRevoked   app.Code = "key_revoked"
	CodeKeyExpired   app.Code = "key_expired"
	CodeKeyReplaced  app.Code = "key_replaced" // rotated, and the overlap ended
	CodeKeyScope     app.Code = "key_scope"
	CodeKeyNoChannel app.Code = "key_no_channel" // its draft is not there
)

// Caller is who asks with a valid key. The environment of the key decides the
// channel.
type Caller struct {
	Key         app.APIKey
	Agent       app.Agent
	Environment app.Environment
	Channel     app.Channel
}

// Check says who asks, or why the key is refused; what cannot be read is
// CodeInternal or whatever the store says. from is the address of the computer
// that asks. No error and no log line holds the key.
func (s *Service) Check(ctx context.Context, value app.Secret, scope app.KeyScope, from string) (Caller, *app.Error) {
	if value.IsEmpty() {
		return Caller{}, app.NewError(CodeKeyMissing, app.Say("The request brings no API key.")).
			WithFix(app.Say("Send the header Authorization: Bearer, followed by the key."))
	}
	env, ok := environmentOf(value)
	if !ok {
		return Caller{}, app.NewError(CodeKeyMistyped, app.Say("The API key is not complete, or a character of it is wrong.")).
			WithFix(app.Say("Copy the whole key again. It begins with cdk_pub_ or cdk_drf_."))
	}
	var c Caller
	err := s.p.Store.View(ctx, func(tx app.Tx) (err error) {
		c, err = find(tx, hashOf(value), env)
		return err
	})
	if err != nil {
		return Caller{}, app.AsError(err)
	}
	if e := s.refuse(c, scope); e != nil {
		return Caller{}, e
	}
	s.used(c.Key, from)
	c.Key = shown(c.Key)
	return c, nil
}

// find looks a key up. The database compares hashes of random keys, so that how
// long it takes tells nothing about a key; the last comparison is ours.
func find(tx app.Tx, hash string, env app.Environment) (c Caller, err error) {
	unknown := app.NewError(CodeKeyUnknown, app.Say("This API key is not known here.")).
		WithFix(app.Say("Ask for a new key, or check that the address is the right one."))
	c.Key, err = tx.FindKey(hash)
	if app.ErrorCode(err) == app.CodeNotFound {
		return c, unknown.Because(err)
	}
	if err != nil {
		return c, err
	}
	if subtle.ConstantTimeCompare([]byte(c.Key.Hash), []byte(hash)) != 1 || c.Key.Environment != env {
		return c, unknown
	}
	c.Environment = env
	if c.Agent, err = tx.GetAgent(c.Key.AgentID); err != nil {
		return c, err
	}
	if c.Channel, err = tx.GetChannel(c.Key.AgentID, env); app.ErrorCode(err) == app.CodeNotFound {
		return c, nil // refused below, unless the key itself is no good
	}
	return c, err
}

func (s *Service) refuse(c Caller, scope app.KeyScope) *app.Error {
	anew := app.Say("Ask for a new key.")
	switch k, now := c.Key, s.p.Clock.Now(); {
	case !k.RevokedAt.IsZero():
		return app.NewError(CodeKeyRevoked, app.Say("This API key was revoked.")).WithFix(anew)
	case !k.IsOpen(now) && k.ReplacedBy != 0:
		return app.NewError(CodeKeyReplaced, app.Say("This API key was replaced by a newer one.")).WithFix(app.Say("Use the newer key."))
	case !k.IsOpen(now):
		return app.NewError(CodeKeyExpired, app.Say("This API key ended on {{.Day}}.", "Day", app.Day(k.ExpiresAt))).WithFix(anew)
	case c.Channel.ID == 0:
		return app.NewError(CodeKeyNoChannel, app.Say("The draft that this API key is for was deleted."))
	case !slices.Contains(k.Scopes, scope) && scope == app.ScopeSend:
		return app.NewError(CodeKeyScope, app.Say("This API key may not send.")).WithFix(app.Say("Use a key that is allowed to send."))
	case !slices.Contains(k.Scopes, scope):
		return app.NewError(CodeKeyScope, app.Say("This API key may not read.")).WithFix(app.Say("Use a key that is allowed to read."))
	}
	return nil
}
