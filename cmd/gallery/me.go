package main

import (
	"context"
	"slices"

	"channeldesk/app"
)

// Me implements screens.Deps.
func (d *desk) Me() (app.Member, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.me, d.me.ID != 0
}

// SetMe implements screens.Deps.
func (d *desk) SetMe(m app.Member) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.me = m
}

// ReadMe implements screens.Deps. Somebody acts as long as the scene said who;
// while the door of the store is not open it is who it was.
func (d *desk) ReadMe(ctx context.Context) (bool, error) {
	if doorState(d.store.state.Load()) != doorOpen {
		return true, nil
	}
	members, err := d.members.Members(ctx)
	if err != nil {
		return false, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	i := slices.IndexFunc(members, func(m app.Member) bool { return m.ID == d.me.ID })
	if i < 0 {
		d.me = app.Member{}
		return len(members) == 0, nil
	}
	d.me = members[i]
	return true, nil
}

// EnsureOwner implements screens.Deps.
func (d *desk) EnsureOwner(ctx context.Context, name string) (app.Member, error) {
	m, err := d.members.EnsureOwner(ctx, name)
	if err == nil {
		d.SetMe(m)
	}
	return m, err
}

// Role is the acting member's role with an agent.
func (d *desk) Role(agent app.AgentID) app.Role {
	m, ok := d.Me()
	if !ok {
		return app.NoRole
	}
	return m.RoleFor(agent)
}

// Owners are the names of those who own the workspace.
func (d *desk) Owners() []string { return []string{d.owner.Name} }
