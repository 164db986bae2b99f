package main

import (
	"slices"
	"strings"

	"channeldesk/app"
	"channeldesk/app/gateway"
)

type settingsVerb struct {
	Get settingsGetVerb `cmd:"" help:"Print the settings, or one of them."`
	Set settingsSetVerb `cmd:"" help:"Change a setting."`
}

// settingNames are the settings of the command line; contact and country belong
// to an agent.
var settingNames = []string{"public-address", "gateway-listen", "secret-store", "contact", "country"}

type settingsGetVerb struct {
	Name string `arg:"" optional:"" help:"public-address, gateway-listen, secret-store, contact or country; all without it."`
}

type settingsSetVerb struct {
	Name  string `arg:"" help:"public-address, gateway-listen, secret-store, contact or country."`
	Value string `arg:"" help:"The new value; \"\" clears it."`
}

func checkSettingName(name string) error {
	if !slices.Contains(settingNames, name) {
		return usage("There is no setting of this name. There are: " + strings.Join(settingNames, ", ") + ".")
	}
	return nil
}

// Run prints settings.
func (v settingsGetVerb) Run(s *session) error {
	names := settingNames
	if v.Name != "" {
		if err := checkSettingName(v.Name); err != nil {
			return err
		}
		names = []string{v.Name}
	}
	return s.withDesk(false, func(d *desk) error {
		out, t := map[string]string{}, &table{}
		for _, name := range names {
			value, err := d.setting(name)
			// All settings of a workspace with no agent, or several: its own only.
			if err != nil && v.Name == "" && (name == "contact" || name == "country") {
				continue
			}
			if err != nil {
				return err
			}
			out[strings.ReplaceAll(name, "-", "_")] = value
			t.add(name, orDash(value))
		}
		switch {
		case s.flags.JSON:
			return s.console.json(out)
		case v.Name != "":
			s.console.printf("%s\n", out[strings.ReplaceAll(v.Name, "-", "_")])
		default:
			t.print(s.console.out)
		}
		return nil
	})
}

func (d *desk) setting(name string) (string, error) {
	switch name {
	case "public-address":
		return d.Channel.PublicAddress(d.ctx)
	case "gateway-listen":
		return d.workspace.gatewayListen(d.ctx)
	case "secret-store":
		return string(d.Secrets.Kind()), nil
	}
	a, err := d.agent()
	if name == "contact" {
		return a.Contact, err
	}
	return a.Country, err
}

// Run changes a setting.
func (v settingsSetVerb) Run(s *session) error {
	if err := checkSettingName(v.Name); err != nil {
		return err
	}
	return s.withDesk(false, func(d *desk) error {
		if err := d.change(v.Name, v.Value); err != nil {
			return err
		}
		s.console.printf("%s saved.\n", v.Name)
		if v.Name == "gateway-listen" {
			return d.tellListen()
		}
		return nil
	})
}

func (d *desk) change(name, value string) error {
	switch name {
	case "public-address":
		return d.Channel.SetPublicAddress(d.ctx, value)
	case "gateway-listen":
		listen, err := gateway.ParseListen(value)
		if err != nil {
			return err
		}
		return d.setGatewayListen(d.ctx, listen)
	case "secret-store":
		return d.setSecretStore(value)
	}
	a, err := d.agent()
	if err != nil {
		return err
	}
	if name == "contact" {
		a.Contact = value
	} else if a.Country = strings.ToUpper(strings.TrimSpace(value)); !isCountry(a.Country) {
		return app.Invalid("country", "A country is two letters, for example ID.")
	}
	return d.Channel.UpdateAgent(d.ctx, a)
}

// tellListen says when the address is used, and who can reach it.
func (d *desk) tellListen() error {
	listen, err := d.workspace.gatewayListen(d.ctx)
	if err != nil {
		return err
	}
	d.session.console.printf("The gateway of the window listens on %s from its next start on; serve listens where its --listen says.\n", listen)
	if gateway.OpenToNetwork(listen) {
		d.session.console.printf("Other computers can reach it there. Let a firewall close the port, and put a web server with a certificate in front of it.\n")
	}
	return nil
}

func isCountry(s string) bool {
	return len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'
}

// setSecretStore chooses where new secrets go. Those that are stored stay where
// they are and are still found.
func (d *desk) setSecretStore(kind string) error {
	if err := checkSecretStore("secret-store", kind); err != nil {
		return err
	}
	member, err := d.Access.Require(d.ctx, 0, app.MayEdit)
	if err != nil {
		return err
	}
	return d.Store.Update(d.ctx, func(tx app.Tx) error {
		before, err := tx.Setting(app.SettingSecretStore)
		if err != nil || before == kind {
			return err
		}
		if err := tx.SetSetting(app.SettingSecretStore, kind); err != nil {
			return err
		}
		return tx.AddActivity(app.Activity{
			At: d.Clock.Now(), By: member.Name, Kind: app.ActWorkspaceSetting, Before: before, After: kind,
			Text: app.Say("Place of new secrets changed"),
		})
	})
}
