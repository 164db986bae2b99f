package sandbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// metaStatus is a state of a message that is to be told.
type metaStatus struct {
	message *MetaMessage
	state   string
	at      time.Time
}

// metaChange is any other change of an account: field and value of the payload.
type metaChange struct {
	waba string
	// number is "" for changes that are not of one number.
	number string
	field  string
	value  object
	at     time.Time
	what   string
}

// metaTarget is an app that hears of a change, at an address.
type metaTarget struct{ app, secret, address string }

// targets are those who hear of a change. An override carries messages only; all
// else goes to the app's own callback, if it has the field.
func (m *Meta) targets(waba, number, field string) []metaTarget {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []metaTarget
	for app, override := range m.hooks.WABAs[waba] {
		address := ""
		if s, ok := m.hooks.Apps[app][whatsAppObject]; ok && s.Active &&
			slices.ContainsFunc(s.Fields, func(f subscribedField) bool { return f.Name == field }) {
			address = s.CallbackURL
		}
		if field == "messages" {
			if override != "" {
				address = override
			}
			if own := m.hooks.Numbers[number][app]; own != "" {
				address = own
			}
		}
		if address != "" {
			out = append(out, metaTarget{app, m.world.Apps[app].Secret, address})
		}
	}
	return out
}

// pack makes the posts of updates. Those of one account and one address go
// together, up to the settings' batch.
func (m *Meta) pack(updates []*update, d Delivery) []*post {
	type lane struct{ waba, address string }
	lanes := map[lane]*metaBatch{}
	known := map[string][]metaTarget{}
	var posts []*post
	flush := func(b *metaBatch) {
		if p := b.post(); p != nil {
			posts = append(posts, p)
		}
	}
	for _, u := range updates {
		waba, number, field := metaPlace(u.tell)
		key := waba + " " + number + " " + field
		targets, ok := known[key]
		if !ok {
			targets = m.targets(waba, number, field)
			known[key] = targets
		}
		for _, target := range targets {
			l := lane{waba, target.address + target.app}
			b := lanes[l]
			if b == nil {
				b = &metaBatch{waba: waba, target: target, now: m.options.Clock.Now()}
				lanes[l] = b
			}
			b.add(u.tell)
			if b.count >= max(1, d.Batch) {
				flush(b)
				*b = metaBatch{waba: waba, target: target, now: b.now}
			}
		}
	}
	for _, b := range lanes {
		flush(b)
	}
	return posts
}

// metaPlace says which account, number and field a change is of.
func metaPlace(tell any) (waba, number, field string) {
	switch t := tell.(type) {
	case metaStatus:
		return t.message.number.WABAID, t.message.NumberID, "messages"
	case metaChange:
		return t.waba, t.number, t.field
	}
	return "", "", ""
}

// metaBatch is a payload in the making. States of one number that follow one
// another stand in one list, as the real ones do.
type metaBatch struct {
	waba   string
	target metaTarget
	now    time.Time
	count  int
	words  []string
	body   []byte
	// open is the number whose list of states is still open, "" for none.
	open string
}

func (b *metaBatch) begin() {
	if len(b.body) == 0 {
		b.body = append(b.body, `{"object":"whatsapp_business_account","entry":[{"id":"`...)
		b.body = append(b.body, b.waba...)
		b.body = append(b.body, `","time":`...)
		b.body = strconv.AppendInt(b.body, b.now.Unix(), 10)
		b.body = append(b.body, `,"changes":[`...)
	}
}

func (b *metaBatch) shut() {
	if b.open != "" {
		b.body = append(b.body, `]},"field":"messages"}`...)
		b.open = ""
	}
}

func (b *metaBatch) add(tell any) {
	b.begin()
	b.count++
	switch t := tell.(type) {
	case metaStatus:
		if b.open != t.message.NumberID {
			b.shut()
			b.comma()
			b.body = append(b.body, `{"value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"`...)
			b.body = append(b.body, onlyDigits(t.message.number.Display)...)
			b.body = append(b.body, `","phone_number_id":"`...)
			b.body = append(b.body, t.message.NumberID...)
			b.body = append(b.body, `"},"statuses":[`...)
			b.open = t.message.NumberID
		} else {
			b.body = append(b.body, ',')
		}
		b.body = t.append(b.body)
		b.word(t.state)
	case metaChange:
		b.shut()
		b.comma()
		b.body = append(b.body, graphJSON(object{{"value", t.value}, {"field", t.field}})...)
		b.word(t.what)
	}
}

func (b *metaBatch) comma() {
	if b.body[len(b.body)-1] == '}' {
		b.body = append(b.body, ',')
	}
}

func (b *metaBatch) word(w string) {
	if !slices.Contains(b.words, w) {
		b.words = append(b.words, w)
	}
}

// post ends the payload and signs it.
func (b *metaBatch) post() *post {
	if b.count == 0 {
		return nil
	}
	b.shut()
	b.body = append(b.body, `]}]}`...)
	mac := hmac.New(sha256.New, []byte(b.target.secret))
	mac.Write(b.body)
	return &post{
		address: b.target.address, body: b.body, updates: b.count, what: strings.Join(b.words, " "),
		header: http.Header{
			"Content-Type":        {"application/json"},
			"User-Agent":          {"facebookexternalua"},
			"Accept":              {"*/*"},
			"X-Hub-Signature-256": {"sha256=" + hex.EncodeToString(mac.Sum(nil))},
		},
	}
}

// append writes a state. It is written by hand because there are thousands a
// second.
func (s metaStatus) append(out []byte) []byte {
	one := s.message
	out = append(out, `{"id":"`...)
	out = append(out, strings.ReplaceAll(one.ID, "/", `\/`)...)
	out = append(out, `","status":"`...)
	out = append(out, s.state...)
	out = append(out, `","timestamp":"`...)
	out = strconv.AppendInt(out, s.at.Unix(), 10)
	out = append(out, `","recipient_id":"`...)
	out = append(out, one.To...)
	out = append(out, '"')
	if one.OurID != "" {
		out = append(out, `,"biz_opaque_callback_data":`...)
		out = append(out, graphJSON(one.OurID)...)
	}
	switch s.state {
	case stateSent, stateDelivered:
		out = append(out, `,"pricing":{"billable":`...)
		out = strconv.AppendBool(out, one.billable())
		out = append(out, `,"pricing_model":"PMP","category":"`...)
		out = append(out, one.priceCategory()...)
		out = append(out, `","type":"`...)
		out = append(out, one.priceType()...)
		out = append(out, `"}`...)
	case stateFailed:
		f := failureOf(one.Code)
		out = append(out, `,"errors":`...)
		out = append(out, graphJSON([]object{{
			{"code", f.code}, {"title", f.title}, {"message", f.title}, {"error_data", object{{"details", f.details}}},
			{"href", "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/"},
		}})...)
	}
	return append(out, '}')
}

func (m *MetaMessage) billable() bool { return m.priceType() == "regular" }

func (m *MetaMessage) priceType() string {
	if m.Free && (m.Category == "" || m.Category == "UTILITY") {
		return "free_customer_service"
	}
	return "regular"
}

func (m *MetaMessage) priceCategory() string {
	if m.Category == "" {
		return "service"
	}
	return strings.ToLower(m.Category)
}

// change tells a change of an account.
func (m *Meta) change(waba, number, field, what string, value object) {
	m.add(m.courier.delivery(), 0, field+value.name(), nil, metaChange{
		waba: waba, number: number, field: field, value: value, at: m.options.Clock.Now(), what: what,
	})
}

// name names a change for chance.
func (o object) name() string { return string(graphJSON(o)) }
