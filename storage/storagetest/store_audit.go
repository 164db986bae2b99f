package storagetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"channeldesk/app"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func (f *Factory) find(t require.TestingT, filter app.ActivityFilter) (lines []app.Activity) {
	f.View(func(tx app.Tx) (err error) {
		lines, err = tx.FindActivity(filter)
		require.NoError(t, err)
		return nil
	})
	return lines
}

// auditLog writes n lines in which every value of a filter occurs, and gives
// them newest first.
func auditLog(f *Factory, n int) []app.Activity {
	environments := []app.Environment{"", app.Draft, app.Published}
	actors := []string{"", "Dewi", "budi", "Éva"}
	kinds := []string{app.ActChecked, app.ActPublished, app.ActSecretRevealed, app.ActSignedIn, app.ActRegistered}
	f.Update(func(tx app.Tx) error {
		for i := range n {
			a := app.Activity{
				At: Now.Add(time.Duration(i/2) * time.Minute), By: actors[i%4], AgentID: app.AgentID(i * 7 % 5),
				Environment: environments[i*5%3], Kind: kinds[i*3%5], Text: app.Say("Line {{.N}}", "N", int64(i)), After: fmt.Sprint(i),
			}
			if i%11 == 3 {
				a.At = time.Time{}
			}
			if i%13 == 5 {
				a.At = Now.Add(-time.Hour) // the clock was set back
			}
			if err := tx.AddActivity(a); err != nil {
				return err
			}
		}
		return nil
	})
	return f.find(f.T, app.ActivityFilter{Limit: n + 1})
}

func auditEnds(t *testing.T, f *Factory) {
	verify := func() (p app.ActivityProof) {
		t.Helper()
		f.View(func(tx app.Tx) (err error) { p, err = tx.VerifyActivity(); return err })
		return p
	}
	require.Equal(t, app.ActivityProof{}, verify(), "an empty log holds")
	heads := map[string]bool{}
	for n := range int64(3) {
		f.Update(func(tx app.Tx) error { return tx.AddActivity(app.Activity{Kind: "x"}) })
		p := verify()
		require.Equal(t, n+1, p.Lines)
		require.Zero(t, p.BrokenAt)
		require.Regexp(t, `^[0-9a-f]{64}$`, p.Head)
		heads[p.Head] = true
	}
	require.Len(t, heads, 3)
	before := verify()
	require.ErrorIs(t, f.Store.Update(t.Context(), func(tx app.Tx) error {
		require.NoError(t, tx.AddActivity(app.Activity{Kind: "undone"}))
		p, err := tx.VerifyActivity()
		require.EqualValues(t, 4, p.Lines, "a transaction sees its own lines")
		require.NoError(t, err)
		return errOnPurpose
	}), errOnPurpose)
	require.Equal(t, before, verify(), "a line that was undone leaves nothing")
}

func auditPages(t *testing.T, f *Factory) {
	all := auditLog(f, 250)
	require.Len(t, all, 250)
	require.Len(t, f.find(t, app.ActivityFilter{}), 200, "no limit named")
	for _, filter := range []app.ActivityFilter{{}, {Agent: 2}, {By: "Dewi"}, {Kinds: []string{app.ActChecked, app.ActPublished}}} {
		var got []app.Activity
		filter.Limit = 7
		for page := f.find(t, filter); len(page) > 0; page = f.find(t, filter) {
			require.LessOrEqual(t, len(page), 7)
			got = append(got, page...)
			filter.Before = page[len(page)-1].ID
			f.Update(func(tx app.Tx) error {
				return tx.AddActivity(app.Activity{AgentID: 2, By: "Dewi", Kind: app.ActChecked})
			}) // new lines do not shift pages
		}
		require.Equal(t, plainFilter(all, app.ActivityFilter{Agent: filter.Agent, By: filter.By, Kinds: filter.Kinds, Limit: 250}), got)
		all = f.find(t, app.ActivityFilter{Limit: 10_000})
	}
}

func auditFilter(t *testing.T, f *Factory) {
	all := auditLog(f, 120)
	at := Now.Add(20 * time.Minute)
	for name, filter := range map[string]app.ActivityFilter{
		"agent":         {Agent: 3},
		"agent unknown": {Agent: 99},
		"only":          {Only: []app.AgentID{0, 2}},
		"only nothing":  {Only: []app.AgentID{}},
		"agent allowed": {Agent: 2, Only: []app.AgentID{1, 2}},
		"agent hidden":  {Agent: 3, Only: []app.AgentID{1, 2}},
		"environment":   {Environment: app.Draft},
		"actor":         {By: "Éva"},
		"actor's case":  {By: "éva"},
		"one kind":      {Kinds: []string{app.ActPublished}},
		"kinds":         {Kinds: []string{app.ActPublished, app.ActSignedIn, "unknown"}},
		"from":          {From: at},
		"to":            {To: at},
		"a minute":      {From: at, To: at.Add(time.Minute)},
		"another zone":  {From: at.In(time.FixedZone("", 7*3600))},
		"before":        {Before: 17},
		"everything":    {Agent: 1, Only: []app.AgentID{1}, Environment: app.Published, By: "Dewi", Kinds: []string{app.ActPublished}, From: Now, To: at, Before: 119},
	} {
		require.Equal(t, plainFilter(all, filter), f.find(t, filter), name)
	}
	require.Empty(t, f.find(t, app.ActivityFilter{Only: []app.AgentID{}}))
	require.NotEmpty(t, f.find(t, app.ActivityFilter{From: at, To: at.Add(time.Minute)}))
}

// plainFilter is the meaning of a filter, said without a database; all is
// newest first.
func plainFilter(all []app.Activity, f app.ActivityFilter) (out []app.Activity) {
	limit := f.Limit
	if limit <= 0 {
		limit = 200
	}
	for _, a := range all {
		fits := (f.Agent == 0 || a.AgentID == f.Agent) &&
			(f.Only == nil || slices.Contains(f.Only, a.AgentID)) &&
			(f.Environment == "" || a.Environment == f.Environment) &&
			(f.By == "" || a.By == f.By) &&
			(len(f.Kinds) == 0 || slices.Contains(f.Kinds, a.Kind)) &&
			(f.From.IsZero() || !a.At.Before(f.From)) &&
			(f.To.IsZero() || a.At.Before(f.To)) &&
			(f.Before == 0 || a.ID < f.Before)
		if fits && len(out) < limit {
			out = append(out, a)
		}
	}
	return out
}

func auditFilterProperty(t *testing.T, f *Factory) {
	all := auditLog(f, 300)
	agents := rapid.Map(rapid.IntRange(0, 6), func(n int) app.AgentID { return app.AgentID(n) })
	moments := rapid.OneOf(rapid.Just(time.Time{}), rapid.Map(rapid.IntRange(-90, 200), func(n int) time.Time {
		return Now.Add(time.Duration(n) * time.Minute)
	}))
	kinds := rapid.SampledFrom([]string{app.ActChecked, app.ActPublished, app.ActSecretRevealed, app.ActSignedIn, "unknown"})
	rapid.Check(t, func(rt *rapid.T) {
		filter := app.ActivityFilter{
			Environment: rapid.SampledFrom([]app.Environment{"", "", app.Draft, app.Published}).Draw(rt, "environment"),
			By:          rapid.SampledFrom([]string{"", "", "Dewi", "budi", "Éva", "BUDI"}).Draw(rt, "by"),
			Kinds:       rapid.SliceOfN(kinds, 0, 3).Draw(rt, "kinds"),
			From:        moments.Draw(rt, "from"), To: moments.Draw(rt, "to"),
			Before: rapid.Int64Range(0, 320).Draw(rt, "before"), Limit: rapid.IntRange(0, 310).Draw(rt, "limit"),
		}
		if rapid.Bool().Draw(rt, "one agent") {
			filter.Agent = agents.Draw(rt, "agent")
		}
		if rapid.Bool().Draw(rt, "some agents") {
			filter.Only = rapid.SliceOfN(agents, 0, 4).Draw(rt, "only")
		}
		require.Equal(rt, plainFilter(all, filter), f.find(rt, filter))
	})
}

func auditActors(t *testing.T, f *Factory) {
	actors := func() (names []string) {
		t.Helper()
		f.View(func(tx app.Tx) (err error) { names, err = tx.ActivityActors(); return err })
		return names
	}
	require.Empty(t, actors())
	auditLog(f, 40)
	f.Update(func(tx app.Tx) error { return tx.AddActivity(app.Activity{By: "Adi", Kind: "x"}) })
	require.Equal(t, []string{"Adi", "budi", "Dewi", "Éva"}, actors(), "by name, case ignored, without the empty one")
}
