package access

import (
	"time"

	"channeldesk/app"
)

// tooEarly is a refusal after which nobody may try again for a while; the window
// counts it down.
type tooEarly struct {
	refused *app.Error
	left    time.Duration
}

// withWait adds to a refusal how long to wait; nothing for no time.
func withWait(refused *app.Error, left time.Duration) error {
	if left <= 0 {
		return refused
	}
	return &tooEarly{refused, left}
}

func (t *tooEarly) Error() string { return t.refused.Error() }
func (t *tooEarly) Unwrap() error { return t.refused }

// Wait is how long nobody may try again.
func (t *tooEarly) Wait() time.Duration { return t.left }
