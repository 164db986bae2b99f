// Package lists keeps the price lists of a workspace: who may see it reads them,
// who may edit settings changes them, and every change is written into the
// activity.
package lists

import (
	"context"
	"slices"
	"time"

	"channeldesk/app"
	"channeldesk/app/price"
	"channeldesk/app/protocol"
)

// Most is how many lists a workspace keeps.
const Most = 200

// Params are what the service works with; all are needed.
type Params struct {
	Store     app.Store
	Guard     app.Guard
	Protocols *protocol.Registry
	Bus       *app.Bus
	Clock     app.Clock
}

// Service keeps price lists. Safe for concurrent use. Its calls read or write the
// database: none is for the UI goroutine.
type Service struct{ p Params }

// New makes the service and panics when something is missing.
func New(p Params) *Service {
	if p.Store == nil || p.Guard == nil || p.Protocols == nil || p.Bus == nil || p.Clock == nil {
		panic("lists: incomplete Params")
	}
	return &Service{p: p}
}

// Lists gives all lists, by protocol and the newest of each first.
func (s *Service) Lists(ctx context.Context) (b price.Book, err error) {
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		b, err = price.Read(tx)
		return err
	})
	return b, err
}

// Of gives what a message to a country costs at a time, and the day of the list
// that says so.
func (s *Service) Of(ctx context.Context, p app.ProtocolID, region string, c price.Category, at time.Time) (m price.Money, from price.Date, ok bool, err error) {
	b, err := s.Lists(ctx)
	if err != nil {
		return price.Money{}, "", false, err
	}
	m, from, ok = b.Of(p, region, c, at)
	return m, from, ok, nil
}

// Estimate adds up messages by country, as price.Book.Estimate does.
func (s *Service) Estimate(ctx context.Context, p app.ProtocolID, c price.Category, at time.Time, people map[string]int) (e price.Estimate, ok bool, err error) {
	b, err := s.Lists(ctx)
	if err != nil {
		return price.Estimate{}, false, err
	}
	e, ok = b.Estimate(p, c, at, people)
	return e, ok, nil
}

// Save keeps a list in place of the one that was is the key of; the zero key adds
// a new one. It takes MayEdit of the workspace. An error with the field "from"
// says that another list begins on that day; CodeConflict, without a field, that
// the one to be replaced is gone.
func (s *Service) Save(ctx context.Context, l price.List, was price.Key) (price.List, error) {
	saved, err := s.change(ctx, func(b price.Book) (price.Book, app.Text, error) {
		l, err := s.check(l)
		if err != nil {
			return nil, app.Text{}, err
		}
		text := app.Say("Price list of {{.Provider}} from {{.Day}} added", s.words(l.Key())...)
		if was != (price.Key{}) {
			at := index(b, was)
			if at < 0 {
				return nil, app.Text{}, gone()
			}
			b = slices.Delete(b, at, at+1)
			text = app.Say("Price list of {{.Provider}} from {{.Day}} changed", s.words(l.Key())...)
		}
		if index(b, l.Key()) >= 0 {
			return nil, app.Text{}, app.NewError(app.CodeConflict, app.Say("There is a list of this provider from this day already. Edit that one, or choose another day.")).WithField("from")
		}
		if len(b) >= Most {
			return nil, app.Text{}, app.NewError(app.CodeInvalid, app.Say("There are {{.N}} price lists already. Delete old ones first.", "N", Most))
		}
		return append(b, l), text, nil
	})
	if err != nil {
		return price.List{}, err
	}
	l, err = l.Check()
	if err != nil {
		return price.List{}, err
	}
	l, _ = saved.Find(l.Key())
	return l, nil
}

// Import keeps lists of a file, in place of those of the same provider and day:
// all, or none where one is wrong. It takes MayEdit of the workspace.
func (s *Service) Import(ctx context.Context, in []price.List) error {
	_, err := s.change(ctx, func(b price.Book) (price.Book, app.Text, error) {
		for _, l := range in {
			l, err := s.check(l)
			if err != nil {
				return nil, app.Text{}, err
			}
			if at := index(b, l.Key()); at >= 0 {
				b[at] = l
				continue
			}
			b = append(b, l)
		}
		if len(b) > Most {
			return nil, app.Text{}, app.NewError(app.CodeInvalid, app.Say("There would be {{.N}} price lists. At most {{.Most}} are kept.", "N", len(b), "Most", Most))
		}
		if len(in) == 1 {
			return b, app.Say("Price list of {{.Provider}} from {{.Day}} imported", s.words(in[0].Key())...), nil
		}
		return b, app.Say("{{.N}} price lists imported", "N", len(in)), nil
	})
	return err
}

// Delete removes a list and gives it, so that Save can bring it back. It takes
// MayEdit of the workspace; CodeConflict when it is gone already.
func (s *Service) Delete(ctx context.Context, k price.Key) (was price.List, err error) {
	_, err = s.change(ctx, func(b price.Book) (price.Book, app.Text, error) {
		at := index(b, k)
		if at < 0 {
			return nil, app.Text{}, gone()
		}
		was = b[at]
		return slices.Delete(b, at, at+1), app.Say("Price list of {{.Provider}} from {{.Day}} deleted", s.words(k)...), nil
	})
	return was, err
}

func index(b price.Book, k price.Key) int {
	return slices.IndexFunc(b, func(l price.List) bool { return l.Key() == k })
}

func gone() error {
	return app.NewError(app.CodeConflict, app.Say("This price list is not there any more: somebody deleted or moved it meanwhile."))
}

// check looks at a list and at its provider.
func (s *Service) check(l price.List) (price.List, error) {
	if l.Protocol != "" {
		if _, err := s.p.Protocols.Get(l.Protocol); err != nil {
			return l, app.AsError(err).WithField("protocol")
		}
	}
	return l.Check()
}

// words are the values of a sentence about a list.
func (s *Service) words(k price.Key) []any {
	return []any{"Provider", s.p.Protocols.Declaration(k.Protocol).Name, "Day", app.Day(k.From.Start())}
}

// change reads, changes and keeps all lists in one transaction.
func (s *Service) change(ctx context.Context, fn func(price.Book) (price.Book, app.Text, error)) (after price.Book, err error) {
	by, err := s.p.Guard.Require(ctx, 0, app.MayEdit)
	if err != nil {
		return nil, err
	}
	err = s.p.Store.Update(ctx, func(tx app.Tx) error {
		before, err := price.Read(tx)
		if err != nil {
			return err
		}
		next, text, err := fn(before)
		if err != nil {
			return err
		}
		price.Sort(next)
		after = next
		if err := price.Write(tx, next); err != nil {
			return err
		}
		return tx.AddActivity(app.Activity{At: s.p.Clock.Now().Truncate(time.Millisecond), By: by.Name, Kind: app.ActWorkspaceSetting, Text: text})
	})
	if err != nil {
		return nil, err
	}
	s.p.Bus.Publish(app.Event{Kind: app.SettingsChanged})
	return after, nil
}
