package forward

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Add stores an event to be forwarded, inside the transaction that applied the
// webhook. It does nothing when the channel forwards nowhere. The body of a
// message is a protocol.Received with its Message, that of a status an
// app.Message as it stands after the change.
func (s *Service) Add(tx app.Tx, c app.Channel, kind string, body any) error {
	if c.Forward.URL == "" {
		return nil
	}
	now := s.now()
	e := Envelope{
		ID: newDeliveryID(), Event: kind, CreatedAt: now.UTC(),
		Channel: Channel{Environment: c.Environment, AccountCode: c.AccountCode, Key: c.Key},
	}
	person := ""
	switch b, isReceived := body.(protocol.Received); {
	case kind == KindMessage && isReceived && b.Message != nil:
		e.Data, person = messageOf(b, now)
	case kind == KindStatus && !isReceived:
		m, ok := body.(app.Message)
		if !ok {
			return fmt.Errorf("forward a status: not of a %T", body)
		}
		e.Data, person = statusOf(m, now)
	default:
		return fmt.Errorf("forward %q: not of a %T", kind, body)
	}
	b, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("forward %q: %w", kind, err)
	}
	if person == "" {
		person = e.ID // nobody to keep an order with
	}
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
