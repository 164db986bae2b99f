package channel

import (
	"context"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// PublicAddress gives the gateway's public address; "" when not set.
func (s *Service) PublicAddress(ctx context.Context) (v string, err error) {
	err = s.Store.View(ctx, func(tx app.Tx) error {
		v, err = tx.Setting(app.SettingPublicAddress)
		return err
	})
	return v, err
}

// SetPublicAddress saves the gateway's public address. Every webhook address
// follows it, so printed hand-offs become out of date.
func (s *Service) SetPublicAddress(ctx context.Context, typed string) error {
	member, err := s.Guard.Require(ctx, 0, app.MayEdit)
	if err != nil {
		return err
	}
	v := app.CleanName(typed)
	if v != "" {
		clean, problem := protocol.CheckAddress(v)
		if problem != nil {
			return problem.WithField(app.SettingPublicAddress)
		}
		v = clean
	}
	err = s.Store.Update(ctx, func(tx app.Tx) error {
		old, err := tx.Setting(app.SettingPublicAddress)
		if err != nil || old == v {
			return err
		}
		if err := tx.SetSetting(app.SettingPublicAddress, v); err != nil {
			return err
		}
		return tx.AddActivity(app.Activity{
			At: s.now(), By: member.Name, Kind: app.ActWorkspaceSetting, Before: old, After: v,
			Text: app.Say("Public address of the gateway changed"),
		})
	})
	if err == nil {
		s.changed(app.SettingsChanged, 0, "")
	}
	return err
}

// PointSandbox gives every sandbox agent the address at which the simulated
// providers listen now, in both environments, by field name. Where a simulator
// listens is this computer's matter and no setting of a person: it makes no
// version, no activity, and leaves the latest check as current as it was. It is
// for the program's start, before anybody acts, and asks for no permission.
func (s *Service) PointSandbox(ctx context.Context, addresses map[app.ProtocolID]map[string]string) error {
	var moved []app.Event
	err := s.Store.Update(ctx, func(tx app.Tx) error {
		agents, err := tx.ListAgents()
		if err != nil {
			return err
		}
		for _, a := range agents {
			if !a.Sandbox {
				continue
			}
			for _, env := range app.Environments {
				c, err := tx.GetChannel(a.ID, env)
				if app.ErrorCode(err) == app.CodeNotFound {
					continue
				}
				if err != nil {
					return err
				}
				if !point(&c, addresses[c.Protocol]) {
					continue
				}
				if err := tx.UpdateChannel(c); err != nil {
					return err
				}
				moved = append(moved, app.Event{Kind: app.ChannelChanged, AgentID: a.ID, Environment: env})
			}
		}
		return nil
	})
	if err == nil {
		s.Bus.Publish(moved...)
	}
	return err
}

func point(c *app.Channel, addresses map[string]string) bool {
	changed := false
	next := c.Clone()
	for name, address := range addresses {
		if next.Fields[name] != address {
			next.Fields[name], changed = address, true
		}
	}
	*c = next
	return changed
}
