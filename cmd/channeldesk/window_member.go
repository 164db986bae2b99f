package main

import (
	"context"
	"slices"

	"channeldesk/app"
)

// Me implements screens.Deps.
func (d *windowDesk) Me() (app.Member, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.me, d.me.ID != 0
}

// SetMe implements screens.Deps.
func (d *windowDesk) SetMe(m app.Member) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.me = m
}

// ReadMe implements screens.Deps. Who is alone and has no passphrase is not asked.
func (d *windowDesk) ReadMe(ctx context.Context) (bool, error) {
	members, err := d.w.Access.Members(ctx)
	if err != nil {
		return false, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.owners = nil
	for _, m := range members {
		if m.Role == app.Owner {
			d.owners = append(d.owners, m.Name)
		}
	}
	i := slices.IndexFunc(members, func(m app.Member) bool { return m.ID == d.me.ID })
	switch {
	case i >= 0:
		d.me = members[i]
	case d.me.ID != 0: // removed meanwhile
		d.me = app.Member{}
		return false, nil
	case len(members) == 0: // the first start
	case len(members) == 1 && !members[0].HasPassphrase:
		d.me = members[0]
	default:
		return false, nil
	}
	return true, nil
}

// EnsureOwner implements screens.Deps.
func (d *windowDesk) EnsureOwner(ctx context.Context, name string) (app.Member, error) {
	m, err := d.w.Access.EnsureOwner(ctx, name)
	if err == nil {
		d.SetMe(m)
	}
	return m, err
}

// Role is the acting member's role with an agent.
func (d *windowDesk) Role(agent app.AgentID) app.Role {
	m, ok := d.Me()
	if !ok {
		return app.NoRole
	}
	return m.RoleFor(agent)
}

// Owners are the names of the members who own the workspace.
func (d *windowDesk) Owners() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.owners)
}
