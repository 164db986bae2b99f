package sandbox

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// sendForm is the body of POST /{phone-id}/messages.
type sendForm struct {
	Product   string `json:"messaging_product"`
	Recipient string `json:"recipient_type"`
	To        string `json:"to"`
	BSUID     string `json:"recipient"`
	Type      string `json:"type"`
	OurID     string `json:"biz_opaque_callback_data"`
	// Status, MessageID and Typing are of marking a message as read.
	Status    string          `json:"status"`
	MessageID string          `json:"message_id"`
	Typing    json.RawMessage `json:"typing_indicator"`
	Context   struct {
		MessageID string `json:"message_id"`
	} `json:"context"`
	Text *struct {
		Body    string `json:"body"`
		Preview bool   `json:"preview_url"`
	} `json:"text"`
	Template    *templateForm    `json:"template"`
	Interactive *interactiveForm `json:"interactive"`
	Image       *mediaForm       `json:"image"`
	Video       *mediaForm       `json:"video"`
	Audio       *mediaForm       `json:"audio"`
	Document    *mediaForm       `json:"document"`
	Sticker     *mediaForm       `json:"sticker"`
	Location    *locationForm    `json:"location"`
	Reaction    *struct {
		MessageID string `json:"message_id"`
		Emoji     string `json:"emoji"`
	} `json:"reaction"`
}

type mediaForm struct {
	ID       string `json:"id"`
	Link     string `json:"link"`
	Caption  string `json:"caption"`
	Filename string `json:"filename"`
}

type locationForm struct {
	Latitude  json.Number `json:"latitude"`
	Longitude json.Number `json:"longitude"`
	Name      string      `json:"name"`
	Address   string      `json:"address"`
}

// sendMessage answers POST /{phone-id}/messages.
func (m *Meta) sendMessage(q *request, c caller) (any, *graphError) {
	n, ok := m.number(q.segments[0])
	if !ok {
		return nil, unknownObject(q.method, q.segments[0])
	}
	if err := c.maySend(n); err != nil {
		return nil, err
	}
	f, err := q.message()
	if err != nil {
		return nil, err
	}
	if f.Product != "whatsapp" {
		return nil, missingParameter("messaging_product")
	}
	if f.Status != "" {
		return m.markRead(f)
	}
	if err := sendable(n); err != nil {
		return nil, err
	}
	var to string
	to, err = m.receiver(q, n, f)
	if err != nil {
		return nil, err
	}
	one := &MetaMessage{NumberID: n.ID, To: to, OurID: f.OurID, Type: cmp.Or(f.Type, "text"), number: &n, State: stateAccepted}
	var b Bubble
	held := false
	if f.Type == "template" {
		held, err = m.composeTemplate(n, f.Template, one, &b)
	} else {
		err = composeFree(f, one, &b)
	}
	if err == nil {
		err = m.limit(n, to)
	}
	if err != nil {
		return nil, err
	}
	return m.accept(f, one, b, held)
}

// message reads the body as a message.
func (q *request) message() (f sendForm, err *graphError) {
	if q.bodyForm != "json" {
		return f, missingParameter("messaging_product")
	}
	if json.Unmarshal(q.raw, &f) != nil {
		if !json.Valid(q.raw) {
			return f, badParameter("The request body is not a JSON object")
		}
		return f, badParameter("Invalid parameter").with("A member of the body has the wrong type.")
	}
	return f, nil
}

// maySend says whether the caller may send from a number.
func (c caller) maySend(n Number) *graphError {
	switch {
	case c.isApp:
		return unknownObject(http.MethodPost, n.ID)
	case !c.hasScope(ScopeMessaging):
		return missingScope()
	case !c.sees(n.WABAID):
		return notAssigned("phone number")
	}
	return nil
}

// sendable refuses numbers that cannot send at all.
func sendable(n Number) *graphError {
	switch {
	case n.Platform != "CLOUD_API":
		return coded(133010, "Account not registered").with("Account does not exist on Cloud API, please use /register API to create an account first.")
	case n.Status == "BANNED":
		return coded(131031, "Business Account locked").with("The account was locked for a violation of the policy.")
	case n.Status == "RESTRICTED":
		return coded(368, "Temporarily blocked for policies violations")
	}
	return nil
}

// receiver reads the number. Without a plus Meta puts the business's own country
// code in front.
func (m *Meta) receiver(q *request, n Number, f sendForm) (string, *graphError) {
	if f.To == "" && f.BSUID != "" {
		return "", coded(131062, "Business-scoped user IDs are not supported for this request").with("The sandbox's customers have numbers.")
	}
	if f.To == "" {
		return "", missingParameter("to")
	}
	if f.Recipient != "" && f.Recipient != "individual" {
		return "", badParameter("Param recipient_type must be one of {individual}")
	}
	digits := bareNumber(f.To)
	if !strings.HasPrefix(strings.TrimSpace(f.To), "+") {
		digits = countryOf(n.Display) + digits
		m.mu.Lock()
		m.violate(q.number, RuleType, "to has no plus: Meta puts the country's code of the sending number in front")
		m.mu.Unlock()
	}
	switch {
	case !digitsOnly.MatchString(digits):
		return "", coded(131009, "Parameter value is not valid").with("to is not a valid phone number.")
	case digits == onlyDigits(n.Display):
		return "", coded(131021, "Recipient cannot be sender").with("Sender and recipient phone number is the same.")
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if n.AccountMode == "SANDBOX" && !slices.Contains(n.Allowed, digits) {
		return "", coded(131030, "Recipient phone number not in allowed list").with("Recipient phone number not in allowed list: Add recipient phone number to recipient list and try again.")
	}
	return digits, nil
}

// countryOf is the first part of a number as Meta shows it: "+62 811-5550-0188".
func countryOf(display string) string {
	country, _, _ := strings.Cut(strings.TrimPrefix(display, "+"), " ")
	return country
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// coded is a refusal with one of WhatsApp's own codes.
func coded(code int, message string) *graphError {
	return &graphError{Message: "(#" + strconv.Itoa(code) + ") " + message, Type: typeOAuth, Code: code}
}

// with adds the details that decide what was wrong.
func (e *graphError) with(details string) *graphError {
	e.Details = details
	return e
}

// limit counts a message against the limits of the number and of the pair.
func (m *Meta) limit(n Number, to string) *graphError {
	m.mu.Lock()
	defer m.mu.Unlock()
	l := m.world.Limits
	now := m.options.Clock.Now()
	perSecond := l.PerSecond
	if n.Throughput == "HIGH" {
		perSecond = l.HighPerSecond
	}
	if perSecond > 0 {
		u := m.used[n.ID]
		if second := now.Unix(); u.second != second {
			u = rate{second: second}
		}
		if u.count >= perSecond {
			return coded(130429, "Rate limit hit").with("Message failed to send because there were too many messages sent from this phone number in a short period of time")
		}
		u.count++
		m.used[n.ID] = u
	}
	if l.PairBurst <= 0 {
		return nil
	}
	key := n.ID + " " + to
	u := m.pairs[key]
	if !u.at.IsZero() {
		u.spent = max(0, u.spent-now.Sub(u.at).Seconds()/l.PairEvery.Seconds())
	}
	if u.spent+1 > float64(l.PairBurst) {
		return coded(131056, "(Business Account, Consumer Account) pair rate limit hit").with("Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time.")
	}
	u.spent++
	u.at = now
	if len(m.pairs) > mostMessages {
		clear(m.pairs)
	}
	m.pairs[key] = u
	return nil
}

// rate counts the messages of a number within a second.
type rate struct {
	second int64
	count  int
}

// pairRate is what was spent of the burst to one person.
type pairRate struct {
	spent float64
	at    time.Time
}

// MetaLimits are how fast the simulated Meta lets send; 0 is no limit.
type MetaLimits struct {
	// PerSecond is of numbers of standard throughput, HighPerSecond of the others.
	PerSecond     int `json:"per_second"`
	HighPerSecond int `json:"high_per_second"`
	// PairBurst is how many messages may go to one person at once; one more is
	// allowed after each PairEvery.
	PairBurst int           `json:"pair_burst"`
	PairEvery time.Duration `json:"-"`
}

// markRead answers the call that marks a customer's message as read.
func (m *Meta) markRead(f sendForm) (any, *graphError) {
	if f.Status != "read" {
		return nil, badParameter("Param status must be one of {read}")
	}
	if f.MessageID == "" {
		return nil, missingParameter("message_id")
	}
	if !m.phone.businessRead(f.MessageID, len(f.Typing) > 0) {
		return nil, coded(131009, "Parameter value is not valid").with("Message ID is invalid.")
	}
	return success(), nil
}

// fateOf decides whether an accepted message fails, and how.
func (m *Meta) fateOf(one *MetaMessage, c customer) (code int, lost bool) {
	m.mu.Lock()
	fate, special := m.world.Fates[one.To]
	waba := m.world.WABAs[one.number.WABAID]
	m.mu.Unlock()
	switch {
	case special && (fate.Code != 131047 || one.Template == ""):
		return fate.Code, fate.Lost
	case one.Template == "" && !c.open:
		return 131047, false
	case c.optedOut && one.Category == "MARKETING":
		return 131050, false
	case !c.open && len(waba.Health.Errors) > 0 && waba.Health.State == healthBlocked:
		return 131042, false
	}
	return 0, false
}

// accept keeps a message, puts it on its way and answers.
func (m *Meta) accept(f sendForm, one *MetaMessage, b Bubble, held bool) (any, *graphError) {
	line := Line{Provider: providerMeta, Account: one.NumberID, Customer: one.To}
	c := m.phone.customer(line.Provider, line.Account, line.Customer)
	code, lost := m.fateOf(one, c)
	if code != 0 && m.courier.delivery().AtOnce {
		why := failureOf(code)
		return nil, coded(why.code, why.title).with(why.details)
	}
	one.At, one.Free = m.options.Clock.Now().UTC(), c.open
	m.mu.Lock()
	m.serials++
	one.n = m.serials
	one.ID = wamid(m.options.Seed + " " + strconv.Itoa(one.n) + " " + one.NumberID + one.To)
	one.Code = code
	m.keepMessage(one)
	m.mu.Unlock()
	b.ID, b.At, b.State, b.Type = one.ID, one.At, stateAccepted, one.Type
	b.Template, b.Category, b.ReplyTo = one.Template, one.Category, cmp.Or(b.ReplyTo, f.Context.MessageID)
	m.phone.receive(outgoing{line: line, bubble: b})
	m.travel(journey{
		id: one.ID, name: journeyName(line, c.count), line: line, at: one.At, code: code, lost: lost,
		reach: func(state string) { m.reach(one, state) },
		tell:  func(state string, at time.Time) any { return metaStatus{one, state, at} },
	})
	return one.answer(f.To, held), nil
}

// answer is the body of a success, already in the form in which Graph writes. It
// is written by hand because there are thousands a second.
func (m *MetaMessage) answer(input string, held bool) graphText {
	out := make([]byte, 0, 256)
	out = append(out, `{"messaging_product":"whatsapp","contacts":[{"input":`...)
	out = append(out, graphJSON(input)...)
	out = append(out, `,"wa_id":"`...)
	out = append(out, m.To...)
	out = append(out, `"}],"messages":[{"id":"`...)
	out = append(out, strings.ReplaceAll(m.ID, "/", `\/`)...)
	out = append(out, '"')
	switch {
	case held:
		out = append(out, `,"message_status":"held_for_quality_assessment"`...)
	case m.Template != "":
		out = append(out, `,"message_status":"accepted"`...)
	}
	return append(out, `}]}`...)
}

// composeFree reads a message that is no template.
func composeFree(f sendForm, one *MetaMessage, b *Bubble) *graphError {
	notValid := func(details string) *graphError { return coded(131009, "Parameter value is not valid").with(details) }
	switch one.Type {
	case "text":
		if f.Text == nil || f.Text.Body == "" {
			return missingParameter("text['body']")
		}
		if utf8.RuneCountInString(f.Text.Body) > 4096 {
			return badParameter("Param text['body'] must be at most 4096 characters long.")
		}
		b.Text = f.Text.Body
	case "interactive":
		if err := f.Interactive.compose(b); err != nil {
			return err
		}
	case "image", "video", "audio", "document", "sticker":
		media := map[string]*mediaForm{"image": f.Image, "video": f.Video, "audio": f.Audio, "document": f.Document, "sticker": f.Sticker}[one.Type]
		if media == nil || media.ID == "" && media.Link == "" {
			return missingParameter(one.Type + "['id']")
		}
		b.HeaderKind, b.Link, b.Header, b.Text = one.Type, media.Link, media.Filename, media.Caption
	case "location":
		if f.Location == nil || f.Location.Latitude == "" || f.Location.Longitude == "" {
			return missingParameter("location['latitude']")
		}
		b.HeaderKind, b.Header, b.Text = "location", f.Location.Name, f.Location.Address
	case "reaction":
		if f.Reaction == nil || f.Reaction.MessageID == "" {
			return missingParameter("reaction['message_id']")
		}
		b.Text, b.ReplyTo = f.Reaction.Emoji, f.Reaction.MessageID
	default:
		return coded(131051, "Unsupported message type").with("Message type is not currently supported.")
	}
	if len(f.OurID) > 512 {
		return notValid("biz_opaque_callback_data must be at most 512 characters long.")
	}
	one.Text = b.Text
	return nil
}
