package cloudshape

import (
	"strings"
	"time"

	"channeldesk/app/protocol"
)

// silentTypes open no session and need no answer.
var silentTypes = map[string]bool{"reaction": true, "system": true, "edit": true, "revoke": true}

// mediaTypes have a file under their own name.
var mediaTypes = map[string]bool{"image": true, "video": true, "audio": true, "voice": true, "document": true, "sticker": true}

// message reads one message of a customer.
func (c *change) message(v Value) {
	m, at, ok := c.content(v)
	if !ok {
		c.odd(v, "messages")
		return
	}
	who := c.person(v)
	m.From, m.Person, m.Name = who.phone, who.mark, who.name
	if m.From == "" {
		// An answer to somebody who shows no number goes to the mark.
		m.Room = who.mark
	}
	c.add(protocol.Received{Key: Key("message", m.ID), At: at, Message: m})
}

// echoes are messages that the business itself wrote on its phone.
func (c *change) echoes() {
	for v := range c.list(c.value, "message_echoes").Items() {
		if !v.Exists() {
			continue
		}
		m, at, ok := c.content(v)
		if !ok {
			c.odd(v, c.field)
			continue
		}
		m.Silent = true
		m.From, m.Person = Phone(v.Get("to").Text()), v.Get("to_user_id").ID()
		c.add(protocol.Received{Key: Key("echo", m.ID), At: at, Message: m})
	}
	if list := c.value.Get("message_echoes"); !list.Exists() {
		c.odd(c.value, c.field)
	}
}

type person struct{ phone, mark, name string }

// person finds out who wrote: by number, or by the provider's mark.
func (c *change) person(v Value) person {
	p := person{phone: Phone(v.Get("from").Text()), mark: v.Get("from_user_id").ID()}
	contacts := c.value.Get("contacts")
	lone := contacts.Len() == 1
	for contact := range contacts.Items() {
		phone, mark := Phone(contact.Get("wa_id").Text()), contact.Get("user_id").ID()
		named := p.phone != "" && phone == p.phone || p.mark != "" && mark == p.mark
		anonymous := p == person{}
		if !named && !(lone && anonymous) {
			continue
		}
		p.name = contact.Get("profile", "name").Line()
		if p.phone == "" {
			p.phone = phone
		}
		if p.mark == "" {
			p.mark = mark
		}
		break
	}
	return p
}

// content reads what a message says, whoever wrote it. ok is false without an id,
// a type or what the type needs.
func (c *change) content(v Value) (m *protocol.InboundMessage, at time.Time, ok bool) {
	m = &protocol.InboundMessage{ID: v.Get("id").ID(), Type: v.Get("type").Word(), ReplyTo: v.Get("context", "id").ID()}
	if m.ID == "" || m.Type == "" || v.Get("type").node().kind != kindText {
		return nil, at, false
	}
	m.Silent = silentTypes[m.Type]
	body := v.Get(m.Type)
	if isDamaged(m.Type, body) {
		return nil, at, false
	}
	if mediaTypes[m.Type] {
		m.Media, m.Text = media(body), body.Get("caption").Text()
		return m, v.Get("timestamp").Time(), true
	}
	readBody(m, v, body)
	return m, v.Get("timestamp").Time(), true
}

// isDamaged reports whether a message of a type that is known lacks what makes it
// one.
func isDamaged(kind string, body Value) bool {
	switch kind {
	case "text":
		return body.Get("body").node().kind != kindText
	case "button", "interactive", "reaction", "location":
		return !body.IsObject()
	case "contacts":
		return !body.IsList()
	}
	return mediaTypes[kind] && !body.IsObject()
}

// readBody reads the types without a file.
func readBody(m *protocol.InboundMessage, v, body Value) {
	switch m.Type {
	case "text", "system":
		m.Text = body.Get("body").Text()
	case "button":
		m.Text, m.Button = body.Get("text").Text(), body.Get("payload").Text()
	case "interactive":
		interactive(m, body)
	case "reaction":
		m.Text, m.ReplyTo = body.Get("emoji").Text(), body.Get("message_id").ID()
	case "location":
		m.Text = location(body)
	case "contacts":
		m.Text = contactNames(body)
	case "order":
		m.Text = body.Get("text").Text()
	case "edit":
		m.Text = body.Get("message", "text", "body").Text()
		m.ReplyTo = body.Get("original_message_id").ID()
	case "revoke":
		m.ReplyTo = body.Get("original_message_id").ID()
	default:
		m.Text = v.Get("text", "body").Text()
	}
}

// interactive reads what was tapped.
func interactive(m *protocol.InboundMessage, body Value) {
	kind := body.Get("type").Word()
	reply := body.Get(kind)
	switch kind {
	case "nfm_reply": // a form that was filled in
		m.Text, m.Button = reply.Get("body").Text(), reply.Get("name").Text()
	default:
		m.Text, m.Button = reply.Get("title").Text(), reply.Get("id").Text()
	}
}

func media(body Value) *protocol.InboundMedia {
	f := &protocol.InboundMedia{
		ID: body.Get("id").ID(), Type: body.Get("mime_type").Line(), Filename: body.Get("filename").Line(),
	}
	for _, name := range []string{"url", "link"} {
		if address := body.Get(name).Text(); f.URL == "" && strings.HasPrefix(address, "http") {
			f.URL = address
		}
	}
	if *f == (protocol.InboundMedia{}) {
		return nil
	}
	return f
}

// location is the name and address of a place, or where it lies.
func location(body Value) string {
	var parts []string
	for _, name := range []string{"name", "address"} {
		if s := body.Get(name).Line(); s != "" {
			parts = append(parts, s)
		}
	}
	if len(parts) > 0 {
		return strings.Join(parts, ", ")
	}
	lat, long := body.Get("latitude").Word(), body.Get("longitude").Word()
	if lat == "" || long == "" {
		return ""
	}
	return lat + ", " + long
}

func contactNames(list Value) string {
	var names []string
	for contact := range list.Items() {
		if s := contact.Get("name", "formatted_name").Line(); s != "" {
			names = append(names, s)
		}
	}
	return strings.Join(names, ", ")
}
