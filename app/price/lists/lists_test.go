package lists_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/price"
	"channeldesk/app/price/lists"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/coster"
	"channeldesk/app/protocol/metacloud"
	"channeldesk/storage/storagetest"
)

// office is the service on a real workspace.
type office struct {
	*lists.Service
	t   *testing.T
	f   *storagetest.Factory
	ctx context.Context
	bus *app.Bus
}

func newOffice(t *testing.T) *office {
	db := storagetest.New(t)
	clock := app.ClockFunc(func() time.Time { return storagetest.Now })
	o := &office{t: t, f: storagetest.NewFactory(t, db), bus: &app.Bus{}}
	guard := access.New(db, clock, o.bus)
	owner, err := guard.EnsureOwner(t.Context(), "Sari")
	require.NoError(t, err)
	o.ctx = app.WithMember(t.Context(), owner)
	o.Service = lists.New(lists.Params{
		Store: db, Guard: guard, Bus: o.bus, Clock: clock,
		Protocols: protocol.NewRegistry(metacloud.New(metacloud.Options{}), coster.New(coster.Options{})),
	})
	return o
}

func (o *office) said() (out []string) {
	o.f.View(func(tx app.Tx) error {
		lines, err := tx.FindActivity(app.ActivityFilter{Limit: 10})
		for _, a := range lines {
			if a.Kind == app.ActWorkspaceSetting {
				out = append(out, a.By+": "+a.Text.String())
			}
		}
		return err
	})
	return out
}

func list(p app.ProtocolID, from price.Date, utility int64) price.List {
	return price.List{Protocol: p, From: from, Currency: "IDR", Everywhere: price.Amounts{price.Utility: utility * price.Unit}}
}

func TestListsAreKeptChangedAndDeleted(t *testing.T) {
	o := newOffice(t)
	heard := make(chan app.Event, 10)
	sub := o.bus.Subscribe(func(e app.Event) { heard <- e }, app.SettingsChanged)
	defer sub.Close()
	july, err := o.Save(o.ctx, list("meta_cloud", "2026-07-01", 300), price.Key{})
	require.NoError(t, err)
	require.Equal(t, app.SettingsChanged, (<-heard).Kind)
	_, err = o.Save(o.ctx, list("meta_cloud", "2026-07-01", 301), price.Key{})
	storagetest.RequireCode(t, app.CodeConflict, err)
	assert.Equal(t, "from", app.AsError(err).Field)
	november, err := o.Save(o.ctx, list("meta_cloud", "2026-11-01", 357), price.Key{})
	require.NoError(t, err)
	// Another list may not be moved onto it, but may be moved elsewhere.
	_, err = o.Save(o.ctx, list("meta_cloud", "2026-11-01", 300), july.Key())
	storagetest.RequireCode(t, app.CodeConflict, err)
	june, err := o.Save(o.ctx, list("meta_cloud", "2026-06-01", 300), july.Key())
	require.NoError(t, err)
	_, err = o.Save(o.ctx, list("meta_cloud", "2026-06-02", 300), july.Key())
	storagetest.RequireCode(t, app.CodeConflict, err)
	all, err := o.Lists(t.Context())
	require.NoError(t, err)
	assert.Equal(t, price.Book{november, june}, all)

	m, from, ok, err := o.Of(t.Context(), "meta_cloud", "ID", price.Utility, price.Date("2026-10-01").Start())
	require.NoError(t, err)
	assert.True(t, ok)
	assert.Equal(t, price.Date("2026-06-01"), from)
	assert.Equal(t, price.Money{Amount: 300 * price.Unit, Currency: "IDR"}, m)
	e, ok, err := o.Estimate(t.Context(), "meta_cloud", price.Utility, price.Date("2026-12-01").Start(), map[string]int{"ID": 10})
	require.NoError(t, err)
	assert.True(t, ok)
	assert.Equal(t, 3570*price.Unit, e.Total.Amount)

	was, err := o.Delete(o.ctx, november.Key())
	require.NoError(t, err)
	assert.Equal(t, november, was)
	_, err = o.Delete(o.ctx, november.Key())
	storagetest.RequireCode(t, app.CodeConflict, err)
	_, err = o.Save(o.ctx, was, price.Key{}) // taken back
	require.NoError(t, err)
	assert.Equal(t, []string{
		"Sari: Price list of Meta Cloud from 1 Nov 2026 added", "Sari: Price list of Meta Cloud from 1 Nov 2026 deleted",
		"Sari: Price list of Meta Cloud from 1 Jun 2026 changed", "Sari: Price list of Meta Cloud from 1 Nov 2026 added", "Sari: Price list of Meta Cloud from 1 Jul 2026 added",
	}, o.said())
}

func TestImportsAreWholeOrNothing(t *testing.T) {
	o := newOffice(t)
	require.NoError(t, o.Import(o.ctx, []price.List{list("coster", "2026-01-01", 200)}))
	err := o.Import(o.ctx, []price.List{list("coster", "2026-01-01", 250), list("nobody", "2026-01-01", 1)})
	storagetest.RequireCode(t, app.CodeInvalid, err)
	assert.Equal(t, "protocol", app.AsError(err).Field)
	require.NoError(t, o.Import(o.ctx, []price.List{list("coster", "2026-01-01", 260), list("meta_cloud", "2026-02-01", 1)}))
	all, err := o.Lists(t.Context())
	require.NoError(t, err)
	require.Len(t, all, 2)
	assert.Equal(t, 260*price.Unit, all[0].Everywhere[price.Utility])
	assert.Equal(t, "Sari: 2 price lists imported", o.said()[0])
	assert.Equal(t, "Sari: Price list of Coster from 1 Jan 2026 imported", o.said()[1])
	var many []price.List
	for i := range lists.Most {
		many = append(many, list("coster", price.DateOf(time.Date(2027, 1, 1+i, 0, 0, 0, 0, time.Local)), 1))
	}
	require.ErrorContains(t, o.Import(o.ctx, many), "At most 200")
	require.NoError(t, o.Import(o.ctx, many[2:]))
	_, err = o.Save(o.ctx, many[0], price.Key{})
	require.ErrorContains(t, err, "Delete old ones first")
}

func TestOnlyWhoMayEditChangesPrices(t *testing.T) {
	o := newOffice(t)
	_, err := o.Save(o.ctx, list("coster", "2026-01-01", 200), price.Key{})
	require.NoError(t, err)
	var viewer app.Member
	o.f.Update(func(tx app.Tx) (err error) {
		viewer = app.Member{Name: "Rani", Role: app.Viewer}
		viewer.ID, err = tx.AddMember(viewer)
		return err
	})
	ctx := app.WithMember(t.Context(), viewer)
	_, err = o.Save(ctx, list("coster", "2026-02-01", 200), price.Key{})
	storagetest.RequireCode(t, app.CodeForbidden, err)
	_, err = o.Delete(ctx, price.Key{Protocol: "coster", From: "2026-01-01"})
	storagetest.RequireCode(t, app.CodeForbidden, err)
	storagetest.RequireCode(t, app.CodeForbidden, o.Import(ctx, nil))
	all, err := o.Lists(ctx)
	require.NoError(t, err)
	assert.Len(t, all, 1)
}

func TestListsOfAnotherVersionStay(t *testing.T) {
	o := newOffice(t)
	o.f.Update(func(tx app.Tx) error { return tx.SetSetting(price.Setting, "{}") })
	_, err := o.Lists(t.Context())
	storagetest.RequireCode(t, app.CodeInternal, err)
	_, err = o.Save(o.ctx, list("coster", "2026-01-01", 200), price.Key{})
	storagetest.RequireCode(t, app.CodeInternal, err)
	o.f.View(func(tx app.Tx) error {
		text, err := tx.Setting(price.Setting)
		assert.Equal(t, "{}", text)
		return err
	})
	assert.Panics(t, func() { lists.New(lists.Params{}) })
}
