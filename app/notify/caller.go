package notify

import (
	"context"

	"channeldesk/app"
)

// maySend is for members only: that a key may send is known already.
func (s *Service) maySend(ctx context.Context, n NewMessage) (by app.Member, err error) {
	if n.Key != 0 {
		return by, nil
	}
	return s.p.Guard.Require(ctx, n.Agent, app.MaySend)
}
