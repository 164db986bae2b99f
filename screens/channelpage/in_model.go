package channelpage

import (
	"context"
	"time"

	"channeldesk/app"
	"channeldesk/app/inbox"
	"channeldesk/app/outside"
	"channeldesk/screens/frame"
)

const (
	arrivalsAtOnce = 50
	// problemsLooked is how many webhooks are looked through at once for those with
	// a problem, and problemPages how often in one go.
	problemsLooked = 500
	problemPages   = 6
	endedShown     = 3
	deadShown      = 4
)

// arrivalPage is a part of the list of what came in.
type arrivalPage struct {
	list []app.Arrival
	// last is the oldest that was looked at, end is true when there is no older one.
	last app.ArrivalID
	end  bool
}

// incomingRead is everything that one reading of the tab gives.
type incomingRead struct {
	page     arrivalPage
	handedAt time.Time
	sessions inbox.Sessions
	waiting  int
	dead     []app.Forwarding
}

// incomingModel is what the tab shows, without anything drawn.
type incomingModel struct {
	read     bool // something was read at all
	problem  error
	filter   string
	list     []app.Arrival // as shown
	last     app.ArrivalID
	end      bool
	held     int       // newer ones that are not shown yet, because somebody reads
	heldMore bool      // there are more than were counted
	latest   time.Time // when the newest one came, shown or held
	handedAt time.Time
	sessions inbox.Sessions
	waiting  int
	dead     []app.Forwarding

	// checking is true during the check from outside, steps are those reported.
	checking bool
	steps    []outside.Step
	report   outside.Report
}

const (
	filterAll      = "all"
	filterProblems = "problems"
)

// isTrouble reports whether somebody should look at a webhook.
func isTrouble(s app.ArrivalState) bool {
	return s == app.ArrivalForeign || s == app.ArrivalNotPlain || s == app.ArrivalHadProblem
}

// readArrivals reads a part of the list, older than before.
func readArrivals(ctx context.Context, d IncomingDeps, at frame.Place, filter string, before app.ArrivalID, want int) (p arrivalPage, err error) {
	p.last = before
	if filter != filterProblems {
		p.list, err = d.Arrivals(ctx, at.Agent, at.Environment, before, want)
		p.end = len(p.list) < want
		if n := len(p.list); n > 0 {
			p.last = p.list[n-1].ID
		}
		return p, err
	}
	for range problemPages {
		list, err := d.Arrivals(ctx, at.Agent, at.Environment, p.last, problemsLooked)
		if err != nil {
			return p, err
		}
		for _, a := range list {
			if isTrouble(a.State) {
				p.list = append(p.list, a)
			}
			p.last = a.ID
		}
		if p.end = len(list) < problemsLooked; p.end || len(p.list) >= want {
			break
		}
	}
	return p, nil
}

// merge lays what was read newest over what is shown: older ones that were read
// before stay, unless others came between that were not read: then the list begins
// anew. fresh is how many came in that were not there.
func (m *incomingModel) merge(p arrivalPage) (list []app.Arrival, fresh int, anew bool) {
	known := map[app.ArrivalID]bool{}
	for _, a := range m.list {
		known[a.ID] = true
	}
	list = append(list, p.list...)
	for _, a := range p.list {
		if !known[a.ID] {
			fresh++
		}
	}
	if anew = p.end || len(m.list) == 0 || p.last > m.list[0].ID; !anew {
		for _, a := range m.list {
			if a.ID < p.last {
				list = append(list, a)
			}
		}
	}
	return list, fresh, anew
}

// waitsFor is the first message that is waited for: since when, and what
// happened then; zero when nothing was done yet.
func waitsFor(c app.Channel, handed time.Time) (time.Time, app.Text) {
	at, what := c.Webhook.Secret.SetAt, app.Say("since the address was made")
	if at.IsZero() {
		at, what = c.UpdatedAt, app.Say("since the settings were saved")
	}
	if r := c.Webhook.Registered; r.OK && r.At.After(at) {
		at, what = r.At, app.Say("since the address was registered")
	}
	if handed.After(at) {
		at, what = handed, app.Say("since the address was handed over")
	}
	return at, what
}

// stepRows are the steps to show of the check from outside.
func (m *incomingModel) stepRows() []outside.Step {
	known := map[string]outside.Step{}
	source := m.report.Steps
	if m.checking {
		source = m.steps
	}
	for _, s := range source {
		known[s.ID] = s
	}
	rows := outside.Titles()
	for i, r := range rows {
		if s, ok := known[r.ID]; ok {
			rows[i] = s
		}
	}
	return rows
}

// turn notes that a step of the check under way changed.
func (m *incomingModel) turn(step outside.Step) {
	for i, s := range m.steps {
		if s.ID == step.ID {
			m.steps[i] = step
			return
		}
	}
	m.steps = append(m.steps, step)
}
