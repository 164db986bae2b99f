package inbox

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// The statuses of answers, as HTTP numbers them.
const (
	statusOK           = 200
	statusUnauthorized = 401
	statusForbidden    = 403
	statusNotFound     = 404
	statusBroken       = 500
	statusBusy         = 503
)

const (
	plainText = "text/plain; charset=utf-8"
	// laterAgain is when a provider should come again with what could not be taken.
	laterAgain = 5 * time.Second
)

func plain(status int, sentence string) Answer {
	return Answer{Status: status, Body: sentence + "\n", ContentType: plainText}
}

// The answers. They name nothing that a stranger does not know already.
var (
	answerTaken   = plain(statusOK, "OK")
	answerUnknown = plain(statusNotFound, "There is no channel at this address.")
	answerSecret  = plain(statusForbidden, "The secret in this address is not valid.")
	answerToken   = plain(statusForbidden, "The verify token is not valid.")
	answerForged  = plain(statusUnauthorized, "The signature is missing or does not fit.")
	answerBroken  = plain(statusBroken, "This could not be saved. Please send it again.")
	answerBusy    = Answer{Status: statusBusy, Body: "Too much at once. Please send it again.\n", ContentType: plainText, RetryAfter: laterAgain}
	answerClosed  = Answer{Status: statusBusy, Body: "This channel cannot be served at the moment. Please send it again.\n", ContentType: plainText, RetryAfter: time.Minute}
)

// Take takes a webhook (POST). The answer is 200 only when it is on the disk with
// all that it changed. 404: no such address. 401 and 403: not proven to be from
// the provider; nothing was kept. 500 and 503: not taken, and worth sending again.
func (s *Service) Take(ctx context.Context, h Hook) Answer {
	if f := s.recall(h); f != nil {
		if a, ok := s.takeFor(ctx, f, h); ok {
			return a
		}
	}
	f, refusal := s.find(ctx, h)
	if f == nil {
		return refusal
	}
	a, _ := s.takeFor(ctx, f, h)
	return a
}

// takeFor takes a webhook for a channel. It reports false when the channel has to
// be read first: it was remembered, and is another one by now or would refuse.
func (s *Service) takeFor(ctx context.Context, f *found, h Hook) (a Answer, ok bool) {
	w := &work{s: s, hook: &f.live.Channel, protocol: f.live.Protocol, declaration: &f.declaration, receiver: f.receiver, now: s.now(), mark: f.mark}
	if f.live.Channel.Protocol != f.declaration.ID {
		w.former = &f.live.Config.Channel
	}
	if !f.inAddress() {
		if err := f.receiver.Verify(header(h), h.Body, f.live.Config); err != nil {
			if f.mark == 0 {
				s.refused(f.live.Channel, err)
			}
			return answerForged, f.mark == 0
		}
	} else {
		present, previous := s.compare(&f.live, h.Secret)
		if !present && !previous {
			if f.mark == 0 {
				s.refused(f.live.Channel, nil)
			}
			return answerSecret, f.mark == 0
		}
		w.previous = previous && !present
	}
	if protocol.IsSelfTest(h.Body) {
		if f.mark != 0 {
			return Answer{}, false
		}
		return s.selfTest(f.live, h.Body), true
	}
	if err := w.take(ctx, h.Body); err != nil {
		if errors.Is(err, errChanged) {
			return answerBroken, false
		}
		return s.failed(f.live.Channel, err), true
	}
	return answerTaken, true
}

// Handshake answers a question (GET): the provider's own, whether the address is
// ours, or, from a provider that has none, just somebody looking.
func (s *Service) Handshake(ctx context.Context, h Hook) Answer {
	f, refusal := s.find(ctx, h)
	if f == nil {
		return refusal
	}
	live, receiver := &f.live, f.receiver
	present, previous := true, false
	if f.inAddress() {
		if present, previous = s.compare(live, h.Secret); !present && !previous {
			s.refused(live.Channel, nil)
			return answerSecret
		}
	}
	body, err := receiver.Handshake(h.Query, []app.Secret{live.Config.WebhookSecret})
	if app.ErrorCode(err) == app.CodeForbidden && !live.PreviousSecret.IsEmpty() {
		body, err = receiver.Handshake(h.Query, []app.Secret{live.PreviousSecret})
		present, previous = false, err == nil
	}
	switch app.ErrorCode(err) {
	case "":
	case app.CodeUnsupported:
		return plain(statusOK, "Channel Desk listens here.")
	default:
		s.refused(live.Channel, err)
		return answerToken
	}
	if previous && !present {
		if err := s.p.Store.Group(ctx, func(tx app.Tx) error { return notePrevious(tx, live.Channel, s.now()) }); err != nil {
			s.p.Log.Warn("note the use of the old webhook secret", "channel", live.Channel.Key, "cause", err)
		}
	}
	return Answer{Status: statusOK, Body: body, ContentType: plainText}
}

// inAddress reports whether the secret is part of the address.
func (f *found) inAddress() bool { return f.declaration.SecretInAddress }

// compare tells which webhook secret the address had. It takes the same time
// whatever the secrets are.
func (s *Service) compare(l *Live, given string) (present, previous bool) {
	return sameSecret(l.Config.WebhookSecret, given), sameSecret(l.PreviousSecret, given)
}

func sameSecret(ours app.Secret, given string) bool {
	a, b := sha256.Sum256([]byte(ours.Expose())), sha256.Sum256([]byte(given))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1 && !ours.IsEmpty()
}

func header(h Hook) func(string) string {
	if h.Header == nil {
		return func(string) string { return "" }
	}
	return h.Header
}

func (s *Service) refused(c app.Channel, err error) {
	s.p.Log.Warn("a webhook was refused", "channel", c.Key, "cause", err)
}

// failed is the answer to what was not taken.
func (s *Service) failed(c app.Channel, err error) Answer {
	switch code := app.ErrorCode(err); {
	case code == app.CodeNotFound: // deleted meanwhile
		return answerUnknown
	case app.IsStoreBusy(err):
		s.p.Log.Warn("a webhook must come again", "channel", c.Key, "cause", err)
		return answerBusy
	case code == app.CodeCancelled:
		return answerBusy // nobody waits for it
	}
	s.p.Log.Error("a webhook was not saved", "channel", c.Key, "cause", err)
	return answerBroken
}

// previousNoted is the least time between two notes that the old webhook secret
// was used.
const previousNoted = time.Minute

// notePrevious keeps when the replaced webhook secret was last used. It changes
// nothing else: neither a version nor who changed the channel last.
func notePrevious(tx app.Tx, live app.Channel, now time.Time) error {
	if now.Sub(live.Webhook.PreviousLastUsed) < previousNoted {
		return nil
	}
	c, err := tx.GetChannel(live.AgentID, live.Environment)
	if err != nil {
		return err
	}
	w := &c.Webhook
	if !w.Previous.Present() || w.Previous.Ref != live.Webhook.Previous.Ref || now.Sub(w.PreviousLastUsed) < previousNoted {
		return nil
	}
	w.PreviousLastUsed = now
	return tx.UpdateChannel(c)
}
