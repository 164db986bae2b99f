package main

import (
	"slices"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
)

type numbersVerb struct{}

type numberJSON struct {
	AccountCode  string            `json:"account_code"`
	VerifiedName string            `json:"verified_name"`
	Account      string            `json:"account"`
	Status       string            `json:"status"`
	Fields       map[string]string `json:"fields"`
}

// Run lists what the access token can see.
func (numbersVerb) Run(s *session) error {
	return s.withDesk(true, func(d *desk) error {
		v, err := d.offering(protocol.AbilityPick)
		if err != nil {
			return err
		}
		numbers, err := d.Channel.Numbers(d.ctx, v.Agent.ID, v.Channel.Environment)
		if err != nil {
			return err
		}
		if s.flags.JSON {
			out := make([]numberJSON, len(numbers))
			for i, n := range numbers {
				out[i] = numberJSON{n.AccountCode, n.VerifiedName, n.Account, n.Status, n.Fields}
			}
			return s.console.json(out)
		}
		printNumbers(s.console, v.Declaration, numbers)
		return nil
	})
}

func printNumbers(c console, d protocol.Declaration, numbers []protocol.Number) {
	if len(numbers) == 0 {
		c.printf("The credentials see no phone number.\n")
		return
	}
	t := &table{}
	head := []string{"Number", "Name", "Account", "Status"}
	for _, f := range d.Fields {
		if f.Pick {
			head = append(head, f.Label)
		}
	}
	t.add(head...)
	for _, n := range numbers {
		row := []string{app.FormatPhone(n.AccountCode), n.VerifiedName, n.Account, n.Status}
		for _, f := range d.Fields {
			if f.Pick {
				row = append(row, n.Fields[f.Name])
			}
		}
		t.add(row...)
	}
	t.print(c.out)
}

type subscribeVerb struct{}

// Run lets the provider pass messages on.
func (subscribeVerb) Run(s *session) error {
	return s.withDesk(true, func(d *desk) error {
		v, err := d.offering(protocol.AbilitySubscribe)
		if err != nil {
			return err
		}
		if err := d.Channel.Subscribe(d.ctx, v.Agent.ID, v.Channel.Environment); err != nil {
			return err
		}
		s.console.printf("%s passes messages of this channel on.\n", v.Declaration.Name)
		return nil
	})
}

type webhookVerb struct {
	Set    webhookSetVerb    `cmd:"" help:"Set this channel's address at the provider and read it back."`
	Remove webhookRemoveVerb `cmd:"" help:"Remove this channel's own address at the provider."`
	Read   webhookReadVerb   `cmd:"" help:"Show which address the provider has now."`
}

type webhookStateJSON struct {
	Subscribed bool              `json:"subscribed"`
	URL        string            `json:"url"`
	Scope      string            `json:"scope"`
	Addresses  map[string]string `json:"addresses"`
	At         time.Time         `json:"at"`
}

// printState shows what the provider has. Where the address holds the secret,
// our own is shortened.
func printState(s *session, v channel.View, st protocol.WebhookState) error {
	hide := func(address string) string {
		if v.Declaration.SecretInAddress && address != "" {
			return protocol.ShortWebhookAddress(v.PublicAddress, v.Declaration, v.Channel)
		}
		return address
	}
	if s.flags.JSON {
		out := webhookStateJSON{Subscribed: st.Subscribed, URL: hide(st.URL), Scope: st.Scope, Addresses: map[string]string{}, At: st.At.UTC()}
		for scope, address := range st.Addresses {
			out.Addresses[scope] = hide(address)
		}
		return s.console.json(out)
	}
	t := &table{}
	passed := "no"
	if st.Subscribed {
		passed = "yes"
	}
	t.add("Messages are passed on", passed)
	t.add("Address in effect", orDash(hide(st.URL)))
	for _, scope := range sortedKeys(st.Addresses) {
		t.add("Set for "+scope, orDash(hide(st.Addresses[scope])))
	}
	t.print(s.console.out)
	return nil
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

type webhookReadVerb struct{}

// Run shows which address the provider has.
func (webhookReadVerb) Run(s *session) error {
	return s.withDesk(true, func(d *desk) error {
		v, err := d.offering(protocol.AbilitySubscribe)
		if err != nil {
			return err
		}
		state, err := d.Channel.ReadWebhook(d.ctx, v.Agent.ID, v.Channel.Environment)
		if err != nil {
			return err
		}
		return printState(s, v, state)
	})
}

type webhookSetVerb struct {
	Scope string `help:"Where it is set, in the provider's own word; without it, the narrowest." placeholder:"SCOPE"`
}

// Run sets the address, after asking when a foreign one would be replaced.
func (w webhookSetVerb) Run(s *session) error {
	return s.withDesk(true, func(d *desk) error {
		v, scope, err := d.scope(w.Scope)
		if err != nil {
			return err
		}
		agent, env := v.Agent.ID, v.Channel.Environment
		present, err := d.Channel.ReadWebhook(d.ctx, agent, env)
		if err != nil {
			return err
		}
		if there := present.Addresses[scope]; there != "" && there != v.WebhookURL && there != v.Channel.Webhook.Registered.URL {
			if err := s.confirm("The provider has another address now: " + oneLine(there) + ". Replace it?"); err != nil {
				return err
			}
		}
		state, err := d.Channel.SetWebhook(d.ctx, agent, env, scope)
		if err != nil {
			return err
		}
		return printState(s, v, state)
	})
}

type webhookRemoveVerb struct {
	Scope string `help:"Where it is removed, in the provider's own word; without it, the narrowest." placeholder:"SCOPE"`
}

// Run removes the address after asking.
func (w webhookRemoveVerb) Run(s *session) error {
	return s.withDesk(true, func(d *desk) error {
		v, scope, err := d.scope(w.Scope)
		if err != nil {
			return err
		}
		if err := s.confirm("Remove this channel's own webhook address at " + v.Declaration.Name + "?"); err != nil {
			return err
		}
		state, err := d.Channel.RemoveWebhook(d.ctx, v.Agent.ID, v.Channel.Environment, scope)
		if err != nil {
			return err
		}
		return printState(s, v, state)
	})
}

// scope gives the target with one of its protocol's scopes; the first is the
// narrowest.
func (d *desk) scope(wish string) (channel.View, string, error) {
	v, err := d.offering(protocol.AbilityOverride)
	if err != nil {
		return v, "", err
	}
	var ids []string
	for _, scope := range d.Channel.Abilities(v.Channel.Protocol).Scopes {
		ids = append(ids, scope.ID)
	}
	switch {
	case wish == "" && len(ids) > 0:
		return v, ids[0], nil
	case slices.Contains(ids, wish):
		return v, wish, nil
	}
	return v, "", usage("--scope takes " + strings.Join(ids, " or ") + ".")
}
