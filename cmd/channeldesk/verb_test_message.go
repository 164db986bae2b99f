package main

import (
	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
)

type testMessageVerb struct {
	To       string   `required:"" help:"A number of your own, as 0812... or +62 812..." placeholder:"NUMBER"`
	Template string   `help:"Send this template." placeholder:"NAME" xor:"what" and:"language"`
	Language string   `help:"Language of the template, as en or id." placeholder:"LANGUAGE" and:"language"`
	Var      []string `help:"Value for the next variable of the template; once for each." placeholder:"TEXT" sep:"none"`
	Text     string   `help:"Send this text instead, into a session that is open." placeholder:"TEXT" xor:"what"`
}

// testMessageJSON is what "test-message --json" prints.
type testMessageJSON struct {
	Accepted bool   `json:"accepted"`
	To       string `json:"to"`
	// MessageID is the provider's; "" when it told none.
	MessageID string `json:"message_id"`
	// Secret names the secret that the message proved; "" when it proved none.
	Secret string `json:"secret"`
}

// Run sends one message after asking.
func (v testMessageVerb) Run(s *session) error {
	if v.Template == "" && v.Text == "" {
		return usage("What is the message? Use --template with --language, or --text.")
	}
	if v.Text != "" && len(v.Var) > 0 {
		return usage("--var belongs to --template.")
	}
	return s.withDesk(true, func(d *desk) error {
		view, err := d.offering(protocol.AbilityTestSend)
		if err != nil {
			return err
		}
		to, err := app.ParseAccountCode(v.To, view.Agent.Country)
		if err != nil {
			return app.AsError(err).WithField("to")
		}
		if err := s.confirm("One real message goes to " + app.FormatPhone(to) + ". Send it?"); err != nil {
			return err
		}
		result, err := d.Channel.SendTest(d.ctx, view.Agent.ID, view.Channel.Environment,
			protocol.TestMessage{To: to, Template: v.Template, Language: v.Language, Values: v.Var, Text: v.Text})
		if err != nil {
			return err
		}
		return printTest(s, view, to, result)
	})
}

func printTest(s *session, v channel.View, to string, r protocol.TestResult) error {
	if s.flags.JSON {
		return s.console.json(testMessageJSON{Accepted: true, To: to, MessageID: r.MessageID, Secret: r.Secret})
	}
	s.console.printf("%s accepted the message to %s.\n", v.Declaration.Name, app.FormatPhone(to))
	if r.MessageID != "" {
		s.console.printf("Its number there: %s\n", oneLine(r.MessageID))
	}
	if f, ok := v.Declaration.Secret(r.Secret); ok {
		s.console.printf("%s works.\n", f.Label)
	}
	return nil
}
