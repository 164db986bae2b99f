package inbox

import (
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/app/session"
)

// notice lets news take effect on what the window shows: facts of the latest
// check, and who wants no marketing. All other news is kept as the webhook that
// brought it, and told by an event.
func (w *work) notice(tx app.Tx, c app.Channel, e *protocol.Received) error {
	n := e.Notice
	switch {
	case n.What == "marketing" && n.Subject != "":
		return w.marketing(tx, c, n, notAfter(e.At, w.now))
	case n.Kind == protocol.NoticeNumber:
		return w.facts(tx, c, newFacts(n), notAfter(e.At, w.now))
	case n.Kind == protocol.NoticeTemplate && w.s.p.Templates != nil:
		changed, err := w.s.p.Templates.Apply(tx, c, n, notAfter(e.At, w.now))
		if changed {
			w.after.changed(app.TemplatesChanged, &c)
		}
		return err
	}
	return nil
}

// marketing keeps that a customer wants no more marketing messages, or wants them
// again. Questions of a session are none in the provider's eyes, but they begin
// with us as well: who opted out is asked nothing.
func (w *work) marketing(tx app.Tx, c app.Channel, n *protocol.Notice, at time.Time) error {
	p, err := person(tx, c.ID, n.Subject)
	if err != nil {
		return err
	}
	if strings.HasPrefix(n.Subject, "+") {
		p.Number = n.Subject
	}
	var in session.Input
	switch {
	case n.Value == "stop" && at.After(p.OptedOutAt):
		p.OptedOutAt, in = at, session.OptedOut{}
	case n.Value == "resume" && !at.Before(p.OptedOutAt):
		p.OptedOutAt, in = time.Time{}, session.OptedIn{}
	}
	if in != nil && len(p.Session) > 0 {
		if _, err := w.s.advance(tx, c, &p, in, w.now, &w.after); err != nil {
			return err
		}
	}
	return tx.SavePerson(p)
}

// qualities are the words for a rating; older news says only that the number was
// flagged for a low one.
var qualities = map[string]string{"GREEN": "GREEN", "YELLOW": "YELLOW", "RED": "RED", "FLAGGED": "RED"}

// newFacts are the facts of a check that news about the number changes.
func newFacts(n *protocol.Notice) map[string]string {
	switch {
	case (n.What == "quality" || n.What == "limit") && strings.HasPrefix(n.Value, "TIER_"):
		return map[string]string{"messaging_limit": n.Value}
	case n.What == "quality" && qualities[n.Value] != "":
		return map[string]string{"quality": qualities[n.Value]}
	case n.What == "name" && n.Value == "APPROVED":
		facts := map[string]string{"name_status": n.Value}
		if n.Name != "" {
			facts["verified_name"] = n.Name
		}
		return facts
	}
	return nil
}

// toldAt is added to the name of a fact, for when a webhook told it: what was told
// before the check, or before later news, changes nothing.
const toldAt = "_told_at"

// facts brings the latest check up to date.
func (w *work) facts(tx app.Tx, c app.Channel, facts map[string]string, at time.Time) error {
	if len(facts) == 0 {
		return nil
	}
	report, err := tx.GetCheck(c.ID)
	if app.ErrorCode(err) == app.CodeNotFound {
		return nil // the first check asks
	}
	if err != nil {
		return err
	}
	changed := false
	for name, value := range facts {
		told, _ := time.Parse(time.RFC3339Nano, report.Facts[name+toldAt])
		if at.Before(report.At) || at.Before(told) {
			continue
		}
		if report.Facts == nil {
			report.Facts = map[string]string{}
		}
		report.Facts[name], report.Facts[name+toldAt] = value, at.Format(time.RFC3339Nano)
		changed = true
	}
	if !changed {
		return nil
	}
	w.after.changed(app.CheckChanged, &c)
	return tx.SaveCheck(c.ID, report)
}
