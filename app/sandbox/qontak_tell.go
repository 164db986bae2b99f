package sandbox

import (
	"net/http"
	"strings"
	"time"
)

// qontakNews is one event of an organisation.
type qontakNews struct {
	organisation string
	// event is the switch that must be on.
	event string
	what  string
	body  object
}

// pack makes a post of every event whose switch is on.
func (k *Qontak) pack(updates []*update, _ Delivery) []*post {
	var posts []*post
	for _, u := range updates {
		news, ok := u.tell.([]qontakNews)
		if !ok {
			continue
		}
		for _, one := range news {
			k.mu.Lock()
			e := k.endpoints[one.organisation]
			on := e.Events[one.event]
			k.mu.Unlock()
			if e.URL == "" || !on {
				continue
			}
			raw, err := plainJSON(one.body)
			if err != nil {
				panic("the sandbox made a post that is no JSON: " + err.Error())
			}
			posts = append(posts, &post{address: e.URL, body: raw, updates: 1, what: one.what, header: http.Header{
				"Content-Type": {"application/json"}, "User-Agent": {"Faraday v2.7.4"},
			}})
		}
	}
	return posts
}

// roomID is the room of a customer at a channel.
func roomID(integration, customer string) string {
	return deriveUUID("qontak room " + integration + customer)
}

// room is what is known of a room by its id.
type room struct {
	integration string
	customer    string
	name        string
}

// roomBody is a room as events show it.
func (k *Qontak) roomBody(n QontakIntegration, r room) object {
	c := k.phone.customer(providerQontak, r.integration, r.customer)
	session := "expired"
	switch {
	case c.open && k.now().Sub(c.lastWrote) > window-2*time.Hour:
		session = "expiring"
	case c.open:
		session = "open"
	}
	return object{
		{"id", roomID(r.integration, r.customer)}, {"name", r.name}, {"description", ""}, {"status", "unassigned"},
		{"type", "Models::CustomerServiceRoom"}, {"tags", []string{}}, {"channel", n.TargetChannel}, {"channel_account", n.AccountName},
		{"organization_id", n.OrganisationID}, {"account_uniq_id", r.customer}, {"channel_integration_id", n.ID},
		{"session", session}, {"session_at", timeOrNull(c.lastWrote)}, {"unread_count", 1},
		{"created_at", k.now().Format(qontakTime)}, {"updated_at", k.now().Format(qontakTime)}, {"avatar", nil},
		{"resolved_at", nil}, {"external_id", nil}, {"resolved_by_id", nil}, {"resolved_by_type", nil},
		{"is_blocked", false}, {"is_unresponded", true}, {"extra", object{{"is_participant_online", false}}},
	}
}

func timeOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(qontakTime)
}

// business is what the phones need of Qontak.
func (k *Qontak) business() business {
	return business{
		account: func(id string) (string, string, bool) {
			n, ok := k.anyIntegration(id)
			return n.AccountName, "+" + n.PhoneNumber, ok
		},
		sample: func() (string, string) { v := k.Sample(); return v.ChannelIntegrationID, v.Customer },
		wrote:  k.customerWrote,
		read: func(id string) {
			k.mu.Lock()
			tell := k.tellers[id]
			k.mu.Unlock()
			if tell == nil {
				return
			}
			j := journey{id: id, reach: func(state string) { k.reach(id, state) }}
			k.add(k.courier.delivery(), 0, "hand"+id, k.reaches(j, stateRead), tell(stateRead, k.now()))
		},
	}
}

// anyIntegration finds a channel of any organisation.
func (k *Qontak) anyIntegration(id string) (QontakIntegration, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, n := range k.world.Integrations {
		if n.ID == id {
			return n, true
		}
	}
	return QontakIntegration{}, false
}

func (k *Qontak) reach(id, state string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if stateRank[state] > stateRank[k.told[id]] {
		k.told[id] = state
	}
}

// customerWrote tells what a customer wrote. Buttons and reactions come as text.
func (k *Qontak) customerWrote(c Chat, b Bubble, a Act) {
	n, _ := k.anyIntegration(c.Account)
	r := room{c.Account, c.Customer, c.Name}
	k.mu.Lock()
	k.inRoom[roomID(r.integration, r.customer)] = r
	k.mu.Unlock()
	kind := a.Type
	switch kind {
	case "button", "interactive", "reaction":
		kind = "text"
	case "unsupported":
		kind = "system"
	}
	var reply any
	if b.ReplyTo != "" {
		reply = object{{"id", deriveUUID("qontak message " + b.ReplyTo)}, {"external_id", b.ReplyTo}}
	}
	body := object{
		{"id", deriveUUID("qontak message " + b.ID)}, {"type", kind}, {"room_id", roomID(r.integration, r.customer)},
		{"is_campaign", false}, {"sender_id", deriveUUID("qontak contact " + c.Customer)}, {"sender_type", "Models::Contact"},
		{"sender", object{{"name", c.Name}, {"avatar", nil}}},
		{"participant_id", deriveUUID("qontak participant " + c.ID)}, {"participant_type", "customer"},
		{"organization_id", n.OrganisationID}, {"text", a.Text}, {"status", "created"}, {"external_id", b.ID}, {"local_id", nil},
		{"created_at", b.At.Format(qontakTime)}, {"reply", reply}, {"buttons", []string{}}, {"room", k.roomBody(n, r)},
		{"data_event", eventFromCustomer}, {"webhook_event", "message_interaction"},
	}
	if kind == "image" {
		address := "https://files.example.test/" + mediaID(b.ID) + ".png"
		body = append(body, member{"file", object{
			{"url", address}, {"filename", "picture.png"}, {"size", len(samplePicture())},
			{"large", object{{"url", address}}}, {"medium", object{{"url", address}}}, {"small", object{{"url", address}}},
		}}, member{"file_uniq_id", mediaID(b.ID)})
	}
	k.add(k.courier.delivery(), 0, "inbound"+b.ID, nil, []qontakNews{{n.OrganisationID, eventFromCustomer, "message", body}})
}

// sendIntoRoom answers POST /messages/whatsapp/bot.
func (k *Qontak) sendIntoRoom(q *plainRequest, c qontakCaller) *qontakAnswer {
	id, kind, text := q.body.text("room_id"), q.body.text("type"), q.body.text("text")
	k.mu.Lock()
	r, known := k.inRoom[id]
	k.mu.Unlock()
	n, mine := k.integration(c, r.integration)
	switch {
	case id == "":
		return refuse(http.StatusUnprocessableEntity, "Room can't be blank")
	case !known || !mine:
		return refuse(http.StatusNotFound, "Room not found")
	case kind != "text":
		return refuse(http.StatusUnprocessableEntity, "Type is invalid")
	case text == "":
		return refuse(http.StatusUnprocessableEntity, "Text can't be blank")
	}
	line := Line{Provider: providerQontak, Account: r.integration, Customer: r.customer}
	person := k.phone.customer(line.Provider, line.Account, line.Customer)
	k.mu.Lock()
	k.answers++
	wa := wamid(strings.Join([]string{"qontak answer", k.options.Seed, id, formatID(uint64(k.answers))}, " "))
	k.mu.Unlock()
	code := 0
	if !person.open {
		code = 131047
	}
	at := k.now()
	message := k.messageBody(n, r, wa, text, "bot", at)
	k.phone.receive(outgoing{line: line, bubble: Bubble{ID: wa, At: at, Type: "text", Text: text, State: stateAccepted}})
	k.put(wa, line, person.count, at, code, func(state string, _ time.Time) any {
		told := append(object{}, message.without("status")...)
		told = append(told, member{"status", state})
		if state == stateFailed {
			told = append(told, member{"error_message", failureText(code)})
		}
		return []qontakNews{{n.OrganisationID, eventStatus, state, append(told,
			member{"room", k.roomBody(n, r)}, member{"data_event", eventStatus}, member{"webhook_event", "message_interaction"})}}
	})
	return &qontakAnswer{status: http.StatusCreated, data: append(message, member{"room", k.roomBody(n, r)})}
}

// put puts a message on its way and remembers how its states are told.
func (k *Qontak) put(id string, line Line, count int, at time.Time, code int, tell func(string, time.Time) any) {
	k.mu.Lock()
	k.tellers[id] = tell
	k.mu.Unlock()
	k.travel(journey{
		id: id, name: journeyName(line, count), line: line, at: at, code: code,
		reach: func(state string) { k.reach(id, state) }, tell: tell,
	})
}

func failureText(code int) string {
	f := failureOf(code)
	return "(#" + formatID(uint64(f.code)) + ") " + f.title
}

func (o object) without(name string) object {
	var out object
	for _, m := range o {
		if m.Name != name {
			out = append(out, m)
		}
	}
	return out
}

// messageBody is a message of the business as Qontak shows it.
func (k *Qontak) messageBody(n QontakIntegration, r room, wa, text, participant string, at time.Time) object {
	sender := "Models::SystemAccount"
	return object{
		{"id", deriveUUID("qontak message " + wa)}, {"type", "text"}, {"room_id", roomID(r.integration, r.customer)},
		{"is_campaign", participant == "campaign"}, {"sender_id", deriveUUID("qontak bot " + n.OrganisationID)}, {"sender_type", sender},
		{"sender", object{{"name", "Bot"}, {"avatar", nil}}}, {"participant_id", deriveUUID("qontak bot participant " + n.ID)},
		{"participant_type", "bot"}, {"organization_id", n.OrganisationID}, {"text", text}, {"status", "created"},
		{"external_id", wa}, {"local_id", nil}, {"created_at", at.Format(qontakTime)}, {"reply", nil}, {"buttons", []string{}},
	}
}

// sendBroadcastTo puts a broadcast on its way. Its states are told twice: by the
// line of its log, and as a message in a room.
func (k *Qontak) sendBroadcastTo(m qontakMessage, n QontakIntegration, t QontakTemplate) {
	line := Line{Provider: providerQontak, Account: m.IntegrationID, Customer: m.To}
	known := k.phone.customer(line.Provider, line.Account, line.Customer)
	bubble := Bubble{
		ID: m.WhatsAppID, At: m.At, Type: "template", Text: m.Text, Footer: t.Footer, Template: m.TemplateName,
		Category: t.Category, State: stateAccepted, HeaderKind: strings.ToLower(t.HeaderFormat), Header: t.HeaderText, Link: m.Header,
	}
	for i, b := range t.Buttons {
		bubble.Buttons = append(bubble.Buttons, b.shown(m.Suffixes[formatID(uint64(i))]))
	}
	k.phone.receive(outgoing{line: line, bubble: bubble})
	code := 0
	if m.trouble != "" {
		code = troubleCode(m.trouble)
	}
	r := room{m.IntegrationID, m.To, m.Name}
	k.put(m.WhatsAppID, line, known.count, m.At, code, func(state string, at time.Time) any {
		one := m.QontakMessage
		if one.State = state; state == stateFailed {
			one.Error = m.trouble
		}
		logged := append(logLine(one), member{"data_event", eventBroadcastLog}, member{"webhook_event", "message_interaction"})
		news := []qontakNews{{n.OrganisationID, eventBroadcastLog, state, logged}}
		if state != stateFailed {
			told := append(k.messageBody(n, r, m.WhatsAppID, m.Text, "campaign", at).without("status"),
				member{"status", state}, member{"room", k.roomBody(n, r)},
				member{"data_event", eventStatus}, member{"webhook_event", "message_interaction"})
			news = append(news, qontakNews{n.OrganisationID, eventStatus, state, told})
		}
		return news
	})
}

// troubleCode is the code in "(#131026) Message undeliverable".
func troubleCode(text string) int {
	code := 0
	for _, r := range strings.TrimPrefix(text, "(#") {
		if r < '0' || r > '9' {
			break
		}
		code = code*10 + int(r-'0')
	}
	return code
}

// shown is a button as the customer sees it.
func (b QontakButton) shown(suffix string) BubbleButton {
	switch b.Type {
	case "QUICK_REPLY":
		return BubbleButton{Kind: "reply", Text: b.Text, Value: b.Text}
	case "PHONE_NUMBER":
		return BubbleButton{Kind: "phone", Text: b.Text, Value: b.Phone}
	case "OTP":
		return BubbleButton{Kind: "copy", Text: b.Text, Value: suffix}
	}
	return BubbleButton{Kind: "url", Text: b.Text, Value: fillVariables(b.URL, []string{suffix})}
}
