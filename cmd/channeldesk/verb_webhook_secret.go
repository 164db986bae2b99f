package main

import (
	"slices"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/channel"
)

type webhookSecretVerb struct {
	Show       webhookSecretShowVerb       `cmd:"" help:"Print the webhook secret; this is recorded."`
	Regenerate webhookSecretRegenerateVerb `cmd:"" help:"Make a new webhook secret."`
}

type webhookSecretShowVerb struct{}

// Run prints the webhook secret after asking, and records that it was revealed.
func (webhookSecretShowVerb) Run(s *session) error {
	return s.withDesk(true, func(d *desk) error {
		v, err := d.editable()
		if err != nil {
			return err
		}
		if err := s.confirm("Print the webhook secret of " + v.Agent.Name + " for all to read?"); err != nil {
			return err
		}
		value, err := d.Channel.Reveal(d.ctx, v.Agent.ID, v.Channel.Environment, app.WebhookSecretName)
		if err != nil {
			return err
		}
		if s.flags.JSON {
			return s.console.json(map[string]string{"webhook_secret": value.Expose()})
		}
		s.console.printf("%s\n", value.Expose())
		return nil
	})
}

type webhookSecretRegenerateVerb struct {
	Overlap string `help:"How long the old one stays valid: none, 1h, 24h or 7d; without it, 24h." default:"24h" placeholder:"TIME"`
	Leaked  bool   `help:"It leaked: the old one stops at once."`
}

// Run makes a new webhook secret.
func (v webhookSecretRegenerateVerb) Run(s *session) error {
	overlap, err := parseOverlap(v.Overlap)
	if err != nil {
		return err
	}
	return s.withDesk(true, func(d *desk) error {
		view, err := d.editable()
		if err != nil {
			return err
		}
		agent, env := view.Agent.ID, view.Channel.Environment
		if view.Declaration.ID == "" {
			return app.NewError(app.CodeIncomplete, app.Say("Choose a protocol first.")).WithField("protocol")
		}
		if (v.Leaked || overlap == 0) && view.Channel.Webhook.Secret.Present() {
			if err := s.confirm("The old webhook secret stops at once, and messages wait until the provider has the new one. Go on?"); err != nil {
				return err
			}
		}
		if v.Leaked {
			err = d.Channel.StopWebhookSecret(d.ctx, agent, env)
		} else {
			err = d.Channel.RegenerateWebhookSecret(d.ctx, agent, env, overlap)
		}
		if err != nil {
			return err
		}
		if view, err = d.Channel.Get(d.ctx, agent, env); err != nil {
			return err
		}
		return d.printRegenerated(view)
	})
}

func (d *desk) printRegenerated(v channel.View) error {
	s, w := d.session, v.Channel.Webhook
	if s.flags.JSON {
		out := struct {
			SetAt         time.Time  `json:"set_at"`
			PreviousUntil *time.Time `json:"previous_until,omitempty"`
		}{w.Secret.SetAt.UTC(), nil}
		if w.Previous.Present() {
			out.PreviousUntil = timeOrNil(w.PreviousUntil)
		}
		return s.console.json(out)
	}
	s.console.printf("A new webhook secret was made for %s of %s.\n", v.Channel.Environment.Label(), v.Agent.Name)
	if w.Previous.Present() {
		s.console.printf("The old one is valid until %s.\n", localTime(w.PreviousUntil))
	}
	ways := "channeldesk handoff --include-secret"
	switch has := d.Channel.Abilities(v.Channel.Protocol); {
	case has.Register:
		ways = "channeldesk register, or " + ways
	case has.Override:
		ways += ", or channeldesk webhook set"
	}
	s.console.printf("Give it to the provider with: %s.\n", ways)
	return nil
}

func parseOverlap(s string) (time.Duration, error) {
	d, err := time.ParseDuration(strings.Replace(s, "7d", "168h", 1))
	if s == "none" {
		d, err = 0, nil
	}
	if err != nil || !slices.Contains(channel.Overlaps, d) {
		return 0, usage("--overlap takes none, 1h, 24h or 7d.")
	}
	return d, nil
}
