package channel

import (
	"context"
	"slices"
	"time"

	"channeldesk/app"
)

// stage stores a value under a new reference that nothing points to yet. The
// reference is written down first, so that the value is found after a kill.
func (s *Service) stage(ctx context.Context, value app.Secret) (app.SecretRef, error) {
	ref := s.Secrets.NewRef()
	err := s.Store.Update(ctx, func(tx app.Tx) error { return tx.AddSecretRef(ref, s.now()) })
	if err != nil {
		return "", err
	}
	if err := s.Secrets.Put(ctx, ref, value); err != nil {
		s.drop(ctx, []app.SecretRef{ref})
		return "", err
	}
	return ref, nil
}

// copySecrets gives each secret a copy of its own inside the secret store.
func (s *Service) copySecrets(ctx context.Context, from map[string]app.SecretInfo) (map[string]app.SecretInfo, error) {
	out := make(map[string]app.SecretInfo, len(from))
	var staged []app.SecretRef
	for name, info := range from {
		value, err := s.Secrets.Get(ctx, info.Ref)
		if err == nil {
			info.Ref, err = s.stage(ctx, value)
		}
		if err != nil {
			s.drop(ctx, staged)
			return nil, wrap("copy secret "+name, err)
		}
		staged = append(staged, info.Ref)
		out[name] = info
	}
	return out, nil
}

// drop removes values that nothing points to. What cannot be removed now (a
// locked keychain) stays written down for the next Sweep.
func (s *Service) drop(ctx context.Context, refs []app.SecretRef) {
	ctx = context.WithoutCancel(ctx)
	for _, ref := range refs {
		if err := s.Secrets.Delete(ctx, ref); err != nil {
			s.Log.Warn("a secret without owner stays for now", "cause", err)
			continue
		}
		if err := s.Store.Update(ctx, func(tx app.Tx) error { return tx.RemoveSecretRef(ref) }); err != nil {
			s.Log.Warn("forget a removed secret", "cause", err)
		}
	}
}

// stagingTime is how long a value may wait between the store and the database
// before it counts as left over by a kill.
const stagingTime = 10 * time.Minute

// ever is later than the making of every reference, also of one made while the
// clock was wrong.
var ever = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// change runs one transaction and afterwards removes the values that lost their
// owner in it, and those of the staged ones that found none. Comparing inside
// the transaction leaves out what other calls and processes are staging at the
// same time.
func (s *Service) change(ctx context.Context, staged []app.SecretRef, fn func(app.Tx) error) error {
	var gone []app.SecretRef
	err := s.Store.Update(ctx, func(tx app.Tx) error {
		before, err := tx.OrphanSecretRefs(ever)
		if err != nil {
			return err
		}
		if err := fn(tx); err != nil {
			return err
		}
		after, err := tx.OrphanSecretRefs(ever)
		gone = slices.DeleteFunc(after, func(r app.SecretRef) bool {
			return slices.Contains(before, r) && !slices.Contains(staged, r)
		})
		return err
	})
	if err != nil {
		s.dropUnused(ctx, staged)
		return err
	}
	s.drop(ctx, gone)
	return nil
}

// dropUnused removes those of the values that nothing points to. It looks,
// because a failed commit may have reached the disk all the same.
func (s *Service) dropUnused(ctx context.Context, refs []app.SecretRef) {
	if len(refs) == 0 {
		return
	}
	var orphans []app.SecretRef
	err := s.Store.View(context.WithoutCancel(ctx), func(tx app.Tx) (err error) {
		orphans, err = tx.OrphanSecretRefs(ever)
		return err
	})
	if err != nil {
		s.Log.Warn("secrets without owner stay for now", "cause", err)
		return
	}
	s.drop(ctx, slices.DeleteFunc(slices.Clone(refs), func(r app.SecretRef) bool { return !slices.Contains(orphans, r) }))
}

// Sweep removes the values that a kill left without owner. With alone, no other
// process is at work on the workspace and all of them go at once. It returns
// how many there were.
func (s *Service) Sweep(ctx context.Context, alone bool) (int, error) {
	before := s.now().Add(-stagingTime)
	if alone {
		before = ever
	}
	var refs []app.SecretRef
	err := s.Store.View(ctx, func(tx app.Tx) (err error) {
		refs, err = tx.OrphanSecretRefs(before)
		return err
	})
	if err != nil {
		return 0, err
	}
	s.drop(ctx, refs)
	return len(refs), nil
}

// LostSecret is a reference whose value is not in the secret store any more.
type LostSecret struct {
	Agent       app.Agent
	Environment app.Environment
	Name        string
	Problem     *app.Error
}

// Lost looks every referred secret up and gives those without a value. An
// unusable secret store is the error.
func (s *Service) Lost(ctx context.Context) ([]LostSecret, error) {
	var lost []LostSecret
	type entry struct {
		LostSecret
		ref app.SecretRef
	}
	var all []entry
	err := s.Store.View(ctx, func(tx app.Tx) error {
		channels, err := tx.ListChannels()
		if err != nil {
			return err
		}
		for _, c := range channels {
			a, err := tx.GetAgent(c.AgentID)
			if err != nil {
				return err
			}
			add := func(name string, i app.SecretInfo) {
				if i.Present() {
					all = append(all, entry{LostSecret{Agent: a, Environment: c.Environment, Name: name}, i.Ref})
				}
			}
			for name, i := range c.Secrets {
				add(name, i)
			}
			add(app.WebhookSecretName, c.Webhook.Secret)
			add(app.PreviousWebhookSecretName, c.Webhook.Previous)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, e := range all {
		_, err := s.Secrets.Get(ctx, e.ref)
		switch app.ErrorCode(err) {
		case "":
		case app.CodeSecretMissing:
			e.Problem = app.AsError(err)
			lost = append(lost, e.LostSecret)
		default:
			return lost, err
		}
	}
	return lost, nil
}

func refsOf(secrets map[string]app.SecretInfo) []app.SecretRef {
	refs := make([]app.SecretRef, 0, len(secrets))
	for _, i := range secrets {
		refs = append(refs, i.Ref)
	}
	return refs
}
