package storagetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"channeldesk/app"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// RunGrouper proves that a store keeps the contract of app.Grouper beside that
// of app.Store. open gives a new, empty store that ends with the test.
func RunGrouper(t *testing.T, open func(t *testing.T) app.Store) {
	for name, test := range map[string]func(*testing.T, *Factory, app.Grouper){
		"saved when it returns":        groupSaved,
		"one that fails undoes itself": groupErrors,
		"a panic undoes itself":        groupPanics,
		"sees those before":            groupSees,
		"cancelled before it begins":   groupCancelled,
		"cancelled after it began":     groupNotStopped,
		"beside updates":               groupBesideUpdates,
		"ends with its function":       groupEnds,
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			g, ok := s.(app.Grouper)
			require.True(t, ok)
			test(t, NewFactory(t, s), g)
		})
		if again, ok := open(t).(app.Regrouper); ok {
			t.Run(name+", again", func(t *testing.T) {
				s := open(t)
				again, ok = s.(app.Regrouper)
				require.True(t, ok)
				test(t, NewFactory(t, s), repeating{again})
			})
		}
	}
	t.Run("some may run again", func(t *testing.T) {
		s := open(t)
		if again, ok := s.(app.Regrouper); ok {
			groupMixed(t, NewFactory(t, s), again)
		}
	})
}

// repeating is a Regrouper of which every function may run again.
type repeating struct{ app.Regrouper }

func (r repeating) Group(ctx context.Context, fn func(app.Tx) error) error {
	return r.GroupAgain(ctx, fn)
}

// Functions of both kinds that end in every way: what is saved is what the good
// ones wrote, once each, and those that may not run again did not.
func groupMixed(t *testing.T, f *Factory, g app.Regrouper) {
	var wg sync.WaitGroup
	for i := range 240 {
		wg.Go(func() {
			group, runs := g.Group, 0
			if i%2 == 0 {
				group = g.GroupAgain
			}
			write := func() error {
				return group(t.Context(), func(tx app.Tx) error {
					runs++
					if i%5 == 0 {
						return errOnPurpose // before it wrote
					}
					if err := countOn(tx); err != nil {
						return err
					}
					switch {
					case i%7 == 0:
						return errOnPurpose
					case i%11 == 0:
						panic(i)
					}
					return tx.SetSetting(fmt.Sprint("of ", i), "x")
				})
			}
			switch {
			case i%5 == 0, i%7 == 0:
				assert.ErrorIs(t, write(), errOnPurpose)
			case i%11 == 0:
				assert.PanicsWithValue(t, i, func() { _ = write() })
			default:
				assert.NoError(t, write())
			}
			assert.True(t, runs == 1 || runs > 1 && i%2 == 0)
		})
	}
	wg.Wait()
	good := 0
	for i := range 240 {
		want := ""
		if i%5 != 0 && i%7 != 0 && i%11 != 0 {
			want = "x"
			good++
		}
		require.Equal(t, want, f.setting(fmt.Sprint("of ", i)))
	}
	require.Equal(t, fmt.Sprint(good), f.setting("n"))
}

func (f *Factory) setting(name string) (v string) {
	f.T.Helper()
	f.View(func(tx app.Tx) (err error) { v, err = tx.Setting(name); return err })
	return v
}

func groupSaved(t *testing.T, f *Factory, g app.Grouper) {
	require.NoError(t, g.Group(t.Context(), func(tx app.Tx) error { return tx.SetSetting("a", "b") }))
	require.Equal(t, "b", f.setting("a"))
}

// Many at once, every third of which fails after it wrote.
func groupErrors(t *testing.T, f *Factory, g app.Grouper) {
	var wg sync.WaitGroup
	for i := range 90 {
		wg.Go(func() {
			err := g.Group(t.Context(), func(tx app.Tx) error {
				err := tx.SetSetting(fmt.Sprint(i), "x")
				if err == nil && i%3 == 0 {
					err = errOnPurpose
				}
				return err
			})
			if i%3 == 0 {
				assert.ErrorIs(t, err, errOnPurpose)
			} else {
				assert.NoError(t, err)
			}
		})
	}
	wg.Wait()
	for i := range 90 {
		want := "x"
		if i%3 == 0 {
			want = ""
		}
		require.Equal(t, want, f.setting(fmt.Sprint(i)))
	}
}

func groupPanics(t *testing.T, f *Factory, g app.Grouper) {
	var wg sync.WaitGroup
	for i := range 30 {
		wg.Go(func() {
			write := func() error {
				return g.Group(t.Context(), func(tx app.Tx) error {
					err := tx.SetSetting(fmt.Sprint(i), "x")
					if i%3 == 0 {
						panic(i)
					}
					return err
				})
			}
			if i%3 == 0 {
				assert.PanicsWithValue(t, i, func() { _ = write() })
			} else {
				assert.NoError(t, write())
			}
		})
	}
	wg.Wait()
	for i := range 30 {
		require.Equal(t, i%3 == 0, f.setting(fmt.Sprint(i)) == "")
	}
}

// Each counts on from what the one before it wrote.
func groupSees(t *testing.T, f *Factory, g app.Grouper) {
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			for range 4 {
				assert.NoError(t, g.Group(t.Context(), countOn))
			}
		})
	}
	wg.Wait()
	require.Equal(t, "200", f.setting("n"))
}

func countOn(tx app.Tx) error {
	v, err := tx.Setting("n")
	if err != nil {
		return err
	}
	n := 0
	_, _ = fmt.Sscan(v, &n)
	return tx.SetSetting("n", fmt.Sprint(n+1))
}

func groupCancelled(t *testing.T, f *Factory, g app.Grouper) {
	begun, finish := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		assert.NoError(t, g.Group(t.Context(), func(tx app.Tx) error {
			close(begun)
			<-finish
			return tx.SetSetting("first", "x")
		}))
	})
	<-begun
	ctx, cancel := context.WithCancel(t.Context())
	result := make(chan error)
	go func() {
		result <- g.Group(ctx, func(tx app.Tx) error { panic("it ran") })
	}()
	cancel()
	require.ErrorIs(t, <-result, context.Canceled)
	require.ErrorIs(t, g.Group(ctx, func(app.Tx) error { panic("it ran") }), context.Canceled)
	close(finish)
	wg.Wait()
	require.NoError(t, g.Group(t.Context(), countOn))
	require.Equal(t, "x", f.setting("first"))
}

func groupNotStopped(t *testing.T, f *Factory, g app.Grouper) {
	ctx, cancel := context.WithCancel(t.Context())
	require.NoError(t, g.Group(ctx, func(tx app.Tx) error {
		cancel()
		return tx.SetSetting("a", "b")
	}))
	require.Equal(t, "b", f.setting("a"))
}

func groupBesideUpdates(t *testing.T, f *Factory, g app.Grouper) {
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			for range 10 {
				if i%2 == 0 {
					assert.NoError(t, g.Group(t.Context(), countOn))
				} else {
					assert.NoError(t, f.Store.Update(t.Context(), countOn))
				}
			}
		})
	}
	wg.Wait()
	require.Equal(t, "160", f.setting("n"))
}

func groupEnds(t *testing.T, _ *Factory, g app.Grouper) {
	var kept app.Tx
	require.NoError(t, g.Group(t.Context(), func(tx app.Tx) error { kept = tx; return nil }))
	require.Error(t, kept.SetSetting("a", "b"))
	_, err := kept.AddMember(app.Member{Name: "x"})
	require.Error(t, err)
	require.Error(t, g.Group(t.Context(), func(tx app.Tx) error { kept = tx; return errors.New("no") }))
	require.Error(t, kept.SetSetting("a", "b"))
}
