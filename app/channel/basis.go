package channel

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"channeldesk/app"
)

// basisRow is what a basis knows of one row: the values themselves, because
// what people read may look alike. Secrets are their references and origins.
type basisRow struct {
	Name          string
	Before, After string
	Refs          [4]app.SecretRef
}

// basis stands for everything that a review of two channels shows: another value
// in one of its rows gives another basis, what no row shows does not.
func (s *Service) basis(before, after app.Channel) string {
	d := s.Protocols.Declaration(after.Protocol)
	var rows []basisRow
	for _, r := range s.differences(before, after) {
		row := basisRow{Name: r.Name}
		b, a := before.Secrets[r.Name], after.Secrets[r.Name]
		switch _, isField := d.Field(r.Name); {
		case r.Secret:
			row.Refs = [4]app.SecretRef{b.Ref, b.Origin, a.Ref, a.Origin}
		case isField:
			row.Before, row.After = d.Value(before, r.Name), d.Value(after, r.Name)
		}
		rows = append(rows, row)
	}
	whole, err := json.Marshal([]any{
		rows, before.Protocol, after.Protocol, before.AccountCode, after.AccountCode,
		before.Session, after.Session, before.Forward, after.Forward,
	})
	if err != nil {
		panic(err) // strings and numbers only
	}
	sum := sha256.Sum256(whole)
	return hex.EncodeToString(sum[:])
}

func notAsReviewed() error {
	return app.NewError(app.CodeConflict, app.Say("Draft or Published changed since you reviewed them.")).
		WithFix(app.Say("Look at the differences again, then publish."))
}
