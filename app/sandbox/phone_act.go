package sandbox

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Act is what a customer does.
type Act struct {
	// Type is text, image, reaction, location or unsupported; "" is text. Taps
	// have their own method.
	Type string `json:"type,omitempty"`
	// Text is the text, a picture's caption, or a reaction's emoji.
	Text string `json:"text,omitempty"`
	// ReplyTo is the message that is answered or reacted to; a reaction without
	// one is to the last message of the business.
	ReplyTo string `json:"reply_to,omitempty"`

	// buttonType is button for a template's, interactive for another's.
	buttonType, payload string
}

// actTypes are what a customer can write.
var actTypes = []string{"text", "image", "reaction", "location", "unsupported"}

// Write makes the customer write something and gives the message's id. The
// conversation is made when there is none.
func (p *Phone) Write(l Line, a Act) (messageID string, err error) {
	a.Type = cmp.Or(a.Type, "text")
	if !slices.Contains(actTypes, a.Type) {
		return "", fmt.Errorf("type must be one of %v", actTypes)
	}
	if a.Type == "text" && strings.TrimSpace(a.Text) == "" {
		return "", errors.New("there is no text")
	}
	l, b, err := p.complete(l)
	if err != nil {
		return "", err
	}
	p.mu.Lock()
	c := p.open(l, b)
	if a.Type == "reaction" {
		target := c.lastOf(a.ReplyTo)
		if target == nil {
			p.mu.Unlock()
			return "", errMessage
		}
		a.ReplyTo, target.Reaction = target.ID, a.Text
	} else if a.ReplyTo != "" && c.find(a.ReplyTo) == nil {
		p.mu.Unlock()
		return "", errMessage
	}
	return p.say(c, b, a), nil
}

// say puts the customer's message into the conversation and tells the business.
// The lock is held and given back.
func (p *Phone) say(c *chat, b business, a Act) string {
	now := p.clock.Now().UTC()
	c.held = true
	bubble := Bubble{
		ID: inboundID(p.seed, c.ID, c.count, now), Own: true, At: now, Type: a.Type, Text: a.Text,
		ReplyTo: a.ReplyTo, State: stateSent,
	}
	if a.Type == "reaction" {
		c.count++
		p.changed()
	} else {
		c.LastWrote = now
		p.append(c, bubble)
	}
	seen := p.seen(c)
	view := c.copy()
	p.mu.Unlock()
	b.wrote(view, bubble, a)
	p.tellRead(b, seen)
	return bubble.ID
}

func inboundID(seed, chat string, count int, now time.Time) string {
	return wamid("inbound " + seed + " " + chat + " " + strconv.Itoa(count) + " " + strconv.FormatInt(now.UnixNano(), 10))
}

// lastOf gives a message by its id, or the last one of the business when there is
// no id. The lock is held.
func (c *chat) lastOf(id string) *Bubble {
	if id != "" {
		return c.find(id)
	}
	for i := len(c.Bubbles) - 1; i >= 0; i-- {
		if !c.Bubbles[i].Own && c.Bubbles[i].State != stateFailed {
			return &c.Bubbles[i]
		}
	}
	return nil
}

// Tap makes the customer tap a reply button. message "" is the last one that has
// such buttons; button is its label or its place from 0.
func (p *Phone) Tap(l Line, message, button string) (messageID string, err error) {
	l, b, err := p.complete(l)
	if err != nil {
		return "", err
	}
	p.mu.Lock()
	c := p.open(l, b)
	target := c.withButtons(message)
	if target == nil {
		p.mu.Unlock()
		return "", errMessage
	}
	for i := range target.Buttons {
		one := &target.Buttons[i]
		if one.Kind != "reply" || one.Text != button && strconv.Itoa(i) != button {
			continue
		}
		one.Tapped = true
		kind := "interactive"
		if target.Type == "template" {
			kind = "button"
		}
		return p.say(c, b, Act{Type: kind, Text: one.Text, ReplyTo: target.ID, buttonType: kind, payload: one.Value}), nil
	}
	p.mu.Unlock()
	return "", errButton
}

func (c *chat) withButtons(id string) *Bubble {
	for i := len(c.Bubbles) - 1; i >= 0; i-- {
		b := &c.Bubbles[i]
		if id != "" && b.ID != id || b.Own {
			continue
		}
		if slices.ContainsFunc(b.Buttons, func(one BubbleButton) bool { return one.Kind == "reply" }) {
			return b
		}
	}
	return nil
}

// Read makes the customer read all that was delivered, and gives how many
// messages that were.
func (p *Phone) Read(l Line) (int, error) {
	l, b, err := p.complete(l)
	if err != nil {
		return 0, err
	}
	p.mu.Lock()
	c := p.open(l, b)
	c.held = true
	seen := p.seen(c)
	p.mu.Unlock()
	p.tellRead(b, seen)
	return len(seen), nil
}

// seen gives the delivered messages that were not read. The lock is held.
func (p *Phone) seen(c *chat) []string {
	var ids []string
	for i := range c.Bubbles {
		if b := &c.Bubbles[i]; !b.Own && b.State == stateDelivered {
			ids = append(ids, b.ID)
		}
	}
	return ids
}

func (p *Phone) tellRead(b business, ids []string) {
	for _, id := range ids {
		b.read(id)
	}
}

// SetSilent switches the customer's phone off or on: messages to a phone that is
// off are sent but not delivered, and come when it is on again.
func (p *Phone) SetSilent(l Line, silent bool) error {
	l, b, err := p.complete(l)
	if err != nil {
		return err
	}
	p.mu.Lock()
	c := p.open(l, b)
	c.Silent = silent
	var late []func()
	if !silent {
		late, c.waiting = c.waiting, nil
	}
	p.changed()
	p.mu.Unlock()
	for _, deliver := range late {
		deliver()
	}
	return nil
}

// OptOut makes the customer stop marketing messages of the business, or want them
// again.
func (p *Phone) OptOut(l Line, stop bool) error {
	l, b, err := p.complete(l)
	if err != nil {
		return err
	}
	p.mu.Lock()
	c := p.open(l, b)
	changed := c.OptedOut != stop
	c.OptedOut = stop
	view := c.copy()
	p.changed()
	p.mu.Unlock()
	if changed && b.preference != nil {
		b.preference(view, stop)
	}
	return nil
}

// SetLastWrote moves the time at which the customer last wrote, to try out a
// window that is about to close.
func (p *Phone) SetLastWrote(l Line, at time.Time) error {
	l, b, err := p.complete(l)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open(l, b).LastWrote = at
	p.changed()
	return nil
}

// businessRead marks the customer's messages up to one as read by the business,
// and says whether there is such a message.
func (p *Phone) businessRead(messageID string, typing bool) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.byMessage[messageID]
	if c == nil {
		return false
	}
	if b := c.find(messageID); b == nil || !b.Own {
		return false
	}
	for i := range c.Bubbles {
		b := &c.Bubbles[i]
		if b.Own {
			b.State = stateRead
		}
		if b.ID == messageID {
			break
		}
	}
	if typing {
		c.Typing = p.clock.Now()
	}
	p.changed()
	return true
}
