package handoff

import (
	"bytes"
	"context"
	"errors"
	"io"

	"channeldesk/app"
)

// Record logs that a sheet left the program in a way that is not ours to write
// (shown full screen, copied, printed) and gives the entry with its sheet
// number. The number, the entry and the line in Activity are one transaction.
// It takes the permission to edit. Errors carry CodeForbidden, CodeInvalid,
// CodeIncomplete or what reading the sheet gave.
func (s *Service) Record(ctx context.Context, agent app.AgentID, env app.Environment, r Request, way app.HandoffWay) (app.Handoff, error) {
	return s.deliver(ctx, agent, env, r, way, func(Sheet) (delivery, error) { return delivery{}, nil })
}

// Export writes the sheet in a way (HandoffPDF or HandoffPrint, HandoffPNG,
// HandoffText or HandoffClipboard, HandoffJSON) and logs it. The number on the
// sheet is the number in the log. When writing fails, nothing is logged. The
// writer is written to inside the transaction that logs; give it one that does
// not wait for people.
func (s *Service) Export(ctx context.Context, agent app.AgentID, env app.Environment, r Request, way app.HandoffWay, w io.Writer) (app.Handoff, error) {
	return s.deliver(ctx, agent, env, r, way, func(sheet Sheet) (delivery, error) {
		var b bytes.Buffer
		if err := sheet.Render(way, &b); err != nil {
			return delivery{}, err
		}
		return delivery{finish: func() error { _, err := w.Write(b.Bytes()); return err }}, nil
	})
}

// ExportFile writes the sheet into a file as WriteFile does and logs it as
// Export does. The file takes its name as the last step of the transaction.
func (s *Service) ExportFile(ctx context.Context, agent app.AgentID, env app.Environment, r Request, way app.HandoffWay, path string) (app.Handoff, error) {
	return s.deliver(ctx, agent, env, r, way, func(sheet Sheet) (delivery, error) {
		f, err := stage(path, func(w io.Writer) error { return sheet.Render(way, w) })
		if err != nil {
			return delivery{}, err
		}
		return delivery{finish: f.commit, discard: f.discard}, nil
	})
}

// Render writes the sheet in one of the ways that Export knows, without logging
// it. Errors carry CodeInvalid for another way and CodeIncomplete when something
// is missing.
func (s Sheet) Render(way app.HandoffWay, w io.Writer) error {
	switch way {
	case app.HandoffPDF, app.HandoffPrint:
		return s.PDF(w)
	case app.HandoffPNG:
		return s.PNG(w)
	case app.HandoffText, app.HandoffClipboard:
		return s.WriteText(w)
	case app.HandoffJSON:
		return s.JSON(w)
	case app.HandoffFullScreen, app.HandoffNote:
	}
	return app.Invalid("format", "A sheet cannot be written as {{.Name}}. Use png, pdf, text or json.", "Name", string(way))
}

// delivery is a sheet on its way out: finish lets it go, discard takes away what
// finish did not use. Both may be nil.
type delivery struct {
	finish  func() error
	discard func()
}

// errMoved means that the details or the next number changed while the sheet
// was being made.
var errMoved = errors.New("the sheet changed meanwhile")

const deliverTries = 5

func (s *Service) deliver(ctx context.Context, agent app.AgentID, env app.Environment, r Request, way app.HandoffWay, prepare func(Sheet) (delivery, error)) (app.Handoff, error) {
	if _, ok := handedOff[way]; !ok {
		return app.Handoff{}, app.Invalid("way", "A sheet cannot be handed off as {{.Name}}.", "Name", string(way))
	}
	r, err := r.check()
	if err != nil {
		return app.Handoff{}, err
	}
	member, err := s.p.Guard.Require(ctx, agent, app.MayEdit)
	if err != nil {
		return app.Handoff{}, err
	}
	for range deliverTries {
		var h app.Handoff
		if h, err = s.tryDeliver(ctx, agent, env, r, way, member, prepare); err == nil {
			s.p.Bus.Publish(app.Event{Kind: app.HandoffsChanged, AgentID: agent, Environment: env})
			return h, nil
		}
		if !errors.Is(err, errMoved) {
			return app.Handoff{}, err
		}
	}
	return app.Handoff{}, app.NewError(app.CodeConflict, app.Say("The details changed while the sheet was being made.")).
		WithFix(app.Say("Try again.")).Because(err)
}

func (s *Service) tryDeliver(ctx context.Context, agent app.AgentID, env app.Environment, r Request, way app.HandoffWay, member app.Member, prepare func(Sheet) (delivery, error)) (app.Handoff, error) {
	sheet, err := s.make(ctx, agent, env, r)
	if err != nil {
		return app.Handoff{}, err
	}
	if err := sheet.ready(); err != nil {
		return app.Handoff{}, err
	}
	out, err := prepare(sheet)
	if err != nil {
		return app.Handoff{}, err
	}
	if out.discard != nil {
		defer out.discard()
	}
	var h app.Handoff
	err = s.p.Store.Update(ctx, func(tx app.Tx) error {
		d, err := s.read(tx, agent, env)
		if err != nil {
			return err
		}
		if d.number != sheet.Number || fingerprint(d, r) != sheet.Fingerprint {
			return errMoved
		}
		h, err = tx.AddHandoff(app.Handoff{
			ChannelID: d.channel.ID, At: s.p.Clock.Now(), By: member.Name, To: r.To, Audience: r.Audience,
			Way: way, Language: r.Language, WithSecret: r.IncludeSecret, Version: d.channel.Version, Fingerprint: sheet.Fingerprint,
		})
		if err != nil {
			return err
		}
		if h.Sheet != sheet.Number {
			return errMoved
		}
		if err := tx.AddActivity(handoffActivity(h, agent, env)); err != nil {
			return err
		}
		if out.finish != nil {
			return out.finish()
		}
		return nil
	})
	return h, err
}

// handedOff are the sentences for Activity by way: without and with the secret.
var handedOff = map[app.HandoffWay][2]string{
	app.HandoffFullScreen: {"{{.Who}} showed hand-off sheet {{.Sheet}} full screen", "{{.Who}} showed hand-off sheet {{.Sheet}} full screen, with the webhook secret"},
	app.HandoffPDF:        {"{{.Who}} saved hand-off sheet {{.Sheet}} as PDF", "{{.Who}} saved hand-off sheet {{.Sheet}} as PDF, with the webhook secret"},
	app.HandoffPNG:        {"{{.Who}} saved hand-off sheet {{.Sheet}} as image", "{{.Who}} saved hand-off sheet {{.Sheet}} as image, with the webhook secret"},
	app.HandoffText:       {"{{.Who}} saved hand-off sheet {{.Sheet}} as text", "{{.Who}} saved hand-off sheet {{.Sheet}} as text, with the webhook secret"},
	app.HandoffJSON:       {"{{.Who}} saved hand-off sheet {{.Sheet}} as JSON", "{{.Who}} saved hand-off sheet {{.Sheet}} as JSON, with the webhook secret"},
	app.HandoffClipboard:  {"{{.Who}} copied hand-off sheet {{.Sheet}} as text", "{{.Who}} copied hand-off sheet {{.Sheet}} as text, with the webhook secret"},
	app.HandoffPrint:      {"{{.Who}} printed hand-off sheet {{.Sheet}}", "{{.Who}} printed hand-off sheet {{.Sheet}}, with the webhook secret"},
}

func handoffActivity(h app.Handoff, agent app.AgentID, env app.Environment) app.Activity {
	sentence := handedOff[h.Way][0]
	if h.WithSecret {
		sentence = handedOff[h.Way][1]
	}
	return app.Activity{
		At: h.At, By: h.By, AgentID: agent, Environment: env, Kind: app.ActHandedOff,
		Text:  app.Say(sentence, "Who", h.By, "Sheet", h.Sheet),
		After: Sheet{To: h.To, Audience: h.Audience, Language: English}.Reader(),
	}
}
