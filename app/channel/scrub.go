package channel

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// scrubber takes secrets and addresses with secrets out of sentences that a
// provider wrote: it may repeat what was sent to it.
type scrubber struct{ pairs []string }

// newScrubber knows the secrets of one call; short stands for the address.
func newScrubber(c protocol.Config, short string) scrubber {
	var s scrubber
	s.add(c.WebhookURL, short)
	s.add(c.WebhookSecret.Expose(), "…")
	for _, v := range c.Secrets {
		s.add(v.Expose(), "…")
	}
	return s
}

// add makes a value shown as something else, however it is escaped.
func (s *scrubber) add(value, shown string) {
	if value == "" || value == shown {
		return
	}
	for _, v := range []string{value, url.PathEscape(value), url.QueryEscape(value), strings.ReplaceAll(value, "/", `\/`)} {
		s.pairs = append(s.pairs, v, shown)
	}
}

func (s scrubber) text(t string) string { return strings.NewReplacer(s.pairs...).Replace(t) }

func (s scrubber) say(t app.Text) app.Text {
	out := app.Text{Template: t.Template}
	if strings.Contains(t.Template, "{{") || len(t.Args) == 0 {
		out.Template = s.text(t.Template)
	}
	for name, v := range t.Args {
		if out.Args == nil {
			out.Args = make(map[string]any, len(t.Args))
		}
		switch v := v.(type) {
		case string:
			out.Args[name] = s.text(v)
		case app.Text:
			out.Args[name] = s.say(v)
		default:
			out.Args[name] = v
		}
	}
	return out
}

// err gives the error without secrets, its cause included. It is cancelled when
// err was.
func (s scrubber) err(err error) *app.Error {
	e := app.AsError(err)
	clean := app.NewError(e.Code, s.say(e.What)).WithFix(s.say(e.Fix)).WithField(e.Field).WithDetail(s.text(e.Detail))
	cause := e.Unwrap()
	if cause == nil {
		return clean
	}
	words := s.text(cause.Error())
	if errors.Is(err, context.Canceled) {
		return clean.Because(fmt.Errorf("%s: %w", words, context.Canceled))
	}
	return clean.Because(errors.New(words))
}
