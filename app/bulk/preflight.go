package bulk

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"channeldesk/app"
	"channeldesk/app/bulk/recipients"
	"channeldesk/app/price"
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
	FindPace     = "pace"
	FindCharge   = "charge"
	FindCost     = "cost"
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
	// to within 24 hours, -1 for any number; for what is charged how many messages,
	// -1 when that is not known; for those who opted out how many.
	Number int
	// Cost is what the messages cost by a price list; only of FindCost.
	Cost *price.Estimate
}

// CategoryOffer may be offered by Templates: what the environment's provider takes.
type CategoryOffer interface {
	Offer(ctx context.Context, agent app.AgentID, env app.Environment) (protocol.TemplateOffer, error)
}

// Preflight looks at what may keep an order from ending well: the template, the
// gateway, the messaging limit, the pace, what the provider charges for and what
// that costs by a price list, the end of a token, and people who opted out. Findings come in this order; what nothing is
// known about is left out. An order without a file gets those that need none. It
// reads the whole file unless the order says what was found in it (Order.Checked),
// so that asking again with another pace is quick.
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
	if f.reach, err = s.reachOf(ctx, f.channel.ID); err != nil {
		return nil, err
	}
	f.limit()
	f.pace(ctx)
	f.charge()
	if err := f.cost(ctx); err != nil {
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
	findings []Finding
	// tpl is the template of the order.
	tpl app.Template
	// file is what was found in the order's file; nil without one.
	file    *recipients.Report
	reach   *reach
	sending protocol.Sending
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
	f.tpl = t
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

// recipients finds who would get a message.
func (f *flight) recipients(ctx context.Context) error {
	if f.o.File == nil || len(f.o.Job.Needs) == 0 || len(f.o.Job.Columns) != len(f.o.Job.Needs) {
		return nil
	}
	if f.file = f.o.Checked; f.file != nil {
		return nil
	}
	job := f.o.Job
	if job.OptedOut == nil {
		out, err := f.s.OptedOut(ctx, f.o.Agent, f.o.Environment)
		if err != nil {
			return err
		}
		job.OptedOut = out
	}
	r, err := recipients.Check(ctx, f.o.File, job, nil)
	f.file = &r
	return err
}

// people is how many people of the file get a message, and how many of them a test
// lets through.
func (f *flight) people(test func(digits uint64) bool) (n, pass int) {
	if f.file == nil {
		return 0, 0
	}
	f.file.EachPerson(func(digits uint64) {
		if test(digits) {
			pass++
		}
	})
	return f.file.People(), pass
}

// limit holds the people of the file who were not written to lately against the
// messaging limit.
func (f *flight) limit() {
	most, ok := LimitOf(f.report.Facts["messaging_limit"])
	if !ok {
		return
	}
	if most < 0 {
		f.add(Finding{ID: FindLimit, Level: Fine, Number: -1, What: app.Say("The number has no messaging limit.")})
		return
	}
	_, fresh := f.people(func(digits uint64) bool { return !f.reach.wrote(digits) })
	left := max(most-len(f.reach.written), 0)
	x := Finding{ID: FindLimit, Level: Fine, Number: left, What: app.Say("{{.N}} more people may be written to within 24 hours.", "N", left)}
	if fresh > left {
		x.Level = Warning
		x.What = app.Say("The messaging limit leaves room for {{.Left}} people within 24 hours, and {{.N}} are in the file.", "Left", left, "N", fresh)
		x.Fix = app.Say("The provider refuses the others. Send to fewer people, or over several days.")
	}
	f.add(x)
}

// pace tells how fast the channel may send, and whose limit that is.
func (f *flight) pace(ctx context.Context) {
	var err error
	if f.sending, err = f.s.sendingOf(ctx, f.channel.ID); err != nil || f.sending.PerSecond <= 0 {
		return
	}
	x := Finding{ID: FindPace, Level: Fine, What: f.sending.Why, Fix: f.sending.Raise}
	if f.o.Pace > f.sending.PerSecond {
		x.Level = Warning
		x.What = app.Say("{{.Why}} Sending goes as fast as that, and not as fast as chosen.", "Why", f.sending.Why)
	}
	f.add(x)
}

// charge counts what the provider will charge for. Nobody knows an amount.
func (f *flight) charge() {
	if f.file == nil || f.file.Ready == 0 || f.tpl.ID == 0 || f.tpl.Category == "" || f.sending.Provider == "" {
		return
	}
	category, provider := app.CategoryText(string(f.tpl.Category)), f.sending.Provider
	if f.sending.Charging == nil {
		f.add(Finding{ID: FindCharge, Level: Fine, Number: -1, What: app.Say("{{.N}} messages of the category {{.Category}}. What {{.Provider}} charges for them stands in the contract with it.",
			"N", f.file.Ready, "Category", category, "Provider", provider)})
		return
	}
	free := 0
	if slices.Contains(f.sending.Charging.FreeInWindow, f.tpl.Category) {
		_, free = f.people(f.reach.open)
	}
	n := max(f.file.Ready-free, 0)
	x := Finding{ID: FindCharge, Level: Fine, Number: n, What: app.Say("{{.Provider}} charges for {{.N}} messages of the category {{.Category}}, for each when it arrives.",
		"Provider", provider, "N", n, "Category", category)}
	if free > 0 {
		x.What = app.Say("{{.Provider}} charges for {{.N}} messages of the category {{.Category}}, for each when it arrives. {{.Free}} more are free, because these people wrote within the last 24 hours.",
			"Provider", provider, "N", n, "Category", category, "Free", free)
	}
	f.add(x)
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
	end := start
	if f.file != nil {
		end = start.Add(Takes(f.file.Ready, f.sending.AtMost(f.o.Pace)))
	}
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
	if f.file == nil {
		return
	}
	if n := f.file.Counts[recipients.OptedOut]; n > 0 {
		f.add(Finding{ID: FindOptedOut, Level: Fine, Number: n, What: app.Say("{{.N}} people of the file asked not to get messages. They are left out.", "N", n)})
	}
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
