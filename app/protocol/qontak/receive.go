package qontak

import (
	"net/url"
	"regexp"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/protocol/cloudshape"
)

// Handshake is unsupported: Qontak asks nothing.
func (p *Protocol) Handshake(url.Values, []app.Secret) (string, error) {
	return "", app.NewError(app.CodeUnsupported, app.Say("Qontak does not ask whether the address is ours."))
}

// Verify has nothing to check: Qontak does not sign, and the secret in the
// address was the proof.
func (p *Protocol) Verify(func(string) string, []byte, protocol.Config) error { return nil }

// Parse takes apart what Qontak posts: one event, or a list of them.
func (p *Protocol) Parse(body []byte) ([]protocol.Received, error) {
	post, ok := cloudshape.Read(body)
	switch {
	case !ok:
		return nil, app.NewError(app.CodeInvalid, app.Say("What came in is not readable as JSON."))
	case post.IsList():
		var out []protocol.Received
		for item := range post.Items() {
			if r, ok := event(item); ok {
				out = append(out, r)
			}
		}
		return out, nil
	case !post.IsObject():
		return nil, app.NewError(app.CodeInvalid, app.Say("What came in is not a webhook of Qontak's."))
	}
	if r, ok := event(post); ok {
		return []protocol.Received{r}, nil
	}
	return nil, nil
}

// The kinds of events, by what is in them.
const (
	eventCustomer  = "receive_message_from_customer"
	eventAgent     = "receive_message_from_agent"
	eventStatus    = "status_message"
	eventBroadcast = "broadcast_log_status"
)

// event reads one event; ok is false for one that is known and says nothing.
func event(v cloudshape.Value) (r protocol.Received, ok bool) {
	r = protocol.Received{For: aim(v)}
	id, word := v.Get("id").ID(), strings.ToLower(v.Get("status").Word())
	state, idle := cloudshape.State(word)
	what := kindOf(v, state)
	switch what {
	case eventCustomer, eventAgent:
		r.Message = message(v, id)
		r.At = v.Get("created_at").Time()
		// The state of a customer's message changes; it is still one message.
		r.Key = cloudshape.Key("message", id)
		ok = id != "" && r.Message.Type != ""
	case eventStatus:
		r.Status = status(v, id, state)
		r.Key = cloudshape.Key("status", id, word)
		ok = id != "" && state != ""
	case eventBroadcast:
		r.Status = broadcast(v, state)
		r.Key = cloudshape.Key("broadcast", id, word)
		ok = id != "" && state != "" && (r.Status.Reference != "" || r.Status.MessageID != "")
	default:
		ok = false
	}
	if ok {
		return r, true
	}
	if idle && id != "" && (what == eventStatus || what == eventBroadcast) {
		return protocol.Received{}, false
	}
	return protocol.Received{Key: cloudshape.Digest(v, "event"), For: r.For, Unknown: name(v, what, word)}, true
}

// kindOf goes by Qontak's own words, and for old posts without them by what the
// event is about. Whoever wrote decides whether it is a customer's message.
func kindOf(v cloudshape.Value, state protocol.DeliveryState) string {
	switch kind := v.Get("data_event").Word(); kind {
	case eventCustomer, eventAgent, eventStatus, eventBroadcast:
		return kind
	case "":
	default:
		return ""
	}
	if other := v.Get("webhook_event").Word(); other != "" && other != "message_interaction" {
		return ""
	}
	switch {
	case v.Get("messages_broadcast_id").Exists():
		return eventBroadcast
	case fromCustomer(v):
		return eventCustomer
	case v.Get("participant_type").Exists() || v.Get("sender_type").Exists():
		if state != "" {
			return eventStatus
		}
		return eventAgent
	}
	return ""
}

// fromCustomer reports whether a customer wrote it. One of the two marks is
// enough, but none may say something else.
func fromCustomer(v cloudshape.Value) bool {
	participant, sender := v.Get("participant_type").Word(), v.Get("sender_type").Text()
	if participant != "" && participant != "customer" || sender != "" && sender != "Models::Contact" {
		return false
	}
	return participant != "" || sender != ""
}

// aim is the channel that an event is meant for: Qontak posts those of the whole
// organisation to one address.
func aim(v cloudshape.Value) map[string]string {
	for _, path := range [][]string{{"room", fieldChannel}, {fieldChannel}, {"channel_integration", "id"}} {
		if id := v.Get(path...).ID(); id != "" {
			return map[string]string{fieldChannel: strings.ToLower(id)}
		}
	}
	return map[string]string{}
}

// name is Qontak's word for what was not understood.
func name(v cloudshape.Value, what, word string) string {
	for _, s := range []string{v.Get("data_event").Word(), what, v.Get("webhook_event").Word()} {
		switch {
		case s == "":
		case (s == eventStatus || s == eventBroadcast) && word != "":
			return s + " " + word
		default:
			return s
		}
	}
	return "event"
}

// message reads what somebody wrote in a room. Only a customer's opens a session.
func message(v cloudshape.Value, id string) *protocol.InboundMessage {
	room := v.Get("room")
	m := &protocol.InboundMessage{
		ID: firstID(v.Get("external_id"), v.Get("id")), Type: v.Get("type").Word(), Text: v.Get("text").Text(),
		From: cloudshape.Phone(room.Get("account_uniq_id").Text()), Room: firstID(v.Get("room_id"), room.Get("id")),
		ReplyTo: firstID(v.Get("reply", "external_id"), v.Get("reply", "id")),
		Media:   media(v),
	}
	m.Silent = !fromCustomer(v) || m.Type == "system"
	if fromCustomer(v) {
		m.Person = v.Get("sender_id").ID()
		m.Name = v.Get("sender", "name").Line()
	}
	if m.Name == "" {
		m.Name = room.Get("name").Line()
	}
	if m.ID == "" {
		m.ID = id
	}
	return m
}

func firstID(values ...cloudshape.Value) string {
	for _, v := range values {
		if id := v.ID(); id != "" {
			return id
		}
	}
	return ""
}

// media is the file of a message; Qontak does not tell its type.
func media(v cloudshape.Value) *protocol.InboundMedia {
	file := v.Get("file")
	f := protocol.InboundMedia{ID: v.Get("file_uniq_id").ID(), Filename: file.Get("filename").Line()}
	if address := file.Get("url").Text(); strings.HasPrefix(address, "http") {
		f.URL = address
	}
	if f == (protocol.InboundMedia{}) {
		return nil
	}
	return &f
}

// status reads how far a message came. Its time is not told: created_at is that
// of the message. Answers into a room are found by Qontak's own id.
func status(v cloudshape.Value, id string, state protocol.DeliveryState) *protocol.InboundStatus {
	s := &protocol.InboundStatus{
		MessageID: v.Get("external_id").ID(), Reference: id,
		To: cloudshape.Phone(v.Get("room", "account_uniq_id").Text()), State: state,
	}
	if state == protocol.StateFailed {
		explainFailure(s, v)
	}
	return s
}

// broadcast reads how far a template message came.
func broadcast(v cloudshape.Value, state protocol.DeliveryState) *protocol.InboundStatus {
	s := &protocol.InboundStatus{
		MessageID: told(v.Get("whatsapp_message_id")), Reference: v.Get("messages_broadcast_id").ID(),
		To: cloudshape.Phone(v.Get("contact_phone_number").Text()), State: state,
	}
	if state == protocol.StateFailed {
		explainFailure(s, v)
	}
	return s
}

// told is an id; what stands for none is left out.
func told(v cloudshape.Value) string {
	if id := v.ID(); !isNothing(id) {
		return id
	}
	return ""
}

func isNothing(s string) bool { return strings.EqualFold(s, "n/a") || s == "-" }

// metaCode is Meta's code within words, as in "(#131026) Message undeliverable".
var metaCode = regexp.MustCompile(`\(?#(\d{1,9})\)`)

// explainFailure says why a message failed: by Meta's code where it is told.
func explainFailure(s *protocol.InboundStatus, v cloudshape.Value) {
	fault := v.Get("messages_response", "failed", "statuses").First().Get("errors").First()
	code, words := fault.Get("code").ID(), ""
	for _, from := range []cloudshape.Value{v.Get("whatsapp_error_message"), v.Get("error_message"), fault.Get("error_data", "details"), fault.Get("title")} {
		if text := strings.TrimSpace(from.Text()); words == "" && !isNothing(text) {
			words = text
		}
	}
	if m := metaCode.FindStringSubmatch(words); m != nil && code == "" {
		code = m[1]
		words = strings.TrimSpace(strings.Replace(words, m[0], "", 1))
	}
	if len(code) > 32 {
		code = ""
	}
	s.Code = code
	s.Reason, s.Fix = cloudshape.Explain(code, words)
}
