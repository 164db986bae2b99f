package app

import "context"

type actorKey struct{}

// WithMember says who acts in the calls that get this context.
func WithMember(ctx context.Context, m Member) context.Context {
	return context.WithValue(ctx, actorKey{}, m)
}

// ActingMember gives who acts, if somebody was named.
func ActingMember(ctx context.Context) (Member, bool) {
	m, ok := ctx.Value(actorKey{}).(Member)
	return m, ok
}

// Permission is one row of the table of who may do what.
type Permission string

// The permissions.
const (
	MaySee    Permission = "see"    // settings without secrets, history, export
	MayEdit   Permission = "edit"   // edit, publish, restore, verify, register, regenerate, reveal, hand off
	MaySend   Permission = "send"   // templates, send, bulk send, API keys
	MayManage Permission = "manage" // members, delete agent, retention, restore backup
)

// Allows is the table: what a role may do.
func (r Role) Allows(p Permission) bool {
	switch r {
	case Owner:
		return true
	case Contributor:
		return p != MayManage
	case Viewer:
		return p == MaySee
	}
	return false
}

// Guard decides whether the acting member may do something with an agent. It
// returns the member, or an Error with CodeForbidden after recording the try.
type Guard interface {
	Require(ctx context.Context, agent AgentID, p Permission) (Member, error)
}
