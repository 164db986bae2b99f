package sandbox

import (
	"cmp"
	"slices"
	"strings"
)

// changed tells those who watch. The lock is held.
func (p *Phone) changed() {
	p.version++
	for w := range p.watchers {
		select {
		case w <- struct{}{}:
		default:
		}
	}
}

// watch gives a channel that is told of changes, and a function to end it.
func (p *Phone) watch() (<-chan struct{}, func()) {
	w := make(chan struct{}, 1)
	p.mu.Lock()
	p.watchers[w] = true
	p.mu.Unlock()
	return w, func() {
		p.mu.Lock()
		delete(p.watchers, w)
		p.mu.Unlock()
	}
}

// Chats lists the conversations, the last one first, each with its last bubble;
// at most 300.
func (p *Phone) Chats() []Chat {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := make([]*chat, 0, len(p.chats))
	for _, c := range p.chats {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *chat) int { return cmp.Or(b.LastAt.Compare(a.LastAt), strings.Compare(a.ID, b.ID)) })
	out := []Chat{}
	for _, c := range all[:min(len(all), shownChats)] {
		one := c.Chat
		if n := len(one.Bubbles); n > 0 {
			one.Bubbles = slices.Clone(one.Bubbles[n-1:])
		} else {
			one.Bubbles = []Bubble{}
		}
		out = append(out, one)
	}
	return out
}

// Chat gives one conversation by its id.
func (p *Phone) Chat(id string) (Chat, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.chats[id]
	if c == nil {
		return Chat{}, false
	}
	return c.copy(), true
}

// copy is safe to give away. The lock is held.
func (c *chat) copy() Chat {
	out := c.Chat
	out.Bubbles = append([]Bubble{}, c.Bubbles...)
	for i := range out.Bubbles {
		out.Bubbles[i].Buttons = slices.Clone(out.Bubbles[i].Buttons)
	}
	return out
}
