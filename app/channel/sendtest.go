package channel

import (
	"context"
	"errors"
	"time"
	"unicode/utf8"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// testIDMax is the longest mark of a test message.
const testIDMax = 64

// SendTest sends one message to a number of our own, to prove what cannot be
// checked otherwise. It is written down before and after. It is never sent
// twice: when nobody knows whether it went out, the error says so with
// CodeProviderUnreachable, CodeProviderAnswer or CodeCancelled.
func (s *Service) SendTest(ctx context.Context, agent app.AgentID, env app.Environment, m protocol.TestMessage) (protocol.TestResult, error) {
	var none protocol.TestResult
	member, err := s.Guard.Require(ctx, agent, app.MayEdit)
	if err != nil {
		return none, err
	}
	c, err := s.prepare(ctx, agent, env)
	if err != nil {
		return none, err
	}
	sender, ok := c.p.(protocol.TestSender)
	if !ok {
		return none, unsupported(c.p, protocol.AbilityTestSend)
	}
	if m, err = checkTest(m, c.agent.Country); err != nil {
		return none, err
	}
	provider := c.p.Declaration().Name
	err = s.Store.Update(ctx, func(tx app.Tx) error {
		return s.recordTest(tx, member, c, m, app.Say("{{.Provider}} asked to send a test message to {{.To}}", "Provider", provider, "To", app.FormatPhone(m.To)))
	})
	if err != nil {
		return none, err
	}
	result, err := sender.SendTest(ctx, c.cfg, m)
	clean := newScrubber(c.cfg, s.shownAddress(c.cfg))
	text := app.Say("Test message accepted by {{.Provider}}", "Provider", provider)
	if err != nil {
		text, err = testFailed(provider, clean.err(err), err)
	}
	kept := s.Store.Update(context.WithoutCancel(ctx), func(tx app.Tx) error {
		name, accepted := result.Secret, true
		if err != nil {
			// A refusal that is about a secret takes back what was known of it.
			name, accepted = "", false
			if e := app.AsError(err); e.Code == app.CodeProviderRefused {
				name = e.Field
			}
		}
		if err := s.proven(tx, c.cfg.Channel, name, accepted); err != nil {
			return err
		}
		return s.recordTest(tx, member, c, m, text)
	})
	s.changed(app.ChannelChanged, agent, env)
	if err != nil {
		return none, err
	}
	// That the message went out is true even if it could not be written down.
	if kept != nil {
		s.Log.Error("write down a test message", "cause", kept)
	}
	return result, nil
}

// checkTest cleans a test message.
func checkTest(m protocol.TestMessage, country string) (protocol.TestMessage, error) {
	to, err := app.ParseAccountCode(m.To, country)
	if err != nil {
		return m, app.AsError(err).WithField("to")
	}
	m.To = to
	if m.ID == "" {
		m.ID = "test-" + randomHex(12)
	}
	if utf8.RuneCountInString(m.ID) > testIDMax {
		return m, app.Invalid("id", "The mark of the message has {{.N}} characters. At most {{.Max}} fit.", "N", utf8.RuneCountInString(m.ID), "Max", testIDMax)
	}
	m.Template = app.CleanName(m.Template)
	if m.Template == "" && app.CleanName(m.Text) == "" {
		return m, app.Invalid("text", "Write what the test message should say, or choose a template.")
	}
	return m, nil
}

// testFailed says for the activity and for people how a test ended that was not
// accepted.
func testFailed(provider string, e *app.Error, original error) (app.Text, error) {
	switch {
	case errors.Is(original, protocol.ErrNotSent):
		return app.Say("Test message not sent: {{.Why}}", "Why", e.What), e
	case !protocol.MaybeDone(original):
		return app.Say("Test message refused by {{.Provider}}: {{.Why}}", "Provider", provider, "Why", e.What), e
	}
	open := app.NewError(e.Code, app.Say("Nobody knows whether the test message went out. {{.Why}}", "Why", e.What)).
		WithFix(app.Say("Look at the phone first. Send another one only if nothing came.")).WithDetail(e.Detail).Because(e)
	if e.Code == app.CodeInternal {
		open.Code = app.CodeProviderUnreachable
	}
	return app.Say("Test message: nobody knows whether {{.Provider}} sent it", "Provider", provider), open
}

// proven marks a secret as accepted or refused by the provider, if it still is
// the one that was used. A name that is no secret's says nothing.
func (s *Service) proven(tx app.Tx, used app.Channel, name string, accepted bool) error {
	if name == "" {
		return nil
	}
	c, err := tx.GetChannel(used.AgentID, used.Environment)
	if err != nil {
		return noDraft(err, used.Environment)
	}
	info, ok := c.Secrets[name]
	if !ok || info.Ref != used.Secrets[name].Ref {
		return nil
	}
	info.VerifiedAt = time.Time{}
	if accepted {
		info.VerifiedAt = s.now()
	}
	c.Secrets[name] = info
	return tx.UpdateChannel(c)
}

func (s *Service) recordTest(tx app.Tx, by app.Member, c call, m protocol.TestMessage, text app.Text) error {
	return tx.AddActivity(app.Activity{
		At: s.now(), By: by.Name, AgentID: c.cfg.Channel.AgentID, Environment: c.cfg.Channel.Environment,
		Kind: app.ActTestSent, Text: text, After: m.ID,
	})
}
