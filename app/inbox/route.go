package inbox

import (
	"context"
	"slices"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

const accountCode = "account_code"

// isFor reports whether the identifiers of an event fit a channel. What the
// provider or the channel does not tell fits. certain is true when the identifier
// by which a channel is chosen at the provider is the same: then the number does
// not matter, which some providers write in another way.
func isFor(d *protocol.Declaration, c *app.Channel, aim map[string]string) (fits, certain bool) {
	for i := range d.Fields {
		f := &d.Fields[i]
		asked := aim[f.Name]
		if asked == "" {
			continue
		}
		ours := c.Fields[f.Name]
		if ours == "" {
			ours = f.Default
		}
		switch {
		case ours == "":
		case !strings.EqualFold(asked, ours):
			return false, false
		case f.Pick:
			certain = true
		}
	}
	if number := aim[accountCode]; !certain && number != "" && c.AccountCode != "" && !app.SamePhone(number, c.AccountCode) {
		return false, false
	}
	return true, certain
}

// aimed gives the channel that each event is for: 0 is that of the address, -1 is
// none of ours, and others stand in w.channels.
func (w *work) aimed(ctx context.Context, events []protocol.Received) error {
	w.channels, w.to = []*app.Channel{w.hook}, make([]int, len(events))
	hook := w.addressed()
	var others []app.Channel
	read := false
	for i := range events {
		e := &events[i]
		if fits, _ := isFor(w.declaration, hook, e.For); fits {
			if w.former != nil && e.Status == nil {
				w.to[i] = -1
			}
			continue
		}
		if !read {
			var err error
			if others, err = w.others(ctx); err != nil {
				return err
			}
			read = true
		}
		w.to[i] = w.indexOf(slices.IndexFunc(others, func(c app.Channel) bool {
			_, certain := isFor(w.declaration, &c, e.For)
			return certain
		}), others)
	}
	return nil
}

// addressed is the channel of the address, with the protocol of the address.
func (w *work) addressed() *app.Channel {
	if w.former != nil {
		return w.former
	}
	return w.hook
}

func (w *work) indexOf(i int, others []app.Channel) int {
	if i < 0 {
		return -1
	}
	if known := slices.IndexFunc(w.channels, func(c *app.Channel) bool { return c.ID == others[i].ID }); known >= 0 {
		return known
	}
	w.channels = append(w.channels, &others[i])
	return len(w.channels) - 1
}

// others are the channels for which events may come to this channel's address:
// where one registration holds for all that a credential reaches, those of the
// same protocol, the same agent's first. What checks found out keeps channels of
// different organisations apart; of a protocol that the channel had before nothing
// was found out, and only the same agent's channels count.
func (w *work) others(ctx context.Context) (out []app.Channel, err error) {
	if _, whole := w.protocol.(protocol.EndpointRegistrar); !whole {
		return nil, nil
	}
	return out, w.s.p.Store.View(ctx, func(tx app.Tx) error {
		all, err := tx.ListChannels()
		if err != nil {
			return err
		}
		ours, err := w.shared(tx, *w.hook)
		if err != nil {
			return err
		}
		for _, c := range all {
			if c.ID == w.hook.ID || c.Protocol != w.addressed().Protocol {
				continue
			}
			theirs, err := w.shared(tx, c)
			if err != nil {
				return err
			}
			if c.AgentID == w.hook.AgentID || w.former == nil && agree(ours, theirs) {
				out = append(out, c)
			}
		}
		slices.SortStableFunc(out, func(a, b app.Channel) int { return rank(w.hook, &a) - rank(w.hook, &b) })
		return nil
	})
}

func rank(hook, c *app.Channel) int {
	if c.AgentID == hook.AgentID {
		return 0
	}
	return 1
}

// shared are the facts of the latest check by which channels are known to belong
// together.
func (w *work) shared(tx app.Tx, c app.Channel) (map[string]string, error) {
	report, err := tx.GetCheck(c.ID)
	if err != nil && app.ErrorCode(err) != app.CodeNotFound {
		return nil, err
	}
	facts := map[string]string{}
	for _, f := range w.declaration.SharedFacts {
		if v := report.Facts[f.Fact]; v != "" {
			facts[f.Fact] = v
		}
	}
	return facts, nil
}

// agree reports whether no fact that both know says otherwise.
func agree(a, b map[string]string) bool {
	for name, v := range a {
		if other, ok := b[name]; ok && other != v {
			return false
		}
	}
	return true
}
