package channel

import (
	"context"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// Sending gives what a channel's protocol says of sending, by the channel's fields
// and its latest check. It reads no secrets.
func (s *Service) Sending(ctx context.Context, id app.ChannelID) (protocol.Sending, error) {
	var c app.Channel
	var report app.CheckReport
	err := s.Store.View(ctx, func(tx app.Tx) (err error) {
		if c, err = s.live.places.find(tx, id); err != nil {
			return err
		}
		report, err = latestCheck(tx, c)
		return err
	})
	if err != nil {
		return protocol.Sending{}, err
	}
	p, err := s.Protocols.Get(c.Protocol)
	if err != nil {
		return protocol.Sending{}, err
	}
	return protocol.SendingOf(p, protocol.Config{Channel: c, Facts: report.Facts}), nil
}
