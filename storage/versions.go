package storage

import (
	"channeldesk/app"
)

const versionColumns = `SELECT id, channel_id, number, at, actor, note, changes, snapshot FROM versions `

// storedVersion is a version whose references are still to be filled in.
type storedVersion struct {
	version  app.Version
	snapshot snapshotRecord
}

func scanVersion(s scanner) (v storedVersion, err error) {
	var changes []textRecord
	err = s.Scan(&v.version.ID, &v.version.ChannelID, &v.version.Number, moment{&v.version.At}, &v.version.By,
		&v.version.Note, jsonColumn{&changes}, jsonColumn{&v.snapshot})
	v.version.Changes = fromTextRecords(changes)
	return v, err
}

// AddVersion keeps a version; with Number 0 it gets the next one. What is parked
// in its snapshot is not kept.
func (t *tx) AddVersion(v app.Version) (app.VersionID, error) {
	v.Snapshot.Parked = nil
	changes, err := encode(toTextRecords(v.Changes))
	if err != nil {
		return 0, err
	}
	snapshot, err := encode(toSnapshotRecord(v.Snapshot))
	if err != nil {
		return 0, err
	}
	if v.Number == 0 {
		if err := t.row(`SELECT coalesce(max(number), 0) + 1 FROM versions WHERE channel_id = ?`, v.ChannelID).Scan(&v.Number); err != nil {
			return 0, err
		}
	}
	id, err := t.insert(`INSERT INTO versions (channel_id, number, at, actor, note, changes, snapshot) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		v.ChannelID, v.Number, millis(v.At), v.By, v.Note, changes, snapshot)
	switch {
	case breaks(err, "versions.channel_id"):
		return 0, app.NewError(app.CodeConflict, app.Say("There is a version {{.N}} already.", "N", v.Number))
	case breaksReference(err):
		return 0, notFound(channelGone)
	case err != nil:
		return 0, err
	}
	for name, s := range linkedSecrets(v.Snapshot) {
		if err := t.knowRef(s.Ref, s.SetAt); err != nil {
			return 0, err
		}
		if _, err := t.exec(`INSERT INTO version_secrets (version_id, name, ref) VALUES (?, ?, ?)`, id, name, s.Ref); err != nil {
			return 0, err
		}
	}
	return app.VersionID(id), nil
}

// versionRef is one secret that a version holds.
type versionRef struct {
	version app.VersionID
	name    string
	ref     app.SecretRef
}

func scanVersionRef(s scanner) (r versionRef, err error) {
	err = s.Scan(&r.version, &r.name, &r.ref)
	return r, err
}

// ListVersions gives a channel's versions, newest first. A secret that a
// version has let go of has no reference in its snapshot: it is not present.
func (t *tx) ListVersions(id app.ChannelID) ([]app.Version, error) {
	stored, err := list(t, scanVersion, versionColumns+`WHERE channel_id = ? ORDER BY number DESC`, id)
	if err != nil {
		return nil, err
	}
	held, err := list(t, scanVersionRef, `SELECT version_id, name, ref FROM version_secrets
		WHERE version_id IN (SELECT id FROM versions WHERE channel_id = ?)`, id)
	if err != nil {
		return nil, err
	}
	refs := map[app.VersionID]map[string]app.SecretRef{}
	for _, h := range held {
		if refs[h.version] == nil {
			refs[h.version] = map[string]app.SecretRef{}
		}
		refs[h.version][h.name] = h.ref
	}
	out := make([]app.Version, len(stored))
	for i, s := range stored {
		out[i] = s.version
		out[i].Snapshot = s.snapshot.channel(refs[s.version.ID])
	}
	return out, nil
}

func (t *tx) GetVersion(id app.ChannelID, number int) (app.Version, error) {
	s, err := scanVersion(t.row(versionColumns+`WHERE channel_id = ? AND number = ?`, id, number))
	if err != nil {
		return app.Version{}, orNotFound(err, "There is no version {{.N}}.", "N", number)
	}
	held, err := list(t, scanVersionRef, `SELECT version_id, name, ref FROM version_secrets WHERE version_id = ?`, s.version.ID)
	if err != nil {
		return app.Version{}, err
	}
	refs := map[string]app.SecretRef{}
	for _, h := range held {
		refs[h.name] = h.ref
	}
	s.version.Snapshot = s.snapshot.channel(refs)
	return s.version, nil
}

func (t *tx) DropVersionSecrets(id app.ChannelID, keep int) error {
	_, err := t.exec(`DELETE FROM version_secrets WHERE version_id IN
		(SELECT id FROM versions WHERE channel_id = ? ORDER BY number DESC LIMIT -1 OFFSET ?)`, id, max(keep, 0))
	return err
}
