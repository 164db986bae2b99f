package bulk

import (
	"context"
	"strconv"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/bulk/recipients"
	"channeldesk/app/protocol"
)

// Level is how a finding is meant.
type Level string

// The levels. A problem keeps the bulk send from ending well; a warning is to be
// known before.
const (
	Fine    Level = "ok"
	Warning Level = "warning"
	Problem Level = "problem"
)

// The names of the findings.
const (
	FindTemplate = "template"
	FindCategory = "category"
	FindGateway  = "gateway"
	FindPaused   = "paused"
	FindLimit    = "limit"
	FindExpiry   = "expiry"
	FindOptedOut = "opted_out"
)

// Finding is one thing that was looked at before sending.
type Finding struct {
	ID    string
	Level Level
	// What says how it stands, Fix what to do when it is not fine.
	What, Fix app.Text
	// Number is what was counted: for the limit how many more people may be written
	// to within 24 hours, -1 for any number; for those who opted out how many.
	Number int
}

// CategoryOffer may be offered by Templates: what the environment's provider takes.
type CategoryOffer interface {
	Offer(ctx context.Context, agent app.AgentID, env app.Environment) (protocol.TemplateOffer, error)
}

// Preflight looks at what may keep an order from ending well: the template, the
// gateway, the messaging limit, the end of a token, and people who opted out.
// Findings come in this order; what nothing is known about is left out. An order
// without a file gets those that need none. It reads the whole file.
func (s *Service) Preflight(ctx context.Context, o Order) ([]Finding, error) {
	if _, err := s.p.Guard.Require(ctx, o.Agent, app.MaySend); err != nil {
		return nil, err
	}
	f := flight{s: s, o: o, now: s.now()}
	err := s.p.Store.View(ctx, func(tx app.Tx) (err error) {
		if f.channel, err = tx.GetChannel(o.Agent, o.Environment); err != nil {
			return err
		}
		if f.report, err = tx.GetCheck(f.channel.ID); app.ErrorCode(err) == app.CodeNotFound {
			err = nil
		}
		if err == nil {
			f.out, err = tx.OptedOut(f.channel.ID)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := f.template(ctx); err != nil {
		return nil, err
	}
	f.gateway()
	if err := f.recipients(ctx); err != nil {
		return nil, err
	}
	if err := f.limit(ctx); err != nil {
		return nil, err
	}
	f.expiry()
	f.optedOut()
	return f.findings, nil
}

// flight is one look before sending.
type flight struct {
	s        *Service
	o        Order
	now      time.Time
	channel  app.Channel
	report   app.CheckReport
	out      []string // who opted out
	findings []Finding
	// people are those of the file who get a message; left are those in it who opted
	// out.
	people map[string]struct{}
	left   int
}

func (f *flight) add(x Finding) { f.findings = append(f.findings, x) }

func (f *flight) template(ctx context.Context) error {
	if f.o.Template == 0 {
		return nil
	}
	t, err := f.s.p.Templates.Get(ctx, f.o.Template)
	if err != nil {
		return err
	}
	if e := sendable(t); e != nil {
		f.add(Finding{ID: FindTemplate, Level: Problem, What: app.AsError(e).What, Fix: app.AsError(e).Fix})
	} else {
		f.add(Finding{ID: FindTemplate, Level: Fine, What: app.Say("The template can be sent.")})
	}
	offer, ok := f.s.p.Templates.(CategoryOffer)
	if !ok {
		return nil
	}
	o, err := offer.Offer(ctx, f.o.Agent, f.o.Environment)
	if err != nil {
		return nil //nolint:nilerr // a provider without templates says so elsewhere
	}
	f.category(t, o.Categories)
	return nil
}

// category tells of a template that is not what it was approved as any more.
func (f *flight) category(t app.Template, allowed []app.TemplateCategory) {
	known := len(allowed) == 0 || t.Category == ""
	for _, c := range allowed {
		known = known || c == t.Category
	}
	switch {
	case !known:
		f.add(Finding{ID: FindCategory, Level: Warning, What: app.Say("The provider does not offer templates of this category any more."),
			Fix: app.Say("Read the templates again, or choose another one.")})
	case t.NextCategory != "" && t.NextCategory != t.Category:
		f.add(Finding{ID: FindCategory, Level: Warning, What: app.Say("The provider is going to change the category of this template to {{.Category}}, which changes the price.", "Category", string(t.NextCategory))})
	}
}

func (f *flight) gateway() {
	if what, fix, ok := f.s.p.Queue.Paused(f.channel.ID); ok {
		f.add(Finding{ID: FindPaused, Level: Problem, What: what, Fix: fix})
	}
	runs := f.s.gatewayRuns()
	if runs == nil {
		return
	}
	if runs() {
		f.add(Finding{ID: FindGateway, Level: Fine, What: app.Say("The gateway runs.")})
		return
	}
	f.add(Finding{ID: FindGateway, Level: Warning, What: app.Say("The gateway does not run, so nothing is sent until it does."),
		Fix: app.Say("Switch it on in Settings, under Gateway.")})
}

// recipients reads who would get a message.
func (f *flight) recipients(ctx context.Context) error {
	if f.o.File == nil || len(f.o.Job.Needs) == 0 || len(f.o.Job.Columns) != len(f.o.Job.Needs) {
		return nil
	}
	gone := make(map[string]struct{}, len(f.out))
	for _, n := range f.out {
		gone[n] = struct{}{}
	}
	f.people = map[string]struct{}{}
	left := map[string]struct{}{}
	job := f.o.Job
	job.OptedOut = func(to string) bool {
		_, ok := gone[to]
		if ok {
			left[to] = struct{}{}
		}
		return ok
	}
	err := recipients.Each(ctx, f.o.File, job, func(r recipients.Row) error {
		f.people[r.To] = struct{}{}
		return nil
	})
	f.left = len(left)
	return err
}

// window is the time over which providers count the people who were written to.
const window = 24 * time.Hour

// limit holds the people of the file who were not written to lately against the
// messaging limit.
func (f *flight) limit(ctx context.Context) error {
	most, ok := LimitOf(f.report.Facts["messaging_limit"])
	if !ok {
		return nil
	}
	if most < 0 {
		f.add(Finding{ID: FindLimit, Level: Fine, Number: -1, What: app.Say("The number has no messaging limit.")})
		return nil
	}
	reached, err := f.s.reached(ctx, f.channel.ID, f.now.Add(-window))
	if err != nil {
		return err
	}
	fresh := 0
	for to := range f.people {
		if _, ok := reached[to]; !ok {
			fresh++
		}
	}
	left := max(most-len(reached), 0)
	x := Finding{ID: FindLimit, Level: Fine, Number: left, What: app.Say("{{.N}} more people may be written to within 24 hours.", "N", grouped(left))}
	if fresh > left {
		x.Level = Warning
		x.What = app.Say("The messaging limit leaves room for {{.Left}} people within 24 hours, and {{.N}} are in the file.", "Left", grouped(left), "N", grouped(fresh))
		x.Fix = app.Say("The provider refuses the others. Send to fewer people, or over several days.")
	}
	f.add(x)
	return nil
}

// reached are the people who were sent a template since a time.
func (s *Service) reached(ctx context.Context, id app.ChannelID, since time.Time) (map[string]struct{}, error) {
	out := map[string]struct{}{}
	err := s.p.Store.ExportMessages(ctx, app.HistoryFilter{Channel: id, From: since}, func(r *app.HistoryRow) error {
		if r.AcceptedAt != 0 && len(r.Template) > 0 {
			out[string(r.To)] = struct{}{}
		}
		return nil
	})
	return out, err
}

// LimitOf reads a provider's word for how many people may be written to within 24
// hours, as TIER_10K: -1 is any number; ok is false when it tells no number.
func LimitOf(word string) (most int, ok bool) {
	word = strings.TrimPrefix(word, "TIER_")
	if word == "UNLIMITED" {
		return -1, true
	}
	times := 1
	if n, ok := strings.CutSuffix(word, "K"); ok {
		word, times = n, 1000
	}
	n, err := strconv.Atoi(word)
	return n * times, err == nil && n > 0
}

// grouped writes a number with a comma between thousands.
func grouped(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	rest := strconv.Itoa(n % 1000)
	return grouped(n/1000) + "," + strings.Repeat("0", 3-len(rest)) + rest
}

// Takes is how long so many messages take at a pace.
func Takes(messages int, pace float64) time.Duration {
	if pace <= 0 {
		return 0
	}
	return time.Duration(float64(messages) / pace * float64(time.Second))
}

// expiry finds a token that ends before the last message.
func (f *flight) expiry() {
	start := f.now
	if f.o.DueAt.After(start) {
		start = f.o.DueAt
	}
	end := start.Add(Takes(len(f.people), f.o.Pace))
	for name, i := range f.channel.Secrets {
		if !i.Present() || i.ExpiresAt.IsZero() || name == app.WebhookSecretName || i.ExpiresAt.After(end) {
			continue
		}
		x := Finding{ID: FindExpiry, Level: Problem, What: app.Say("The access token ends before all messages are sent: {{.When}}.", "When", app.Moment(i.ExpiresAt)),
			Fix: app.Say("Replace it on the Channel page first.")}
		if !i.ExpiresAt.After(f.now) {
			x.What = app.Say("The access token ended: {{.When}}.", "When", app.Moment(i.ExpiresAt))
		}
		f.add(x)
		return
	}
}

func (f *flight) optedOut() {
	if f.left == 0 {
		return
	}
	f.add(Finding{ID: FindOptedOut, Level: Fine, Number: f.left, What: app.Say("{{.N}} people of the file asked not to get messages. They are left out.", "N", grouped(f.left))})
}

// FollowGateway says how to find out whether a gateway runs, in this process or
// another one. Call it before anything else.
func (s *Service) FollowGateway(runs func() bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway = runs
}

func (s *Service) gatewayRuns() func() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gateway
}
