package main

import (
	"encoding/json"
	"strconv"
	"time"

	"channeldesk/app"
	"channeldesk/app/forward"
)

type forwardVerb struct {
	List   forwardListVerb   `cmd:"" default:"1" help:"List what is forwarded to the agent's own address: what was given up, waits, or arrived."`
	Replay forwardReplayVerb `cmd:"" help:"Forward again what was given up."`
	Secret forwardSecretVerb `cmd:"" help:"Print the secret that signs what is forwarded; this is recorded."`
}

// forwardService is the service of forwarding, without the rest of the gateway.
func (d *desk) forwardService() *forward.Service {
	return forward.New(forward.Params{Store: d.Store, Secrets: d.Secrets, Guard: d.Access, Bus: d.Bus, Clock: d.Clock, Log: d.Log})
}

type forwardListVerb struct {
	State string `help:"dead (given up), waiting or done; without it, dead." default:"dead" placeholder:"STATE"`
}

// forwardJSON is one event for scripts, without its content.
type forwardJSON struct {
	ID        app.ForwardID    `json:"id"`
	Kind      string           `json:"kind"` // message, status
	Delivery  string           `json:"delivery"`
	State     app.ForwardState `json:"state"`
	Tries     int              `json:"tries"`
	CreatedAt time.Time        `json:"created_at"`
	DueAt     *time.Time       `json:"due_at"` // of those that wait
	DoneAt    *time.Time       `json:"done_at"`
	Problem   string           `json:"problem"`
}

func forwardOf(f app.Forwarding) forwardJSON {
	var body struct {
		Delivery string `json:"delivery"`
	}
	_ = json.Unmarshal(f.Body, &body) // a body is always ours
	out := forwardJSON{
		ID: f.ID, Kind: f.Kind, Delivery: body.Delivery, State: f.State, Tries: f.Tries, CreatedAt: f.CreatedAt.UTC(), DoneAt: timeOrNil(f.DoneAt), Problem: f.Problem.String(),
	}
	if f.State == app.ForwardWaiting {
		out.DueAt = timeOrNil(f.DueAt)
	}
	return out
}

// Run lists what is forwarded, newest first, without what people wrote.
func (v forwardListVerb) Run(s *session) error {
	state := app.ForwardState(v.State)
	switch state {
	case app.ForwardDead, app.ForwardWaiting, app.ForwardDone:
	default:
		return usage("--state takes dead, waiting or done.")
	}
	return s.withDesk(false, func(d *desk) error {
		a, err := d.agent()
		if err != nil {
			return err
		}
		list, err := d.forwardService().List(d.ctx, a.ID, s.flags.environment(), state)
		if err != nil {
			return err
		}
		out := make([]forwardJSON, len(list))
		for i, f := range list {
			out[i] = forwardOf(f)
		}
		if s.flags.JSON {
			return s.console.json(out)
		}
		if len(out) == 0 {
			s.console.printf("Nothing of %s, %s is in this state: %s.\n", oneLine(a.Name), s.flags.environment().Label(), v.State)
			return nil
		}
		t := &table{}
		t.add("ID", "Event", "From", "Tries", "Delivery", "Problem")
		for _, f := range out {
			t.add(strconv.FormatInt(int64(f.ID), 10), f.Kind, localTime(f.CreatedAt), itoa(f.Tries), f.Delivery, oneLine(f.Problem))
		}
		t.print(s.console.out)
		return nil
	})
}

type forwardReplayVerb struct {
	ID  int64 `arg:"" optional:"" help:"Number of one event, as the list shows it."`
	All bool  `help:"All that were given up."`
}

// Run lets a running gateway forward again what was given up, with the delivery
// ids that it had.
func (v forwardReplayVerb) Run(s *session) error {
	if v.All == (v.ID != 0) {
		return usage("Name one event by its number, or all with --all.")
	}
	return s.withDesk(false, func(d *desk) error {
		a, err := d.agent()
		if err != nil {
			return err
		}
		n := 1
		if v.All {
			n, err = d.forwardService().ReplayAll(d.ctx, a.ID, s.flags.environment())
		} else {
			err = d.forwardService().Replay(d.ctx, app.ForwardID(v.ID))
		}
		if err != nil {
			return err
		}
		if s.flags.JSON {
			return s.console.json(map[string]int{"replayed": n})
		}
		if n == 0 {
			s.console.printf("Nothing of %s, %s was given up.\n", oneLine(a.Name), s.flags.environment().Label())
			return nil
		}
		s.console.printf("Forwarding starts again for %d of them, as soon as a gateway runs.\n", n)
		return nil
	})
}

type forwardSecretVerb struct{}

// Run prints the signing secret after asking, and records that it was revealed.
func (forwardSecretVerb) Run(s *session) error {
	return s.withDesk(false, func(d *desk) error {
		v, err := d.editable()
		if err != nil {
			return err
		}
		if err := s.confirm("Print the secret that signs what is forwarded for " + oneLine(v.Agent.Name) + ", for all to read?"); err != nil {
			return err
		}
		value, err := d.forwardService().SigningSecret(d.ctx, v.Agent.ID, v.Channel.Environment)
		if err != nil {
			return err
		}
		if s.flags.JSON {
			return s.console.json(map[string]string{"signing_secret": value.Expose()})
		}
		s.console.printf("%s\n", value.Expose())
		return nil
	})
}
