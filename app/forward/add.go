package forward

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"channeldesk/app"
)

// Add stores an event to be forwarded, inside the transaction that applied the
// webhook. It does nothing when the channel forwards nowhere. kind is message or
// status. Events of one person arrive in their order; without a person there is
// none to keep. The body becomes a JSON object; what is posted is that object with
// the member delivery in front.
func (s *Service) Add(tx app.Tx, c app.Channel, kind, person string, body any) error {
	if c.Forward.URL == "" {
		return nil
	}
	id := newDeliveryID()
	b, err := withDelivery(id, body)
	if err != nil {
		return fmt.Errorf("forward a %s: %w", kind, err)
	}
	if person == "" {
		person = id
	}
	now := s.now()
	_, err = tx.AddForwarding(app.Forwarding{
		ChannelID: c.ID, Person: person, Kind: kind, Body: b, State: app.ForwardWaiting, CreatedAt: now, DueAt: now,
	})
	if err == nil {
		s.addedAt.Store(now.UnixMilli())
	}
	return err
}

func newDeliveryID() string {
	b := make([]byte, 16)
	rand.Read(b) //nolint:errcheck // never fails since Go 1.24
	return "evt_" + hex.EncodeToString(b)
}

// withDelivery writes a body with its delivery id, which is thereby the same in
// every repetition.
func withDelivery(id string, body any) ([]byte, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	rest, isObject := bytes.CutPrefix(b, []byte("{"))
	if !isObject {
		return nil, fmt.Errorf("a %T is no object", body)
	}
	out := append([]byte(`{"delivery":"`+id+`"`), ',')
	if string(rest) == "}" {
		out = out[:len(out)-1]
	}
	return append(out, rest...), nil
}

// deliveryID reads the delivery id out of a stored body.
func deliveryID(body []byte) string {
	var e struct {
		Delivery string `json:"delivery"`
	}
	_ = json.Unmarshal(body, &e) // a body is always ours
	return e.Delivery
}
