package main

import (
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/notify"
	"channeldesk/app/template"
)

type sendVerb struct {
	To       string   `required:"" help:"The person's number, as 0812... or +62 812..." placeholder:"NUMBER"`
	Name     string   `help:"The person's name, for the history." placeholder:"NAME"`
	Template string   `help:"Send this template." placeholder:"NAME" xor:"what"`
	Language string   `help:"Language of the template, as en or id; not needed when there is only one." placeholder:"CODE"`
	Var      []string `help:"Value of a variable of the template, as 1=Sari or amount=Rp 5; once for each." placeholder:"KEY=TEXT" sep:"none"`
	Text     string   `help:"Send this text instead, into a session that is open." placeholder:"TEXT" xor:"what"`
	At       string   `help:"Send it then, and not now: 2026-11-18 09:00." placeholder:"TIME"`
	Wait     bool     `help:"Wait until it was delivered, or failed."`
}

// Run keeps one message to be sent by the gateway.
func (v sendVerb) Run(s *session) error {
	switch {
	case v.Template == "" && v.Text == "":
		return usage("What is the message? Use --template with its values, or --text.")
	case v.Template == "" && (len(v.Var) > 0 || v.Language != ""):
		return usage("--var and --language belong to --template.")
	}
	values, err := parsePairs("--var", v.Var)
	if err != nil {
		return err
	}
	due, err := parsePlanned("--at", v.At, time.Now())
	if err != nil {
		return err
	}
	return s.withDesk(true, func(d *desk) error {
		a, err := d.agent()
		if err != nil {
			return err
		}
		n := notify.NewMessage{Agent: a.ID, Environment: s.flags.environment(), To: v.To, Name: v.Name, Source: app.SourceCommand, DueAt: due, Content: app.Content{Text: v.Text}}
		if v.Template != "" {
			if n.Content, err = d.filled(a.ID, v.Template, v.Language, values); err != nil {
				return err
			}
		}
		live := d.newLiveServices()
		if err := live.Notify.Check(d.ctx, n); err != nil {
			return err
		}
		number, err := app.ParseAccountCode(v.To, a.Country)
		if err != nil {
			number = v.To
		}
		if err := s.confirm("One real message goes to " + oneLine(shownNumber(number)) + ". Send it?"); err != nil {
			return err
		}
		m, err := live.Notify.Accept(d.ctx, n)
		if err != nil {
			return err
		}
		if v.Wait {
			return d.waitForMessage(live, m)
		}
		return d.printSent(m)
	})
}

func shownNumber(e164 string) string {
	if shown := app.FormatPhone(e164); shown != "" {
		return shown
	}
	return e164
}

// parsePairs reads KEY=TEXT arguments. The text of a value is not repeated in a
// message: it may be anything.
func parsePairs(flag string, pairs []string) (map[string]string, error) {
	out := map[string]string{}
	for _, p := range pairs {
		key, value, ok := strings.Cut(p, "=")
		if key = strings.TrimSpace(key); !ok || key == "" {
			return nil, usage(flag + " takes a name and a value with = between, as 1=Sari.")
		}
		if _, twice := out[key]; twice {
			return nil, usage(flag + " names the same variable twice.")
		}
		out[key] = value
	}
	return out, nil
}

// filled makes content of a template and values.
func (d *desk) filled(agent app.AgentID, name, language string, values map[string]string) (app.Content, error) {
	t, err := d.named(agent, name, language)
	if err != nil {
		return app.Content{}, err
	}
	if !t.Sendable() {
		return app.Content{}, app.NewError(app.CodeIncomplete, app.Say("The template {{.Name}} is {{.Status}}, so nothing can be sent from it.", "Name", t.Name, "Status", template.StatusLabel(t)))
	}
	byKey := map[string]string{}
	for _, v := range template.Variables(t) {
		for key, value := range values {
			if key == v.Key || strings.EqualFold(key, v.Name) {
				byKey[v.Key] = value
				delete(values, key)
			}
		}
	}
	for range values {
		var keys []string
		for _, v := range template.Variables(t) {
			keys = append(keys, v.Key)
		}
		return app.Content{}, &usageError{message: "The template has no variable of a name that --var gives.", fix: "It has: " + strings.Join(keys, ", ")}
	}
	m, err := template.Fill(t, byKey)
	return app.Content{Template: &m}, err
}

func (d *desk) printSent(m app.Message) error {
	s := d.session
	if s.flags.JSON {
		return s.console.json(toHistoryJSON(m, nil))
	}
	switch m.Status {
	case app.MessageQueued:
		s.console.printf("The message to %s is kept to be sent: %s\n", oneLine(shownNumber(m.To)), m.Mark)
		if !d.gatewayElsewhere() {
			s.console.printf("No gateway runs at present. It goes out when one does: channeldesk serve\n")
		}
	case app.MessageFailed:
		s.console.printf("The message to %s failed: %s\n", oneLine(shownNumber(m.To)), m.Reason)
	default:
		s.console.printf("The message to %s is %s: %s\n", oneLine(shownNumber(m.To)), m.Status, m.Mark)
	}
	return nil
}

// lookAgain is how often what is waited for is looked at beside what other
// processes tell.
const lookAgain = 2 * time.Second

// changes tells when another process may have changed the workspace, and now and
// then anyway. stop ends it.
func (d *desk) changes() (tell <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	unwatch, err := d.Store.Watch(func() {
		select {
		case c <- struct{}{}:
		default:
		}
	})
	if err != nil {
		d.Log.Warn("watch for changes by other programs", "cause", err)
		unwatch = func() {}
	}
	return c, unwatch
}

// waitForMessage follows a message to its end.
func (d *desk) waitForMessage(live *liveServices, m app.Message) error {
	tell, stop := d.changes()
	defer stop()
	seen := m.Status
	for {
		switch m.Status {
		case app.MessageDelivered, app.MessageRead:
			return d.printSent(m)
		case app.MessageFailed, app.MessageCancelled, app.MessageUnknown:
			if err := d.printSent(m); err != nil {
				return err
			}
			return app.NewError(codeNotSent, app.Say("The message did not arrive.")).WithDetail(m.Code)
		}
		if m.Status != seen {
			seen = m.Status
			d.session.console.progress("%s\n", seen)
		}
		select {
		case <-d.ctx.Done():
			return d.ctx.Err()
		case <-tell:
		case <-time.After(lookAgain):
		}
		var err error
		if m, _, err = live.History.Get(d.ctx, m.Mark); err != nil {
			return err
		}
	}
}

// codeNotSent is the code of what was waited for and failed.
const codeNotSent app.Code = "not_sent"
