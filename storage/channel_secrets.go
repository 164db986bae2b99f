package storage

import (
	"fmt"
	"strings"
	"time"

	"channeldesk/app"
)

const linkColumns = `SELECT channel_id, name, ref, origin, set_at, set_by, last4, expires_at, never_expires, verified_at FROM channel_secrets `

// link ties a secret reference to a channel by name.
type link struct {
	channel app.ChannelID
	name    string
	info    app.SecretInfo
}

func scanLink(s scanner) (l link, err error) {
	err = s.Scan(&l.channel, &l.name, &l.info.Ref, &l.info.Origin, moment{&l.info.SetAt}, &l.info.SetBy, &l.info.Last4,
		moment{&l.info.ExpiresAt}, &l.info.NeverExpires, moment{&l.info.VerifiedAt})
	return l, err
}

func (t *tx) withSecrets(c app.Channel) (app.Channel, error) {
	links, err := list(t, scanLink, linkColumns+`WHERE channel_id = ?`, c.ID)
	for _, l := range links {
		placeSecret(&c, l.name, l.info)
	}
	return c, err
}

// linkSecrets makes the stored links equal to those of the channel, touching
// only the ones that differ.
func (t *tx) linkSecrets(c app.Channel) error {
	if err := checkLinkNames(c); err != nil {
		return err
	}
	old, err := list(t, scanLink, linkColumns+`WHERE channel_id = ?`, c.ID)
	if err != nil {
		return err
	}
	want := linkedSecrets(c)
	for _, l := range old {
		now, keep := want[l.name]
		if !keep {
			if _, err := t.exec(`DELETE FROM channel_secrets WHERE channel_id = ? AND name = ?`, c.ID, l.name); err != nil {
				return err
			}
		} else if sameInfo(l.info, now) {
			delete(want, l.name)
		}
	}
	for name, s := range want {
		if err := t.saveLink(c.ID, name, s); err != nil {
			return err
		}
	}
	return nil
}

// checkLinkNames refuses names under which a secret would come back elsewhere.
func checkLinkNames(c app.Channel) error {
	for name := range c.Secrets {
		if name == app.WebhookSecretName || name == app.PreviousWebhookSecretName || strings.Contains(name, parkedMark) {
			return fmt.Errorf("storage: a protocol's secret must not be named %s", name)
		}
	}
	for id := range c.Parked {
		if strings.Contains(string(id), parkedMark) {
			return fmt.Errorf("storage: a protocol must not be named %s", id)
		}
	}
	return nil
}

func (t *tx) saveLink(id app.ChannelID, name string, s app.SecretInfo) error {
	if err := t.knowRef(s.Ref, s.SetAt); err != nil {
		return err
	}
	_, err := t.exec(`INSERT INTO channel_secrets (channel_id, name, ref, origin, set_at, set_by, last4, expires_at, never_expires, verified_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (channel_id, name) DO UPDATE SET ref = excluded.ref, origin = excluded.origin, set_at = excluded.set_at, set_by = excluded.set_by,
		last4 = excluded.last4, expires_at = excluded.expires_at, never_expires = excluded.never_expires, verified_at = excluded.verified_at`,
		id, name, s.Ref, s.Origin, millis(s.SetAt), s.SetBy, s.Last4, millis(s.ExpiresAt), s.NeverExpires, millis(s.VerifiedAt))
	return err
}

// sameInfo compares what the database keeps: times to the millisecond.
func sameInfo(a, b app.SecretInfo) bool {
	same := func(x, y time.Time) bool { return millis(x) == millis(y) }
	return a.Ref == b.Ref && a.Origin == b.Origin && a.SetBy == b.SetBy && a.Last4 == b.Last4 && a.NeverExpires == b.NeverExpires &&
		same(a.SetAt, b.SetAt) && same(a.ExpiresAt, b.ExpiresAt) && same(a.VerifiedAt, b.VerifiedAt)
}

// knowRef remembers a reference that is being linked, so that its value is
// found when the link goes, whoever made it.
func (t *tx) knowRef(ref app.SecretRef, at time.Time) error {
	if at.IsZero() {
		at = t.now()
	}
	return t.AddSecretRef(ref, at)
}

func (t *tx) AddSecretRef(ref app.SecretRef, at time.Time) error {
	_, err := t.exec(`INSERT INTO secret_refs (ref, made_at) VALUES (?, ?) ON CONFLICT (ref) DO NOTHING`, ref, at.UnixMilli())
	return err
}

func (t *tx) OrphanSecretRefs(before time.Time) ([]app.SecretRef, error) {
	return list(t, scanRef,
		`SELECT ref FROM secret_refs r WHERE made_at < ?
		AND NOT EXISTS (SELECT 1 FROM channel_secrets c WHERE c.ref = r.ref)
		AND NOT EXISTS (SELECT 1 FROM version_secrets v WHERE v.ref = r.ref)
		ORDER BY made_at, ref`, before.UnixMilli())
}

// RemoveSecretRef forgets a reference whose value is gone from the secret
// store. One that is still held is kept: CodeConflict.
func (t *tx) RemoveSecretRef(ref app.SecretRef) error {
	_, err := t.exec(`DELETE FROM secret_refs WHERE ref = ?`, ref)
	if breaksReference(err) {
		return app.NewError(app.CodeConflict, app.Say("This secret is still in use.")).Because(err)
	}
	return err
}

func scanRef(s scanner) (ref app.SecretRef, err error) {
	err = s.Scan(&ref)
	return ref, err
}
