package channel

import (
	"context"
	"maps"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// VersionLine is a version with what can be done with it now.
type VersionLine struct {
	app.Version
	// Current is true for the version that is published.
	Current bool
	// Restorable is true when restoring it would change something and leave
	// nothing out; else Why says what stands against it.
	Restorable bool
	Why        app.Text
}

// Versions lists the versions of Published, newest first.
func (s *Service) Versions(ctx context.Context, agent app.AgentID) ([]VersionLine, error) {
	if _, err := s.Guard.Require(ctx, agent, app.MaySee); err != nil {
		return nil, err
	}
	var lines []VersionLine
	err := s.Store.View(ctx, func(tx app.Tx) error {
		now, err := tx.GetChannel(agent, app.Published)
		if err != nil {
			return err
		}
		versions, err := tx.ListVersions(now.ID)
		if err != nil {
			return err
		}
		kept := keptSecrets(now, versions)
		addresses, err := readSandbox(tx, agent)
		for _, v := range versions {
			line := VersionLine{Version: v, Current: v.Number == now.Version}
			next, why := s.restored(now, v.Snapshot, kept)
			switch {
			case line.Current:
				line.Why = app.Say("This is what is published now.")
			case !why.IsEmpty():
				line.Why = why
			case len(s.allDifferences(now, staysInSandbox(next, true, nil, addresses))) == 0:
				line.Why = app.Say("It is the same as what is published now.")
			default:
				line.Restorable = true
			}
			lines = append(lines, line)
		}
		return err
	})
	return lines, err
}

// ReviewRestore tells what restoring a version would change in Published; no
// rows when nothing. CodeIncomplete when the version cannot be restored.
func (s *Service) ReviewRestore(ctx context.Context, agent app.AgentID, number int) (Review, error) {
	if _, err := s.Guard.Require(ctx, agent, app.MaySee); err != nil {
		return Review{}, err
	}
	var r Review
	err := s.Store.View(ctx, func(tx app.Tx) (err error) {
		if r.Agent, err = tx.GetAgent(agent); err != nil {
			return err
		}
		now, next, err := s.toRestore(tx, agent, number)
		if err != nil {
			return err
		}
		r.Rows, r.BaseVersion = s.differences(now, next), now.Version
		return nil
	})
	return r, err
}

// Restore makes a version's settings those of Published again, as its next
// version. Secrets that the version still holds are pointed to again. Webhook
// secret and registration are no part of it. CodeConflict when Published is not
// at baseVersion any more, CodeIncomplete when there is nothing to restore or
// the version cannot be restored whole.
func (s *Service) Restore(ctx context.Context, agent app.AgentID, number, baseVersion int, note string) error {
	member, err := s.Guard.Require(ctx, agent, app.MayEdit)
	if err != nil {
		return err
	}
	var first []app.SecretRef
	var id app.ProtocolID
	var w app.Webhook
	err = s.Store.View(ctx, func(tx app.Tx) error {
		now, next, err := s.toRestore(tx, agent, number)
		if err == nil && now.Version != baseVersion {
			err = conflict(app.Published)
		}
		id, w = next.Protocol, now.Webhook
		return err
	})
	if err != nil {
		return err
	}
	first = s.stageFirst(ctx, id, w)
	err = s.change(ctx, first, func(tx app.Tx) error {
		now, next, err := s.toRestore(tx, agent, number)
		if err != nil {
			return err
		}
		if now.Version != baseVersion {
			return conflict(app.Published)
		}
		if len(s.allDifferences(now, next)) == 0 {
			return app.NewError(app.CodeIncomplete, app.Say("There is nothing to restore: version {{.N}} is the same as what is published.", "N", number))
		}
		if _, err := s.put(tx, member, now, next, first, note); err != nil {
			return err
		}
		return s.record(tx, member, agent, app.Published, app.ActRestored, app.Say("Version {{.Old}} restored as version {{.N}}", "Old", number, "N", now.Version+1))
	})
	if err != nil {
		return err
	}
	s.changed(app.ChannelChanged, agent, app.Published)
	return nil
}

// toRestore gives Published as it is and as it would be.
func (s *Service) toRestore(tx app.Tx, agent app.AgentID, number int) (now, next app.Channel, err error) {
	if now, err = tx.GetChannel(agent, app.Published); err != nil {
		return now, next, err
	}
	v, err := tx.GetVersion(now.ID, number)
	if err != nil {
		return now, next, err
	}
	versions, err := tx.ListVersions(now.ID)
	if err != nil {
		return now, next, err
	}
	next, why := s.restored(now, v.Snapshot, keptSecrets(now, versions))
	if !why.IsEmpty() {
		return now, next, app.NewError(app.CodeIncomplete, why).WithFix(app.Say("Change the settings by hand instead."))
	}
	addresses, err := readSandbox(tx, agent)
	return now, staysInSandbox(next, true, nil, addresses), err
}

// keptSecrets are the secrets whose values the channel or one of its versions
// still holds, by origin. What the channel has now is known best.
func keptSecrets(now app.Channel, versions []app.Version) map[app.SecretRef]app.SecretInfo {
	kept := map[app.SecretRef]app.SecretInfo{}
	add := func(secrets map[string]app.SecretInfo) {
		for _, i := range secrets {
			if i.Present() {
				kept[i.Origin] = i
			}
		}
	}
	for _, v := range versions {
		add(v.Snapshot.Secrets)
	}
	for _, v := range now.Parked {
		add(v.Secrets)
	}
	add(now.Secrets)
	return kept
}

// restored is the channel with a version's settings, or why that cannot be.
func (s *Service) restored(now, old app.Channel, kept map[app.SecretRef]app.SecretInfo) (next app.Channel, why app.Text) {
	d := s.Protocols.Declaration(old.Protocol)
	if d.ID == "" && old.Protocol != "" {
		return now, app.Say("This version uses a protocol that this program does not know: {{.Name}}.", "Name", string(old.Protocol))
	}
	next = replaceBy(now.Clone(), old.Protocol)
	before := next.Secrets
	next.AccountCode, next.Session, next.Forward = old.AccountCode, old.Session, old.Forward
	next.Fields, next.Secrets = maps.Clone(old.Fields), map[string]app.SecretInfo{}
	for name, info := range old.Secrets {
		if i, ok := kept[info.Origin]; ok {
			next.Secrets[name] = i
		} else if i, ok := before[name]; ok && isOptional(d, name) {
			next.Secrets[name] = i // the present one serves
		}
	}
	if gone := letGo(d, old, next); gone != "" {
		return next, app.Say("{{.Label}} of this version is not kept any more and must be typed again.", "Label", app.Say(gone))
	}
	if problems := s.missing(next); len(problems) > 0 {
		return next, app.Say("This version is not complete. {{.Problem}}", "Problem", problems[0])
	}
	return next, app.Text{}
}

// letGo is the label of a secret that the version needs, once had, and whose
// value is nowhere any more; "" when there is none.
func letGo(d protocol.Declaration, old, next app.Channel) string {
	for _, f := range d.Secrets {
		if _, had := old.Secrets[f.Name]; had && f.Required && d.Applies(old, f.When) && !next.Secrets[f.Name].Present() {
			return f.Label
		}
	}
	for _, group := range d.AtLeastOne {
		had, has := "", false
		for _, name := range group.Secrets {
			if _, ok := old.Secrets[name]; ok {
				f, _ := d.Secret(name)
				had = f.Label
			}
			has = has || next.Secrets[name].Present()
		}
		if had != "" && !has {
			return had
		}
	}
	return ""
}

// isOptional reports whether the protocol works without a secret.
func isOptional(d protocol.Declaration, name string) bool {
	f, _ := d.Secret(name)
	return !f.Required
}
