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
		if err := s.outdate(tx, old, v); err != nil {
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

// outdate marks the registrations of addresses that are shown without their
// host: from now on they show the host under which they were made, until that
// one is the gateway's again.
func (s *Service) outdate(tx app.Tx, old, now string) error {
	channels, err := tx.ListChannels()
	if err != nil {
		return err
	}
	for _, c := range channels {
		d := s.Protocols.Declaration(c.Protocol)
		if !d.SecretInAddress || c.Webhook.Registered.URL == "" {
			continue
		}
		a, err := tx.GetAgent(c.AgentID)
		if err != nil {
			return err
		}
		was, is := a.PublicAddress(old), a.PublicAddress(now)
		url := c.Webhook.Registered.URL
		switch {
		case was == is:
		case url == protocol.ShortWebhookAddress(was, d, c):
			url = maskedAddress(was, d, c)
		case url == maskedAddress(is, d, c):
			url = protocol.ShortWebhookAddress(is, d, c)
		}
		if url == c.Webhook.Registered.URL {
			continue
		}
		c.Webhook.Registered.URL = url
		if err := tx.UpdateChannel(c); err != nil {
			return err
		}
	}
	return nil
}
