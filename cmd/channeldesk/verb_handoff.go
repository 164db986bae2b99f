package main

import (
	"bytes"
	"strings"

	"channeldesk/app"
	"channeldesk/app/handoff"
)

type handoffVerb struct {
	Format        string `help:"png, pdf, text or json." default:"text" placeholder:"FORMAT"`
	Output        string `short:"o" required:"" help:"File to write; - is standard output." placeholder:"FILE"`
	IncludeSecret bool   `help:"Print the webhook secret on the sheet."`
	To            string `help:"Who gets the sheet." placeholder:"NAME"`
	For           string `help:"Who reads it: provider or client-it." default:"provider" placeholder:"READER"`
	Language      string `help:"en or id." default:"en" placeholder:"LANGUAGE"`
}

var handoffWays = map[string]app.HandoffWay{
	"png": app.HandoffPNG, "pdf": app.HandoffPDF, "text": app.HandoffText, "json": app.HandoffJSON,
}

var audiences = map[string]app.Audience{"provider": app.ForProvider, "client-it": app.ForClientIT}

// Run writes the sheet and logs the hand-off.
func (v handoffVerb) Run(s *session) error {
	way, ok := handoffWays[v.Format]
	if !ok {
		return usage("--format takes png, pdf, text or json.")
	}
	audience, ok := audiences[strings.ReplaceAll(v.For, "_", "-")]
	if !ok {
		return usage("--for takes provider or client-it.")
	}
	if v.Language != handoff.English && v.Language != handoff.Indonesian {
		return usage("--language takes en or id.")
	}
	request := handoff.Request{Audience: audience, To: v.To, Language: v.Language, IncludeSecret: v.IncludeSecret}
	return s.withDesk(v.IncludeSecret, func(d *desk) error {
		view, err := d.target()
		if err != nil {
			return err
		}
		agent, env := view.Agent.ID, view.Channel.Environment
		if v.Output == "-" {
			// Into memory first: the log's transaction does not wait for a slow reader.
			var b bytes.Buffer
			if _, err := d.Handoff().Export(d.ctx, agent, env, request, way, &b); err != nil {
				return err
			}
			_, err := s.console.out.Write(b.Bytes())
			return err
		}
		h, err := d.Handoff().ExportFile(d.ctx, agent, env, request, way, v.Output)
		if err != nil {
			return err
		}
		if s.flags.JSON {
			return s.console.json(map[string]any{"sheet": h.Sheet, "file": v.Output, "format": v.Format, "with_secret": h.WithSecret})
		}
		s.console.printf("Sheet %s saved as %s.\n", h.Sheet, v.Output)
		return nil
	})
}
