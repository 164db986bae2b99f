package historypage

import (
	"context"
	"errors"
	"slices"
	"time"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

const (
	// pageRows are the messages of a page.
	pageRows = 50
	// newMost is how many newer messages are counted.
	newMost = 100
	// readWithin is how long a query may take before the person is asked to narrow
	// it.
	readWithin = 20 * time.Second
	// slowAfter is how long a query may take before what is shown is taken away.
	slowAfter = 300 * time.Millisecond
)

// errTooLong says that a query took longer than readWithin.
var errTooLong = errors.New("the query took too long")

// options are what the filters choose from, and the channel of the place.
type options struct {
	view      channel.View
	templates []string
	keys      []app.APIKey
	bulks     []app.BulkSend
}

func readOptions(ctx context.Context, d Deps, at frame.Place) (o options, err error) {
	if o.view, err = d.Get(ctx, at.Agent, at.Environment); err != nil || !o.view.Declaration.AccountSaved(o.view.Channel) {
		return o, err
	}
	if o.templates, err = d.History.Templates(ctx, at.Agent, at.Environment); err != nil {
		return o, err
	}
	if o.keys, err = d.Keys(ctx, at.Agent, at.Environment); err != nil {
		return o, err
	}
	o.bulks, err = d.Bulks(ctx, at.Agent, at.Environment)
	return o, err
}

// reading is one question: a choice and the page that is shown of it.
type reading struct {
	at frame.Place
	c  choice
	// afters are the messages behind which the pages up to this one begin; the first
	// one begins behind none.
	afters []app.MessageID
	now    time.Time
	prices prices
	names  failureNames
}

func (r reading) page() int            { return len(r.afters) }
func (r reading) after() app.MessageID { return r.afters[len(r.afters)-1] }

// answer is what is shown of a reading, ready to be drawn.
type answer struct {
	list    []app.Message
	rows    []kit.TableRow
	more    bool // another page follows
	any     bool // the channel sent anything at all; only when the list is empty
	figures figures
}

// all reads page and figures.
func (r reading) all(ctx context.Context, h History) (a answer, err error) {
	ctx, cancel := context.WithTimeout(ctx, readWithin)
	defer cancel()
	f := r.c.filter(r.now)
	a.list, err = h.Page(ctx, r.at.Agent, r.at.Environment, app.HistoryPage{Filter: f, After: r.after(), Limit: pageRows + 1})
	if err == nil {
		a.more = len(a.list) > pageRows
		a.list = a.list[:min(len(a.list), pageRows)]
		a.rows = r.rows(ctx, a.list)
		a.figures, err = r.figures(ctx, h)
	}
	if err == nil && len(a.list) == 0 {
		a.any, err = r.anything(ctx, h)
	}
	return a, tooLong(ctx, err)
}

// anything reports whether the channel ever sent a message.
func (r reading) anything(ctx context.Context, h History) (bool, error) {
	list, err := h.Page(ctx, r.at.Agent, r.at.Environment, app.HistoryPage{Limit: 1})
	return len(list) > 0, err
}

// figures counts every state, whichever one is chosen, so that they can be
// compared; the chart shows the chosen one alone.
func (r reading) figures(ctx context.Context, h History) (figures, error) {
	f := r.c.filter(r.now)
	everyState := f
	everyState.Statuses = nil
	counts, err := h.Counts(ctx, r.at.Agent, r.at.Environment, everyState)
	if err != nil {
		return figures{}, err
	}
	listed := countsOf(r.c.status, counts)
	if counts.More && r.c.status != "" {
		if listed, err = h.Counts(ctx, r.at.Agent, r.at.Environment, f); err != nil {
			return figures{}, err
		}
	}
	days, ok, err := h.Days(ctx, r.at.Agent, r.at.Environment, f)
	made := newFigures(r.c, counts, days, ok, r.now)
	made.counted = listed
	return made, err
}

func tooLong(ctx context.Context, err error) error {
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return errTooLong
	}
	return err
}

func rowsOf(list []app.Message, now time.Time) []kit.TableRow {
	rows := make([]kit.TableRow, len(list))
	for i, m := range list {
		rows[i] = row(m, now)
	}
	return rows
}

// again reads what became of the messages of a page, which keep their places, and
// counts those that came after the newest one that was shown.
func (r reading) again(ctx context.Context, h History, shown []app.Message, top app.MessageID) (a answer, newer int, err error) {
	ctx, cancel := context.WithTimeout(ctx, readWithin)
	defer cancel()
	a, newer, err = r.read(ctx, h, shown, top)
	return a, newer, tooLong(ctx, err)
}

func (r reading) read(ctx context.Context, h History, shown []app.Message, top app.MessageID) (a answer, newer int, err error) {
	f, after := r.c.filter(r.now), r.after()
	if top != 0 {
		came, err := h.Page(ctx, r.at.Agent, r.at.Environment, app.HistoryPage{Filter: f, After: top, Newer: true, Limit: newMost})
		if err != nil {
			return a, 0, err
		}
		if newer = len(came); newer > 0 && r.page() == 1 {
			after = came[newer-1].ID
		}
	}
	now, err := h.Page(ctx, r.at.Agent, r.at.Environment, app.HistoryPage{Filter: f, After: after, Limit: pageRows + 1})
	if err != nil {
		return a, 0, err
	}
	a.list = slices.Clone(shown)
	for i, m := range shown {
		if at := slices.IndexFunc(now, func(n app.Message) bool { return n.ID == m.ID }); at >= 0 {
			a.list[i] = now[at]
			continue
		}
		// It is not among what the filter lets through any more: it stays in its place
		// until the person turns the page.
		got, _, err := h.Get(ctx, m.Mark)
		switch {
		case err == nil:
			a.list[i] = got
		case app.ErrorCode(err) != app.CodeNotFound:
			return a, 0, err
		}
	}
	a.rows = r.rows(ctx, a.list)
	a.figures, err = r.figures(ctx, h)
	return a, newer, err
}
