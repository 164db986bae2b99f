package main

import (
	"context"
	"encoding/json"
	"time"

	"channeldesk/app"
	"channeldesk/app/sandbox"
)

type sandboxVerb struct {
	Listen     string `help:"Address on this computer; port 0 takes a free one." default:"127.0.0.1:0" placeholder:"HOST:PORT"`
	ShowValues bool   `help:"Print the sample values to type, the sample secrets among them."`
}

// Run serves the simulated providers until it is interrupted.
func (v sandboxVerb) Run(s *session) error {
	sb, err := sandbox.Start(s.ctx, sandbox.Options{Listen: v.Listen})
	if err != nil {
		return app.NewError(app.CodeInvalid, app.Say("The sandbox cannot listen on this address.")).
			WithFix(app.Say("Give a free port of this computer, for example --listen 127.0.0.1:8090, or leave it out.")).
			WithField("listen").Because(err)
	}
	if err := v.announce(s, sb); err != nil {
		return err
	}
	<-s.ctx.Done()
	closing, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), 3*time.Second)
	defer cancel()
	return sb.Close(closing)
}

func (v sandboxVerb) announce(s *session, sb *sandbox.Sandbox) error {
	if s.flags.JSON {
		out := map[string]any{"meta_cloud": map[string]any{"api_address": sb.MetaURL()}}
		if v.ShowValues {
			out["meta_cloud"] = map[string]any{"api_address": sb.MetaURL(), "values": sb.Sample()}
		}
		return s.console.json(out)
	}
	s.console.printf("Meta Cloud  %s\n", sb.MetaURL())
	if !v.ShowValues {
		s.console.printf("Add --show-values for the sample values to type. Stop with Ctrl-C.\n")
		return nil
	}
	// The names and order of the values are those of their JSON form.
	data, err := json.MarshalIndent(sb.Sample(), "", "  ")
	s.console.printf("%s\nThese belong to the sandbox only. Stop with Ctrl-C.\n", data)
	return err
}
