package storage_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
	"time"

	"channeldesk/app"
	"channeldesk/storage"
	"channeldesk/storage/storagetest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// However people are read and changed - in shared commits, alone, by another process,
// in what fails and is undone - whoever reads them gets what is in the database.
func TestPeopleAreAsInTheDatabase(t *testing.T) {
	dir := t.TempDir()
	db, other := opened(t, dir), opened(t, dir)
	f := storagetest.NewFactory(t, db)
	failed := errors.New("no")
	rapid.Check(t, func(t *rapid.T) {
		c := f.Channel(f.Agent("").ID, app.Published)
		model := map[string]app.Person{}
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			key := fmt.Sprint(rapid.IntRange(1, 3).Draw(t, "who"))
			p := app.Person{
				ChannelID: c.ID, Key: key, Name: rapid.StringMatching(`[a-c]`).Draw(t, "name"),
				LastInboundAt: storagetest.Now.Add(time.Duration(rapid.IntRange(0, 1_000_000).Draw(t, "µs")) * time.Microsecond),
				Session:       []byte(rapid.StringMatching(`[a-c]?`).Draw(t, "session")),
			}
			want := p
			want.LastInboundAt = time.UnixMilli(p.LastInboundAt.UnixMilli()).UTC()
			if len(want.Session) == 0 {
				want.Session = nil
			}
			read := func(tx app.Tx) {
				got, err := tx.GetPerson(c.ID, key)
				known, ok := model[key]
				if !ok {
					require.Equal(t, app.CodeNotFound, app.ErrorCode(err))
					return
				}
				require.NoError(t, err)
				require.Equal(t, known, got)
				clear(got.Session) // it is ours
			}
			write := func(tx app.Tx) error {
				read(tx)
				own := p
				own.Session = bytes.Clone(p.Session)
				err := tx.SavePerson(own)
				clear(own.Session) // it is the caller's again
				return err
			}
			ctx := f.T.Context()
			switch rapid.SampledFrom([]string{"again", "again", "again", "group", "update", "other process", "fails", "read", "delete"}).Draw(t, "how") {
			case "again":
				require.NoError(t, db.GroupAgain(ctx, write))
				model[key] = want
			case "group":
				require.NoError(t, db.Group(ctx, write))
				model[key] = want
			case "update":
				require.NoError(t, db.Update(ctx, write))
				model[key] = want
			case "other process":
				require.NoError(t, other.GroupAgain(ctx, write))
				model[key] = want
			case "fails":
				require.ErrorIs(t, db.GroupAgain(ctx, func(tx app.Tx) error { return errors.Join(write(tx), failed) }), failed)
			case "read":
				require.NoError(t, db.GroupAgain(ctx, func(tx app.Tx) error { read(tx); return nil }))
			case "delete":
				require.NoError(t, db.Update(ctx, func(tx app.Tx) error { return tx.DeleteAgent(c.AgentID) }))
				model = map[string]app.Person{}
				require.NoError(t, db.GroupAgain(ctx, func(tx app.Tx) error { read(tx); return nil }))
				c = f.Channel(f.Agent("").ID, app.Published)
			}
		}
	})
}

func opened(t *testing.T, dir string) *storage.DB {
	t.Helper()
	db, err := storage.Open(t.Context(), storage.Options{Dir: dir})
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	return db
}
