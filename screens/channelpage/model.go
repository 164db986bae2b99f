package channelpage

import (
	"maps"
	"time"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/health"
	"channeldesk/app/protocol"
	"channeldesk/screens/frame"
)

// accountCode is the name under which problems of the account code come.
const accountCode = "account_code"

// model is what the page shows, without anything drawn.
type model struct {
	at        frame.Place
	view      channel.View
	store     app.SecretStoreStatus
	protocols []protocol.Declaration
	abilities channel.Abilities
	// role is the acting member's with this agent, owners are whom to ask.
	role   app.Role
	owners []string

	// editing is true while Published may be edited; held are its edits.
	editing bool
	held    channel.Edits
	// shelf holds the edits of protocols that were chosen before while editing.
	shelf map[app.ProtocolID]channel.Edits

	// running is true during a check; steps are those reported so far.
	running bool
	steps   []app.CheckStep
	// actionProblem is why the button of a failed step did not help.
	actionProblem error

	// remote is what the provider said of its webhook; nil before it was asked.
	remote        *protocol.WebhookState
	remoteProblem error
	reading       bool

	endpoint endpointFacts
}

// loaded is what one reading of the page's data gives.
type loaded struct {
	view  channel.View
	store app.SecretStoreStatus
}

// take lays newly read data below what is held back.
func (m *model) take(l loaded) {
	if remoteKey(l.view) != remoteKey(m.view) {
		m.remote, m.remoteProblem = nil, nil
		m.endpoint.view, m.endpoint.problem = nil, nil
	}
	if l.view.Channel.Webhook.LastTry.At.After(m.view.Channel.Webhook.LastTry.At) {
		m.endpoint.problem = nil // the try that was kept says it better
	}
	m.view, m.store = l.view, l.store
	if m.editing {
		m.prune()
	}
}

// remoteKey stands for everything that the provider's answer depends on.
func remoteKey(v channel.View) string {
	key := string(v.Channel.Protocol) + v.WebhookURL
	for _, f := range v.Declaration.Fields {
		key += "\x00" + v.Channel.Fields[f.Name]
	}
	for _, s := range v.Declaration.Secrets {
		key += "\x00" + string(v.Channel.Secrets[s.Name].Ref)
	}
	return key
}

func (m *model) published() bool { return m.at.Environment == app.Published }

// looksOnly is true for a member who may see settings and change nothing.
func (m *model) looksOnly() bool { return m.role == app.Viewer || m.role == app.NoRole }

// readOnly is true for Published as long as nobody asked to edit it, and for who
// may only look.
func (m *model) readOnly() bool { return m.looksOnly() || m.published() && !m.editing }

// blank is true for a new agent where nothing was ever set up.
func (m *model) blank() bool {
	return m.published() && m.readOnly() && !m.view.Agent.HasDraft && m.view.Channel.IsEmpty()
}

// edit starts the editing of Published.
func (m *model) edit() {
	m.editing = true
	m.held = channel.Edits{BaseVersion: m.view.Channel.Version}
}

// discard ends it and forgets what was held back.
func (m *model) discard() { m.editing, m.held, m.shelf = false, channel.Edits{}, nil }

// outdated reports that Published got another version since editing began.
func (m *model) outdated() bool {
	return m.editing && m.held.BaseVersion != m.view.Channel.Version
}

// rebase compares the held edits with the present version from now on.
func (m *model) rebase() {
	m.held.BaseVersion = m.view.Channel.Version
	m.prune()
}

// hold keeps cleaned edits back. With another protocol come its own fields and
// secrets; those of the one before wait on the shelf.
func (m *model) hold(e channel.Edits) {
	if e.Protocol != nil && *e.Protocol != m.declaration().ID {
		m.turnTo(*e.Protocol)
		e.Protocol = nil
	}
	m.held = m.held.Merge(e)
	m.prune()
}

// turnTo holds another protocol back, with the edits that were made of it before.
func (m *model) turnTo(id app.ProtocolID) {
	if m.shelf == nil {
		m.shelf = map[app.ProtocolID]channel.Edits{}
	}
	h := &m.held
	m.shelf[m.declaration().ID] = channel.Edits{Fields: h.Fields, Secrets: h.Secrets, Remove: h.Remove}
	h.Protocol = &id
	was := m.shelf[id]
	h.Fields, h.Secrets, h.Remove = was.Fields, was.Secrets, was.Remove
}

// prune forgets edits that change nothing.
func (m *model) prune() {
	c, h := m.view.Channel, &m.held
	if h.Protocol != nil && *h.Protocol == c.Protocol {
		h.Protocol = nil
	}
	if h.AccountCode != nil && *h.AccountCode == c.AccountCode {
		h.AccountCode = nil
	}
	base := c.Fields
	if h.Protocol != nil {
		base = c.Parked[*h.Protocol].Fields
	}
	maps.DeleteFunc(h.Fields, func(name, v string) bool { return v == base[name] })
	if h.Session != nil && *h.Session == c.Session {
		h.Session = nil
	}
	if h.Forward != nil && *h.Forward == c.Forward {
		h.Forward = nil
	}
}

// heldCount is the number of settings that saving would change.
func (m *model) heldCount() int {
	h := m.held
	n := len(h.Fields) + len(h.Secrets) + len(h.Remove)
	for _, changed := range []bool{h.Protocol != nil, h.AccountCode != nil, h.Forward != nil} {
		if changed {
			n++
		}
	}
	if h.Session != nil {
		n += sessionChanges(m.view.Channel.Session, *h.Session)
	}
	return n
}

// holds reports whether a new value of a field is held back.
func (m *model) holds(name string) bool {
	if name == accountCode {
		return m.held.AccountCode != nil
	}
	_, ok := m.held.Fields[name]
	return ok
}

// sessionChanges counts as a review does: the answers are one setting.
func sessionChanges(a, b app.SessionSettings) int {
	n := 0
	for _, differs := range []bool{
		a.AskUserToEnd != b.AskUserToEnd, a.AskMoreAfter != b.AskMoreAfter, a.EndConfirmationAfter != b.EndConfirmationAfter,
		a.AskMoreText != b.AskMoreText, a.EndConfirmationText != b.EndConfirmationText, a.ClosingText != b.ClosingText,
		a.AskMoreYes != b.AskMoreYes || a.AskMoreNo != b.AskMoreNo || a.EndYes != b.EndYes || a.EndNo != b.EndNo,
	} {
		if differs {
			n++
		}
	}
	return n
}

// channel is the configuration as it would be with the held edits.
func (m *model) channel() app.Channel {
	c, h := m.view.Channel.Clone(), m.held
	if h.Protocol != nil {
		was := c.Parked[*h.Protocol]
		c.Protocol, c.Fields, c.Secrets = *h.Protocol, was.Fields, was.Secrets
	}
	if h.AccountCode != nil {
		c.AccountCode = *h.AccountCode
	}
	if len(h.Fields) > 0 && c.Fields == nil {
		c.Fields = map[string]string{}
	}
	maps.Copy(c.Fields, h.Fields)
	if h.Session != nil {
		c.Session = *h.Session
	}
	if h.Forward != nil {
		c.Forward = *h.Forward
	}
	return c
}

// declaration is that of the protocol shown, held back or saved.
func (m *model) declaration() protocol.Declaration {
	id := m.view.Channel.Protocol
	if m.held.Protocol != nil {
		id = *m.held.Protocol
	}
	for _, d := range m.protocols {
		if d.ID == id {
			return d
		}
	}
	return protocol.Declaration{}
}

// hasValues reports whether there are fields or secrets of the protocol shown.
func (m *model) hasValues() bool {
	c := m.channel()
	return len(c.Fields) > 0 || len(c.Secrets) > 0 || len(m.held.Secrets) > 0
}

// report is the latest check of the protocol shown; zero when that is another
// one than was checked.
func (m *model) report() app.CheckReport {
	if m.held.Protocol != nil && *m.held.Protocol != m.view.Channel.Protocol {
		return app.CheckReport{}
	}
	if checked := m.view.Report.Protocol; checked != "" && checked != m.declaration().ID {
		return app.CheckReport{} // some steps have the same names with all protocols
	}
	for _, d := range m.declaration().Steps {
		for _, s := range m.view.Report.Steps {
			if s.ID == d.ID {
				return m.view.Report
			}
		}
	}
	return app.CheckReport{}
}

// rows are the steps to show: those of the run under way or of the latest
// report, in declared order, with what did not run yet.
func (m *model) rows() []app.CheckStep {
	known := map[string]app.CheckStep{}
	source := m.report().Steps
	if m.running {
		source = m.steps
	}
	for _, s := range source {
		known[s.ID] = s
	}
	var out []app.CheckStep
	for _, d := range m.declaration().Steps {
		s, ok := known[d.ID]
		if !ok {
			s = app.CheckStep{ID: d.ID, State: app.StepSkipped, Title: d.Title}
		}
		out = append(out, s)
	}
	return out
}

// turn notes that a step of the run under way changed.
func (m *model) turn(step app.CheckStep) {
	for i, s := range m.steps {
		if s.ID == step.ID {
			m.steps[i] = step
			return
		}
	}
	m.steps = append(m.steps, step)
}

// canCheck reports whether a check makes sense at all.
func (m *model) canCheck() bool { return m.view.Channel.Protocol != "" && !m.looksOnly() }

// canAskProvider reports whether everything for a call to the provider is saved.
func (m *model) canAskProvider() bool {
	return !m.looksOnly() && m.abilities.Subscribe && m.view.Declaration.ID != "" && len(m.view.Declaration.Missing(m.view.Channel)) == 0
}

func (m *model) connection(now time.Time) health.Connection {
	v := m.view
	return health.ReadConnection(health.Input{
		Agent: v.Agent, Channel: v.Channel, Declaration: v.Declaration, Report: v.Report,
		ReportCurrent: v.CheckIsCurrent(), PublicAddress: v.PublicAddress, Now: now,
	})
}

// remoteIsOurs reports whether the provider sends to this channel's address.
func (m *model) remoteIsOurs() bool {
	return m.remote != nil && m.remote.URL != "" && m.remote.URL == m.view.WebhookURL
}

// foreignAt gives another address that is set at a scope, or "".
func (m *model) foreignAt(scope string) string {
	if m.remote == nil {
		return ""
	}
	if a := m.remote.Addresses[scope]; a != m.view.WebhookURL {
		return a
	}
	return ""
}

// staleRegistration reports that address or secret changed after they were set
// at the provider.
func (m *model) staleRegistration() bool {
	w := m.view.Channel.Webhook
	return w.Registered.IsStale(m.view.WebhookURL, w.Secret.Ref)
}
