package sandbox

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// costerNews is something that Coster tells: the body of one post.
type costerNews struct {
	account string
	what    string
	body    object
}

// SetCallback gives the address to which Coster posts for an account, as its
// staff would set it; "" is the sample account, an empty address takes it away.
// There is no call for it. The address may hold a secret.
func (c *Coster) SetCallback(accountID, address string) error {
	if accountID == "" {
		accountID = c.Sample().AccountID
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.world.Accounts[accountID]; !ok {
		return errAccount
	}
	if address == "" {
		delete(c.callbacks, accountID)
		return nil
	}
	if !isWebAddress(address) {
		return errAddress
	}
	c.callbacks[accountID] = address
	return nil
}

// pack makes a post of every piece of news.
func (c *Coster) pack(updates []*update, _ Delivery) []*post {
	var posts []*post
	for _, u := range updates {
		news, ok := u.tell.(costerNews)
		if !ok {
			continue
		}
		c.mu.Lock()
		address := c.callbacks[news.account]
		c.mu.Unlock()
		if address == "" {
			continue
		}
		raw, err := plainJSON(news.body)
		if err != nil {
			panic("the sandbox made a post that is no JSON: " + err.Error())
		}
		posts = append(posts, &post{address: address, body: raw, updates: 1, what: news.what, header: http.Header{
			"Content-Type": {"application/json"}, "User-Agent": {"Java/17.0.9"}, "X-Request-Id": {deriveUUID("coster post " + u.due.String() + strconv.FormatInt(u.seq, 10))},
		}})
	}
	return posts
}

// send puts an accepted message on its way to the customer.
func (c *Coster) send(m costerMessage, number string) {
	line := Line{Provider: providerCoster, Account: m.AccountID, Customer: m.To}
	known := c.phone.customer(line.Provider, line.Account, line.Customer)
	code := m.troubleCode
	if code == 0 && m.Type != "template" && !known.open && !known.lastWrote.IsZero() {
		code = 131047
	}
	c.phone.receive(outgoing{line: line, bubble: Bubble{
		ID: m.ID, At: m.At, Type: m.Type, Text: m.Text, Template: m.Template, State: stateAccepted,
	}})
	c.travel(journey{
		id: m.ID, name: journeyName(line, known.count), line: line, at: m.At, code: code,
		reach: func(state string) { c.reach(m.ID, state) },
		tell: func(state string, at time.Time) any {
			return costerNews{account: m.AccountID, what: state, body: costerStatus(m, number, state, at, code)}
		},
	})
}

// costerStatus is the post about a state: no envelope, but the sender's own id and
// the message beside Meta's shape.
func costerStatus(m costerMessage, number, state string, at time.Time, code int) object {
	var faults, conversation any
	if state == stateFailed {
		f := failureOf(code)
		faults = []object{{{"code", f.code}, {"title", f.title}, {"message", f.title}, {"error_data", object{{"details", f.details}}}}}
	} else {
		conversation = object{
			{"id", deriveHexID("conversation " + m.To)}, {"expiration_timestamp", nil}, {"origin", object{{"type", "utility"}}},
		}
	}
	return object{
		{"xid", m.XID},
		{"object", whatsAppObject},
		{"entry", []object{{{"id", costerWABA(m.AccountID)}, {"time", 0}, {"changes", []object{{{"field", "messages"}, {"value", object{
			{"messaging_product", "whatsapp"},
			{"metadata", costerMetadata(m.AccountID, number)},
			{"statuses", []object{{
				{"id", m.ID}, {"recipient_id", m.To}, {"status", state}, {"timestamp", strconv.FormatInt(at.Unix(), 10)},
				{"errors", faults}, {"conversation", conversation},
				{"pricing", object{{"billable", true}, {"category", "utility"}, {"pricing_model", "PMP"}, {"type", "regular"}}},
			}}},
			// One structure serves all events there: what does not belong is empty.
			{"ban_info", nil}, {"decision", nil}, {"event", nil}, {"message_template_id", 0},
		}}}}}}}},
		{"outbound", object{
			{"type", m.Type}, {"recipient", m.To},
			{"data", object{{"to", m.To}, {"type", m.Type}, {"messaging_product", "whatsapp"}}},
		}},
		{"reroute", []object{}},
	}
}

func costerWABA(account string) string { return strings.TrimPrefix(mediaID("waba "+account), "1") }

func costerMetadata(account, number string) object {
	return object{{"display_phone_number", number}, {"phone_number_id", strings.TrimPrefix(mediaID("number "+account), "1")}}
}

// reach notes a state that was told.
func (c *Coster) reach(id, state string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if stateRank[state] > stateRank[c.told[id]] {
		c.told[id] = state
	}
}

// business is what the phones need of Coster.
func (c *Coster) business() business {
	return business{
		account: func(id string) (string, string, bool) {
			c.mu.Lock()
			defer c.mu.Unlock()
			a, ok := c.world.Accounts[id]
			return a.Title, "+" + a.PhoneNumber, ok
		},
		sample: func() (string, string) { v := c.Sample(); return v.AccountID, v.Customer },
		wrote:  c.customerWrote,
		read: func(id string) {
			c.mu.Lock()
			i := c.indexOf(id)
			if i < 0 {
				c.mu.Unlock()
				return
			}
			m := c.messages[i]
			number := c.world.Accounts[m.AccountID].PhoneNumber
			c.mu.Unlock()
			j := journey{id: id, reach: func(state string) { c.reach(id, state) }}
			c.add(c.courier.delivery(), 0, "hand"+id, c.reaches(j, stateRead),
				costerNews{m.AccountID, stateRead, costerStatus(m, number, stateRead, c.now(), 0)})
		},
	}
}

// indexOf finds an accepted message, the last ones first. The lock is held.
func (c *Coster) indexOf(id string) int {
	for i := len(c.messages) - 1; i >= 0; i-- {
		if c.messages[i].ID == id {
			return i
		}
	}
	return -1
}

// customerWrote tells what a customer wrote, in Coster's envelope.
func (c *Coster) customerWrote(chat Chat, b Bubble, a Act) {
	c.mu.Lock()
	account := c.world.Accounts[chat.Account]
	if a.Type == "image" {
		id := mediaID(b.ID)
		c.world.Media[id] = CosterMedia{ID: id, AccountID: account.ID, ContentType: "image/png", Data: samplePicture()}
	}
	c.mu.Unlock()
	message := object{{"from", chat.Customer}, {"id", b.ID}, {"timestamp", strconv.FormatInt(b.At.Unix(), 10)}}
	if b.ReplyTo != "" && a.Type != "reaction" {
		message = append(object{{"context", object{{"from", account.PhoneNumber}, {"id", b.ReplyTo}}}}, message...)
	}
	message = append(message, cloudContent(chat, b, a)...)
	body := object{
		{"id", deriveUUID("coster inbound " + b.ID)}, {"mid", "m-" + b.ID}, {"client_id", fmt.Sprint("c-", chat.Customer)},
		{"channel_id", "whatsapp-cloud"},
		{"account", object{{"id", account.ID}, {"account", account.PhoneNumber}, {"account_title", account.Title}}},
		{"data", object{{"object", whatsAppObject}, {"entry", []object{{{"id", costerWABA(account.ID)}, {"changes", []object{{
			{"field", "messages"}, {"value", object{
				{"messaging_product", "whatsapp"},
				{"metadata", costerMetadata(account.ID, account.PhoneNumber)},
				{"contacts", []object{{{"wa_id", chat.Customer}, {"profile", object{{"name", chat.Name}}}}}},
				{"messages", []object{message}},
			}},
		}}}}}}}},
	}
	c.add(c.courier.delivery(), 0, "inbound"+b.ID, nil, costerNews{account.ID, "message", body})
}
