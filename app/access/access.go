// Package access knows the members of a workspace, what their roles allow, and
// writes down every refused try.
package access

import (
	"context"
	"time"

	"channeldesk/app"
)

// Service is the workspace's guard and keeps its members and its audit log. Safe
// for concurrent use. Calls that take a passphrase need a good part of a second,
// and the export as long as the log is: never call them on the UI goroutine.
type Service struct {
	store app.Store
	clock app.Clock
	bus   *app.Bus
	cost  cost
	// turn is taken by whoever compares or makes a passphrase, so that nobody
	// tries many at the same time and the memory that it takes is needed once.
	turn  chan struct{}
	tries tries
}

// New makes the service. All parameters are needed.
func New(store app.Store, clock app.Clock, bus *app.Bus) *Service {
	if store == nil || clock == nil || bus == nil {
		panic("access: store, clock and bus are needed")
	}
	return &Service{store: store, clock: clock, bus: bus, cost: currentCost, turn: make(chan struct{}, 1), tries: tries{}}
}

func (s *Service) now() time.Time { return s.clock.Now().Truncate(time.Millisecond) }

func (s *Service) membersChanged() { s.bus.Publish(app.Event{Kind: app.MembersChanged}) }

// Members lists the members, the first one first. It takes no permission: the
// names are needed to ask who is there.
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
	return checkName(name, "your_name", "Enter your name, so that colleagues see who changed what.")
}

func checkName(name, field, missing string) (string, error) {
	name = app.CleanName(name)
	if name == "" {
		return "", app.Invalid(field, missing)
	}
	if n := len([]rune(name)); n > MemberNameMax {
		return "", app.Invalid(field, "The name has {{.N}} characters. At most {{.Max}} fit.", "N", n, "Max", MemberNameMax)
	}
	return name, nil
}

// EnsureOwner gives the first Owner, making one of the name when the workspace
// has no member yet.
func (s *Service) EnsureOwner(ctx context.Context, name string) (owner app.Member, err error) {
	made := false
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
		owner = app.Member{Name: clean, Role: app.Owner, CreatedAt: s.now()}
		if owner.ID, err = tx.AddMember(owner); err != nil {
			return err
		}
		made = true
		return tx.AddActivity(app.Activity{
			At: s.now(), By: owner.Name, Kind: app.ActMemberAdded,
			Text: app.Say("{{.Name}} started this workspace and is its Owner", "Name", owner.Name),
		})
	})
	if err == nil && made {
		s.membersChanged()
	}
	return owner, err
}
