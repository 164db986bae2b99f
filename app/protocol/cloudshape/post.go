package cloudshape

import (
	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Shape says what one provider makes of Meta's shape.
type Shape struct {
	// Account and Number are the names of the fields for the WhatsApp account and
	// the phone number's id; "" where the provider's channels have no such field.
	Account, Number string
	// For are identifiers that the provider's envelope told.
	For map[string]string
	// OurID is our own mark of the message that all states are about, as told by
	// the envelope; "" when each state has its own.
	OurID string
	// Explain says why a message failed; nil is Explain of this package.
	Explain func(code, words string) (reason, fix app.Text)
}

// change is one change of a post, with what is known around it.
type change struct {
	shape   *Shape
	account string
	time    string
	field   string
	value   Value
	// aim are the identifiers that the change is meant for. All events of a
	// change share it.
	aim map[string]string
	out *[]protocol.Received
}

// Entries reads the list "entry" of a post in Meta's shape. The identifiers of
// events that came together can be one and the same map: it is not to be changed.
func (s Shape) Entries(post Value) []protocol.Received {
	out := make([]protocol.Received, 0, 1) // nearly all have one
	var c change
	for entry := post.Get("entry").inside(); entry.isThere(); entry = entry.after() {
		changes := entry.Get("changes")
		if !changes.IsList() {
			if entry.Exists() && (changes.Exists() || !entry.IsObject()) {
				out = append(out, unknown(s.For, Digest(entry.Value, "entry"), "entry"))
			}
			continue
		}
		for one := changes.inside(); one.isThere(); one = one.after() {
			c = change{
				shape: &s, account: entry.Get("id").ID(), time: entry.Get("time").ID(),
				field: one.Get("field").Word(), value: one.Get("value"), out: &out,
			}
			c.read(one.Value)
		}
	}
	return out
}

// Bare reads messages and states that stand alone, without entries.
func (s Shape) Bare(value Value) []protocol.Received {
	out := make([]protocol.Received, 0, 4)
	c := change{shape: &s, field: "messages", value: value, out: &out}
	c.aim = c.aimed()
	c.messages(value)
	return out
}

// unknown is what was not understood.
func unknown(aim map[string]string, key, what string) protocol.Received {
	if what == "" {
		what = "?"
	}
	return protocol.Received{Key: key, For: aim, Unknown: what}
}

func (c *change) add(r protocol.Received) {
	r.For = c.aim
	*c.out = append(*c.out, r)
}

// odd adds what was not understood. what is the provider's word for it.
func (c *change) odd(v Value, what string) {
	*c.out = append(*c.out, unknown(c.aim, Digest(v, c.account, c.time, c.field, what), what))
}

func (c *change) read(whole Value) {
	c.aim = c.aimed()
	switch {
	case !whole.Exists():
	case !c.value.IsObject():
		c.odd(whole, c.field)
	case c.field == "messages":
		c.messages(c.value)
	case c.field == "smb_message_echoes" || c.field == "message_echoes":
		c.echoes()
	default:
		c.notice()
	}
}

// aimed are the identifiers of the channel that a change is meant for.
func (c *change) aimed() map[string]string {
	number := c.value.Get("metadata", "display_phone_number")
	if !number.Exists() && c.field != "messages" {
		number = c.value.Get("display_phone_number")
	}
	a := aim{c.shape.Account, c.shape.Number, c.account, c.value.Get("metadata", "phone_number_id").ID(), number.Text()}
	if len(c.shape.For) == 0 {
		return aims.get(a)
	}
	return a.with(c.shape.For)
}

// messages reads the change that has messages, states or errors.
func (c *change) messages(value Value) {
	before := len(*c.out)
	for item := c.list(value, "messages").inside(); item.isThere(); item = item.after() {
		if item.Exists() {
			c.message(item.Value)
		}
	}
	for item := c.list(value, "statuses").inside(); item.isThere(); item = item.after() {
		if item.Exists() {
			c.status(item.Value)
		}
	}
	if len(*c.out) > before {
		return
	}
	for fault := range value.Get("errors").Items() {
		c.fault(fault)
	}
}

// list gives a list by name, and takes anything but a list as odd.
func (c *change) list(value Value, name string) Value {
	list := value.Get(name)
	if list.Exists() && !list.IsList() {
		c.odd(list, name)
	}
	return list
}

// fault is trouble of the whole number, which no single message had.
func (c *change) fault(v Value) {
	code, words := faultOf(v)
	value := code
	if value == "" {
		value = Words(words)
	}
	if value == "" {
		c.odd(v, "errors")
		return
	}
	reason, _ := c.shape.explain(code, words)
	c.add(protocol.Received{Key: Digest(v, c.account, c.time, "errors"), Notice: &protocol.Notice{
		Kind: protocol.NoticeNumber, Subject: c.aim["account_code"], What: "error", Value: value, Text: reason,
	}})
}

func (s *Shape) explain(code, words string) (reason, fix app.Text) {
	if s.Explain != nil {
		return s.Explain(code, words)
	}
	return Explain(code, words)
}
