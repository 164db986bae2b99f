// Package access knows the members of a workspace, what their roles allow, and
// writes down every refused try.
package access

import (
	"context"

	"channeldesk/app"
)

// Service is the workspace's guard. Safe for concurrent use.
type Service struct {
	store app.Store
	clock app.Clock
}

// New makes the service. Both parameters are needed.
func New(store app.Store, clock app.Clock) *Service {
	if store == nil || clock == nil {
		panic("access: store and clock are needed")
	}
	return &Service{store: store, clock: clock}
}

// Members lists the members, the first one first.
func (s *Service) Members(ctx context.Context) (members []app.Member, err error) {
	err = s.store.View(ctx, func(tx app.Tx) error {
		members, err = tx.ListMembers()
		return err
	})
	return members, err
}

// MemberNameMax is the longest member name, in characters.
const MemberNameMax = 60

// CheckMemberName gives the cleaned name, or says what is wrong with it.
func CheckMemberName(name string) (string, error) {
	name = app.CleanName(name)
	if name == "" {
		return "", app.Invalid("your_name", "Enter your name, so that colleagues see who changed what.")
	}
	if n := len([]rune(name)); n > MemberNameMax {
		return "", app.Invalid("your_name", "The name has {{.N}} characters. At most {{.Max}} fit.", "N", n, "Max", MemberNameMax)
	}
	return name, nil
}

// EnsureOwner gives the first Owner, making one of the name when the workspace
// has no member yet.
func (s *Service) EnsureOwner(ctx context.Context, name string) (owner app.Member, err error) {
	err = s.store.Update(ctx, func(tx app.Tx) error {
		members, err := tx.ListMembers()
		if err != nil {
			return err
		}
		for _, m := range members {
			if m.Role == app.Owner {
				owner = m
				return nil
			}
		}
		clean, err := CheckMemberName(name)
		if err != nil {
			return err
		}
		owner = app.Member{Name: clean, Role: app.Owner, CreatedAt: s.clock.Now()}
		if owner.ID, err = tx.AddMember(owner); err != nil {
			return err
		}
		return tx.AddActivity(app.Activity{
			At: s.clock.Now(), By: owner.Name, Kind: app.ActMemberAdded,
			Text: app.Say("{{.Name}} started this workspace and is its Owner", "Name", owner.Name),
		})
	})
	return owner, err
}

// Whole sentences, so that each can be translated.
var (
	tried = map[app.Permission]string{
		app.MaySee:    "{{.Name}} tried to look at this agent and was refused",
		app.MayEdit:   "{{.Name}} tried to change this agent's channel and was refused",
		app.MaySend:   "{{.Name}} tried to send messages or change templates and keys, and was refused",
		app.MayManage: "{{.Name}} tried to manage members or delete an agent, and was refused",
	}
	mayNot = map[app.Permission]string{
		app.MaySee:    "Your role does not let you look at this agent.",
		app.MayEdit:   "Your role does not let you change this agent's channel.",
		app.MaySend:   "Your role does not let you send messages or change templates and keys.",
		app.MayManage: "Your role does not let you manage members or delete an agent.",
	}
)

// Require implements app.Guard. Without an acting member in the context nothing
// is allowed.
func (s *Service) Require(ctx context.Context, agent app.AgentID, p app.Permission) (app.Member, error) {
	m, named := app.ActingMember(ctx)
	ok := named
	if ok {
		// The stored role decides, not the one that the caller remembers.
		err := s.store.View(ctx, func(tx app.Tx) error {
			stored, err := tx.GetMember(m.ID)
			if err == nil {
				m = stored
			}
			return err
		})
		if app.ErrorCode(err) == app.CodeNotFound {
			ok = false
		} else if err != nil {
			return app.Member{}, err
		}
	}
	if ok && m.RoleFor(agent).Allows(p) {
		return m, nil
	}
	if !named {
		return app.Member{}, app.NewError(app.CodeForbidden, app.Say("Nobody is signed in to this workspace."))
	}
	err := s.store.Update(context.WithoutCancel(ctx), func(tx app.Tx) error {
		return tx.AddActivity(app.Activity{
			At: s.clock.Now(), By: m.Name, AgentID: agent, Kind: app.ActRefused,
			Text: app.Say(tried[p], "Name", m.Name),
		})
	})
	refused := app.NewError(app.CodeForbidden, app.Say(mayNot[p])).WithFix(app.Say("Ask an Owner of this workspace."))
	if !ok {
		refused = app.NewError(app.CodeForbidden, app.Say("{{.Name}} is not a member of this workspace any more.", "Name", m.Name)).
			WithFix(app.Say("Ask an Owner of this workspace."))
	}
	if err != nil {
		return app.Member{}, refused.Because(err)
	}
	return app.Member{}, refused
}

// Recent gives the newest lines of an agent's activity.
func (s *Service) Recent(ctx context.Context, agent app.AgentID, limit int) (lines []app.Activity, err error) {
	if _, err := s.Require(ctx, agent, app.MaySee); err != nil {
		return nil, err
	}
	err = s.store.View(ctx, func(tx app.Tx) error {
		lines, err = tx.ListActivity(agent, limit)
		return err
	})
	return lines, err
}
