// Package signin is what a person sees who has to say who they are: the members
// by name, and a passphrase for those who have one. It stands alone, without the
// rail and without anything of an agent.
package signin

import (
	"context"
	"time"

	"channeldesk/app"
)

// Deps is what the view needs of the services. Its methods may be slow and are
// called off the UI thread.
type Deps interface {
	// Members are all members, the first one first.
	Members(ctx context.Context) ([]app.Member, error)
	// SignIn gives the member when the passphrase is right; it is empty for a
	// member without one. A wrong one is an error with the field "passphrase".
	SignIn(ctx context.Context, id app.MemberID, passphrase app.Secret) (app.Member, error)
}

// Waiter is an error of SignIn after which nobody may try again for a while.
type Waiter interface {
	// Wait is how long.
	Wait() time.Duration
}
