package access

import (
	"context"

	"channeldesk/app"
)

// locked runs fn while nobody else compares or makes a passphrase.
func (s *Service) locked(ctx context.Context, fn func() error) error {
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return app.AsError(ctx.Err())
	}
	defer func() { <-s.turn }()
	return fn()
}

// attempt is one try to prove with a passphrase who somebody is.
type attempt struct {
	id         app.MemberID
	passphrase app.Secret
	// failed is what the audit log says of a member whose passphrase was wrong.
	failed string
}

// SignIn gives the member when the passphrase is right; a member without one
// needs none. After some wrong ones it refuses for a growing while and says for
// how long. A member that does not exist takes as long as a wrong passphrase and
// gets the same answer: an Error with CodeForbidden, and with a method Wait while
// nobody may try again.
func (s *Service) SignIn(ctx context.Context, id app.MemberID, passphrase app.Secret) (m app.Member, err error) {
	err = s.locked(ctx, func() error {
		var hash string
		a := attempt{id: id, passphrase: passphrase, failed: "Signing in as {{.Name}} failed: the passphrase was wrong"}
		if m, hash, err = s.prove(ctx, a); err != nil {
			return err
		}
		renewed, err := s.renew(hash, passphrase)
		if err != nil {
			return err
		}
		return s.signedIn(ctx, m, hash, renewed)
	})
	if err != nil {
		return app.Member{}, err
	}
	return m, nil
}

// prove gives the member and the stored hash when the passphrase is right. It
// counts and records one that is wrong. The caller holds the turn.
func (s *Service) prove(ctx context.Context, a attempt) (m app.Member, hash string, err error) {
	known := true
	err = s.store.View(ctx, func(tx app.Tx) (err error) {
		if m, err = tx.GetMember(a.id); app.ErrorCode(err) == app.CodeNotFound {
			known = false
			return nil
		} else if err != nil {
			return err
		}
		hash, err = tx.PassphraseHash(a.id)
		return err
	})
	if err != nil || known && hash == "" {
		return m, hash, err
	}
	if left := s.tries.left(a.id, s.clock.Now()); left > 0 {
		return m, hash, withWait(s.failed(ctx, m, a, app.NewError(app.CodeForbidden, waiting(left))), left)
	}
	h := s.cost.decoy()
	if known {
		if h, err = parseHash(hash); err != nil {
			return m, hash, app.NewError(app.CodeInternal, app.Say("The stored passphrase of {{.Name}} cannot be read.", "Name", m.Name)).
				WithFix(app.Say("Ask an Owner of this workspace to set a new one.")).Because(err)
		}
	}
	if !h.matches(a.passphrase) || !known {
		left := s.tries.miss(a.id, s.clock.Now())
		return m, hash, withWait(s.failed(ctx, m, a, app.NewError(app.CodeForbidden, wrong(left)).WithField("passphrase")), left)
	}
	delete(s.tries, a.id)
	return m, hash, nil
}

// failed writes the failed try down, also when the caller went away meanwhile.
func (s *Service) failed(ctx context.Context, m app.Member, a attempt, refused *app.Error) *app.Error {
	text := app.Say(a.failed, "Name", m.Name)
	if m.ID == 0 {
		text = app.Say("Signing in as a member who does not exist failed")
	}
	err := s.store.Update(context.WithoutCancel(ctx), func(tx app.Tx) error {
		return tx.AddActivity(app.Activity{At: s.now(), By: m.Name, Kind: app.ActSignInFailed, Text: text})
	})
	if err != nil {
		return refused.Because(err)
	}
	return refused
}

// renew makes a new hash when the stored one is cheaper than it should be by
// now; otherwise it gives "".
func (s *Service) renew(hash string, passphrase app.Secret) (string, error) {
	if hash == "" {
		return "", nil
	}
	h, err := parseHash(hash)
	if err != nil || !h.isOld(s.cost) {
		return "", err
	}
	return s.cost.hash(passphrase), nil
}

// signedIn records who came, where more than one could have.
func (s *Service) signedIn(ctx context.Context, m app.Member, hash, renewed string) error {
	return s.store.Update(ctx, func(tx app.Tx) error {
		if err := unchanged(tx, m.ID, hash); err != nil {
			return err
		}
		members, err := tx.ListMembers()
		if err != nil {
			return err
		}
		if renewed != "" {
			if err := tx.SetPassphraseHash(m.ID, renewed); err != nil {
				return err
			}
		}
		if hash == "" && len(members) == 1 {
			return nil
		}
		return tx.AddActivity(app.Activity{
			At: s.now(), By: m.Name, Kind: app.ActSignedIn, Text: app.Say("{{.Name}} signed in", "Name", m.Name),
		})
	})
}

// unchanged makes sure that the passphrase is still the one that was compared.
func unchanged(tx app.Tx, id app.MemberID, hash string) error {
	now, err := tx.PassphraseHash(id)
	if err == nil && now != hash {
		err = app.NewError(app.CodeConflict, app.Say("The passphrase was changed meanwhile.")).WithFix(app.Say("Try again."))
	}
	return err
}

// SetPassphrase gives a member a new passphrase, or none for an empty one. One's
// own takes the old one, if there is one; that of somebody else takes the
// permission to manage and no old one.
func (s *Service) SetPassphrase(ctx context.Context, id app.MemberID, old, passphrase app.Secret) error {
	by, ok, err := s.acting(ctx)
	if err != nil {
		return err
	}
	own := ok && by.ID == id
	if !own {
		if by, err = s.Require(ctx, 0, app.MayManage); err != nil {
			return err
		}
	}
	if !passphrase.IsEmpty() {
		if err := checkPassphrase(passphrase); err != nil {
			return err
		}
	}
	err = s.locked(ctx, func() error {
		var hash string
		if own {
			a := attempt{id: id, passphrase: old, failed: "{{.Name}} could not change the passphrase: the old one was wrong"}
			if _, hash, err = s.prove(ctx, a); err != nil {
				return err
			}
		}
		made := ""
		if !passphrase.IsEmpty() {
			made = s.cost.hash(passphrase)
		}
		if err := s.putPassphrase(ctx, by, id, hash, made); err != nil {
			return err
		}
		delete(s.tries, id)
		return nil
	})
	if err == nil {
		s.membersChanged()
	}
	return err
}

func (s *Service) putPassphrase(ctx context.Context, by app.Member, id app.MemberID, old, made string) error {
	return s.store.Update(ctx, func(tx app.Tx) error {
		if by.ID == id {
			if err := unchanged(tx, id, old); err != nil {
				return err
			}
		}
		m, err := tx.GetMember(id)
		if err != nil || made == "" && !m.HasPassphrase {
			return err
		}
		if err := tx.SetPassphraseHash(id, made); err != nil {
			return err
		}
		return s.record(tx, by, app.ActMemberChanged, passphraseText(by, m, made != ""))
	})
}

func passphraseText(by, m app.Member, set bool) app.Text {
	text := "{{.Who}} removed the passphrase of {{.Name}}"
	switch {
	case by.ID == m.ID && !set:
		text = "{{.Who}} signs in without a passphrase from now on"
	case by.ID == m.ID && m.HasPassphrase:
		text = "{{.Who}} changed their own passphrase"
	case by.ID == m.ID:
		text = "{{.Who}} signs in with a passphrase from now on"
	case set:
		text = "{{.Who}} set a new passphrase for {{.Name}}"
	}
	return app.Say(text, "Who", by.Name, "Name", m.Name)
}
