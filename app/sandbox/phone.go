package sandbox

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"channeldesk/app"
)

// Line is a customer's conversation with one number of a business.
type Line struct {
	// Provider is meta, qontak or coster; "" is meta.
	Provider string `json:"provider"`
	// Account is the phone number ID, channel integration ID or account ID; "" is
	// that of the sample world.
	Account string `json:"account"`
	// Customer is the person's number, with or without a plus; "" is the sample
	// customer's.
	Customer string `json:"customer"`
	// Name is what the person is called on WhatsApp; "" keeps the name.
	Name string `json:"name,omitempty"`
}

// Chat is a conversation as it stands on the customer's phone.
type Chat struct {
	// ID is "provider.account.customer".
	ID string `json:"id"`
	Line
	// Business is the name that the customer sees, BusinessNumber its number.
	Business       string `json:"business"`
	BusinessNumber string `json:"business_number"`
	// LastWrote is when the customer last wrote: it opens the window of 24 hours.
	LastWrote time.Time `json:"last_wrote,omitzero"`
	LastAt    time.Time `json:"last_at,omitzero"`
	// Unread counts the messages that the customer has not seen.
	Unread int `json:"unread"`
	// Silent is a phone that is switched off: nothing is delivered to it.
	Silent bool `json:"silent"`
	// OptedOut is a customer who wants no marketing from this business.
	OptedOut bool `json:"opted_out"`
	// Typing is when the business said that it writes.
	Typing time.Time `json:"typing,omitzero"`
	// Bubbles are left out of lists, but for the last one.
	Bubbles []Bubble `json:"bubbles"`
}

// Bubble is one message of a conversation.
type Bubble struct {
	ID string `json:"id"`
	// Own is true for what the customer wrote.
	Own bool      `json:"own"`
	At  time.Time `json:"at"`
	// Type is text, template, interactive, button, image, reaction and so on.
	Type string `json:"type"`
	// HeaderKind is text, image, video, document or location; Header its text or
	// its name, Link where its file is.
	HeaderKind string         `json:"header_kind,omitempty"`
	Header     string         `json:"header,omitempty"`
	Link       string         `json:"link,omitempty"`
	Text       string         `json:"text"`
	Footer     string         `json:"footer,omitempty"`
	Buttons    []BubbleButton `json:"buttons,omitempty"`
	ReplyTo    string         `json:"reply_to,omitempty"`
	// State is that of the business's message: accepted, sent, delivered, read or
	// failed; of the customer's own: sent or read.
	State string `json:"state"`
	// Reaction is the customer's.
	Reaction string `json:"reaction,omitempty"`
	Template string `json:"template,omitempty"`
	Category string `json:"category,omitempty"`
	// Code is why it failed, 0 otherwise.
	Code int `json:"code,omitempty"`
}

// BubbleButton is a button below a message.
type BubbleButton struct {
	// Kind is reply, url, phone, copy or other; only reply can be tapped to answer.
	Kind string `json:"kind"`
	Text string `json:"text"`
	// Value is the payload or id of a reply, the address, the number or the code.
	Value  string `json:"value,omitempty"`
	Tapped bool   `json:"tapped,omitempty"`
}

const (
	mostChats   = 100_000
	mostBubbles = 400
	// shownChats is how many conversations a list has.
	shownChats = 300
	window     = 24 * time.Hour
)

// chat is a Chat with what only the phone knows.
type chat struct {
	Chat
	// held is true once a person writes or reads by hand: nothing is read by
	// itself then.
	held bool
	// count counts the messages in it.
	count int
	// waiting are deliveries that a silent phone has not taken.
	waiting []func()
}

// business is what a provider does for its customers' phones.
type business struct {
	// account gives name and number of an account; ok is false for an unknown one.
	account func(id string) (name, number string, ok bool)
	// sample gives the account and the customer of the sample world.
	sample func() (account, customer string)
	// wrote tells the business what a customer did.
	wrote func(c Chat, b Bubble, act Act)
	// read tells that a message was read by hand.
	read func(messageID string)
	// preference tells that a customer opted out or in again; may be nil.
	preference func(c Chat, stop bool)
}

// Phone is the phones of all customers of the simulated businesses. Its methods
// are safe for concurrent use.
type Phone struct {
	seed  string
	clock app.Clock

	mu         sync.Mutex
	businesses map[string]business
	chats      map[string]*chat
	byMessage  map[string]*chat
	version    int64
	watchers   map[chan struct{}]bool
}

func newPhone(options Options) *Phone {
	return &Phone{
		seed: options.Seed, clock: options.Clock, businesses: map[string]business{}, chats: map[string]*chat{},
		byMessage: map[string]*chat{}, watchers: map[chan struct{}]bool{},
	}
}

// attach makes a provider's businesses reachable.
func (p *Phone) attach(provider string, b business) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.businesses[provider] = b
}

var (
	errProvider = errors.New("provider must be meta, qontak or coster")
	errAccount  = errors.New("the provider does not know this account")
	errCustomer = errors.New("customer must be a number with its country's code")
	errMessage  = errors.New("there is no such message in this conversation")
	errButton   = errors.New("the message has no such button to answer with")
)

// complete fills what was left out of a line.
func (p *Phone) complete(l Line) (Line, business, error) {
	l.Provider = cmp.Or(l.Provider, providerMeta)
	p.mu.Lock()
	b, ok := p.businesses[l.Provider]
	p.mu.Unlock()
	if !ok {
		return l, b, errProvider
	}
	account, customer := b.sample()
	l.Account, l.Customer = cmp.Or(l.Account, account), bareNumber(cmp.Or(l.Customer, customer))
	if !digitsOnly.MatchString(l.Customer) {
		return l, b, errCustomer
	}
	if _, _, ok := b.account(l.Account); !ok {
		return l, b, errAccount
	}
	return l, b, nil
}

// bareNumber takes plus, blanks, hyphens and brackets out of a number.
func bareNumber(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -()+", r) {
			return -1
		}
		return r
	}, s)
}

// open finds or makes a conversation. The lock is held.
func (p *Phone) open(l Line, b business) *chat {
	id := l.Provider + "." + l.Account + "." + l.Customer
	c := p.chats[id]
	if c == nil {
		c = &chat{Chat: Chat{ID: id, Line: l}}
		c.Business, c.BusinessNumber, _ = b.account(l.Account)
		p.chats[id] = c
	}
	if l.Name != "" {
		c.Name = l.Name
	}
	if c.Name == "" {
		c.Name = sampleName(l.Customer)
	}
	return c
}

// sampleNames are invented, for customers that came without a name.
var sampleNames = []string{
	"Rina Wijaya", "Budi Santoso", "Sari Lestari", "Agus Pratama", "Dewi Anggraini", "Hendra Gunawan", "Maya Putri",
	"Rizky Ramadhan", "Putu Ayu", "Yohanes Tan", "Fitri Handayani", "Bayu Saputra",
}

func sampleName(customer string) string {
	sum := 0
	for _, r := range customer {
		sum = sum*31 + int(r)
	}
	return sampleNames[uint(sum)%uint(len(sampleNames))]
}

// outgoing is a message that a business sends to a customer.
type outgoing struct {
	line   Line
	bubble Bubble
}

// receive puts a business's message into the conversation, with the state
// accepted: the customer sees it from delivered on.
func (p *Phone) receive(o outgoing) {
	p.mu.Lock()
	defer p.mu.Unlock()
	b, ok := p.businesses[o.line.Provider]
	if !ok {
		return
	}
	if _, known := p.chats[o.line.Provider+"."+o.line.Account+"."+o.line.Customer]; !known && len(p.chats) >= mostChats {
		return
	}
	c := p.open(o.line, b)
	c.Typing = time.Time{}
	p.append(c, o.bubble)
}

// append adds a message to a conversation. The lock is held.
func (p *Phone) append(c *chat, b Bubble) {
	c.count++
	c.Bubbles = append(c.Bubbles, b)
	p.byMessage[b.ID] = c
	if len(c.Bubbles) > mostBubbles {
		for _, old := range c.Bubbles[:mostBubbles/4] {
			delete(p.byMessage, old.ID)
		}
		c.Bubbles = slices.Clone(c.Bubbles[mostBubbles/4:])
	}
	c.LastAt = b.At
	p.changed()
}

// find gives a message of a conversation. The lock is held.
func (c *chat) find(id string) *Bubble {
	for i := len(c.Bubbles) - 1; i >= 0; i-- {
		if c.Bubbles[i].ID == id {
			return &c.Bubbles[i]
		}
	}
	return nil
}

// progress brings a business's message to a state, never back.
func (p *Phone) progress(messageID, state string, code int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.byMessage[messageID]
	if c == nil {
		return
	}
	b := c.find(messageID)
	if b == nil || stateRank[state] <= stateRank[b.State] {
		return
	}
	if b.State = state; state == stateDelivered {
		c.Unread++
	}
	if state == stateRead && c.Unread > 0 {
		c.Unread--
	}
	b.Code = code
	p.changed()
}

// deliver runs then now, or when the phone is switched on again. It reports
// false when it has to wait.
func (p *Phone) deliver(messageID string, then func()) bool {
	p.mu.Lock()
	c := p.byMessage[messageID]
	if c == nil || !c.Silent {
		p.mu.Unlock()
		return true
	}
	c.waiting = append(c.waiting, then)
	p.mu.Unlock()
	return false
}

// The states of a message.
const (
	stateAccepted  = "accepted"
	stateSent      = "sent"
	stateDelivered = "delivered"
	stateRead      = "read"
	stateFailed    = "failed"
)

var stateRank = map[string]int{stateAccepted: 0, stateSent: 1, stateDelivered: 2, stateRead: 3, stateFailed: 4}

// customer tells what is known of a customer: whether the window is open, whether
// marketing is unwanted, whether a person holds the phone, how many messages there
// were.
type customer struct {
	open, optedOut, held bool
	lastWrote            time.Time
	count                int
}

func (p *Phone) customer(provider, account, number string) customer {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.chats[provider+"."+account+"."+number]
	if c == nil {
		return customer{}
	}
	return customer{
		open:     !c.LastWrote.IsZero() && p.clock.Now().Sub(c.LastWrote) < window,
		optedOut: c.OptedOut, held: c.held, lastWrote: c.LastWrote, count: c.count,
	}
}
