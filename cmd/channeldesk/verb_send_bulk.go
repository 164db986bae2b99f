package main

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/bulk/recipients"
	"channeldesk/app/handoff"
	"channeldesk/app/template"
)

type sendBulkVerb struct {
	Plan   sendBulkPlanVerb   `cmd:"" default:"withargs" help:"Check a file, and send to everybody in it."`
	Resume sendBulkResumeVerb `cmd:"" help:"Go on with a bulk send that was paused, or that stopped by itself."`
}

type sendBulkPlanVerb struct {
	CSV       string   `name:"csv" required:"" help:"File with one row for each person." placeholder:"FILE"`
	Template  string   `required:"" help:"Send this template." placeholder:"NAME"`
	Language  string   `help:"Language of the template, as en or id; not needed when there is only one." placeholder:"CODE"`
	Map       []string `help:"Which column goes to which variable, as amount_idr=2 or hp=phone; the others are matched by their names." placeholder:"COLUMN=KEY" sep:"none"`
	Var       []string `help:"The same value of a variable for everybody, as 2=Rp 5." placeholder:"KEY=TEXT" sep:"none"`
	Name      string   `help:"What to call it; without it, the name of the file." placeholder:"NAME"`
	At        string   `help:"Begin then, and not now: 2026-11-18 09:00." placeholder:"TIME"`
	Pace      float64  `help:"Messages a second." default:"20" placeholder:"N"`
	Trial     int      `help:"Send so many first, and the others when those arrived, or after two minutes when most of them did; 0 sends all at once." default:"5" placeholder:"N"`
	FailLimit int      `name:"fail-limit" help:"Stop by itself when more than so many percent of the latest 200 fail; 0 never stops." default:"5" placeholder:"PERCENT"`
	Problems  string   `help:"Write the rows with a problem into this file." placeholder:"FILE"`
	DryRun    bool     `help:"Check the file and what may go wrong, and send nothing."`
	Wait      bool     `help:"Follow it to its end."`
}

// bulkCheckJSON is what "send-bulk --json" tells of the file and of what may go
// wrong.
type bulkCheckJSON struct {
	File     string            `json:"file"`
	Rows     int               `json:"rows"`
	Ready    int               `json:"ready"`
	Problems map[string]int    `json:"problems"`
	First    []bulkProblemJSON `json:"first_problems"`
	Columns  map[string]string `json:"columns"`
	Fixed    map[string]string `json:"fixed"`
	Unused   []string          `json:"unused_columns"`
	Findings []bulkFindingJSON `json:"findings"`
	Seconds  float64           `json:"takes_seconds"`
	Bulk     *bulkJSON         `json:"bulk,omitempty"`

	mapping []mapped
}

type bulkProblemJSON struct {
	Row     int    `json:"row"`
	Line    int    `json:"line"`
	Kind    string `json:"kind"`
	Problem string `json:"problem"`
}

type bulkFindingJSON struct {
	ID      string `json:"id"`
	Level   string `json:"level"`
	Message string `json:"message"`
	Fix     string `json:"fix,omitempty"`
	Number  int    `json:"number,omitempty"`
}

// bulkJSON is a bulk send for scripts.
type bulkJSON struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	Status    app.BulkStatus `json:"status"`
	Why       string         `json:"why,omitempty"`
	Total     int            `json:"total"`
	DueAt     time.Time      `json:"due_at"`
	Waiting   int            `json:"waiting"`
	Sent      int            `json:"sent"`
	Delivered int            `json:"delivered"`
	Read      int            `json:"read"`
	Failed    int            `json:"failed"`
	Unknown   int            `json:"unknown"`
	Cancelled int            `json:"cancelled"`
}

func bulkForScripts(b app.BulkSend, n app.BulkCounts) *bulkJSON {
	return &bulkJSON{
		ID: b.Mark, Name: b.Name, Status: b.Status, Why: b.Why.String(), Total: b.Total, DueAt: b.DueAt, Waiting: n.Held + n.Queued + n.Sending,
		Sent: n.Accepted + n.Sent, Delivered: n.Delivered, Read: n.Read, Failed: n.Failed, Unknown: n.Unknown, Cancelled: n.Cancelled,
	}
}

// Run checks the file, asks, and plans the bulk send.
func (v sendBulkPlanVerb) Run(s *session) error {
	due, err := parsePlanned("--at", v.At, time.Now())
	if err != nil {
		return err
	}
	if v.Trial < 0 || v.FailLimit < 0 || v.FailLimit > 100 || v.Pace <= 0 {
		return usage("--pace, --trial and --fail-limit take numbers from 0.")
	}
	return s.withDesk(true, func(d *desk) error {
		a, err := d.agent()
		if err != nil {
			return err
		}
		t, err := d.named(a.ID, v.Template, v.Language)
		if err != nil {
			return err
		}
		live := d.newLiveServices()
		live.Bulk.FollowGateway(d.gatewayElsewhere)
		o := bulk.Order{Agent: a.ID, Environment: s.flags.environment(), Name: v.Name, Template: t.ID, DueAt: due, Zone: zoneName(), Pace: v.Pace,
			Trial: v.Trial, FailLimit: v.FailLimit, FailSpan: bulk.UsualSpan}
		if err := v.read(&o, t, a.Country); err != nil {
			return err
		}
		if o.Job.OptedOut, err = live.Bulk.OptedOut(d.ctx, a.ID, o.Environment); err != nil {
			return err
		}
		return v.send(d, live, o)
	})
}

// read opens the file and matches its columns.
func (v sendBulkPlanVerb) read(o *bulk.Order, t app.Template, country string) (err error) {
	if o.File, err = recipients.Open(v.CSV); err != nil {
		return err
	}
	needs, keys := bulkNeeds(t)
	o.Job = recipients.Job{Country: country, Needs: needs, Columns: o.File.Match(needs), Fixed: map[string]string{}, BodyMax: bodyMost, BodyRest: aroundBody(t)}
	chosen, err := parsePairs("--map", v.Map)
	if err != nil {
		return err
	}
	for column, key := range chosen {
		at, need := -1, keys[strings.ToLower(key)]
		for i, c := range o.File.Columns {
			if strings.EqualFold(c.Name, column) {
				at = i
			}
		}
		if at < 0 || need == 0 {
			return &usageError{message: "--map names a column or a variable that is not there.", fix: "Columns: " + columnNames(o.File) + ". Variables: " + needKeys(needs)}
		}
		o.Job.Columns[need-1] = at
	}
	fixed, err := parsePairs("--var", v.Var)
	if err != nil {
		return err
	}
	for key, value := range fixed {
		need := keys[strings.ToLower(key)]
		if need < 2 {
			return &usageError{message: "--var names a variable that is not there.", fix: "Variables: " + needKeys(needs)}
		}
		o.Job.Columns[need-1], o.Job.Fixed[needs[need-1].Key] = -1, value
	}
	for i, n := range needs {
		if o.Job.Columns[i] < 0 && !n.Optional && o.Job.Fixed[n.Key] == "" {
			return &usageError{message: "No column of the file fits " + oneLine(n.Label) + " (" + n.Key + ").", fix: "Name one with --map COLUMN=" + n.Key + ". Columns: " + columnNames(o.File)}
		}
	}
	return nil
}

// bodyMost is how many characters the text of a message has at most.
const bodyMost = 1024

func aroundBody(t app.Template) int {
	n, at := 0, 0
	for _, s := range app.PlaceholderSpans(t.Design.Body) {
		n, at = n+utf8.RuneCountInString(t.Design.Body[at:s.From]), s.To
	}
	return n + utf8.RuneCountInString(t.Design.Body[at:])
}

// bulkNeeds are what a file must have for a template, and their places from 1 by
// the names that people may use.
func bulkNeeds(t app.Template) (needs []recipients.Need, places map[string]int) {
	needs = []recipients.Need{recipients.Phone("Phone number"), recipients.Name("Name")}
	for _, v := range template.Variables(t) {
		needs = append(needs, recipients.Need{
			Key: v.Key, Label: v.Label.String(), Words: []string{v.Name}, Optional: v.Optional, Max: v.Max, Link: v.Kind == template.Link, InBody: v.Where == "body",
		})
	}
	places = map[string]int{}
	for i := len(needs) - 1; i >= 0; i-- {
		places[strings.ToLower(needs[i].Label)], places[strings.ToLower(needs[i].Key)] = i+1, i+1
	}
	return needs, places
}

func columnNames(f *recipients.File) string {
	var names []string
	for _, c := range f.Columns {
		names = append(names, c.Name)
	}
	return oneLine(strings.Join(names, ", "))
}

func needKeys(needs []recipients.Need) string {
	var keys []string
	for _, n := range needs {
		keys = append(keys, n.Key)
	}
	return strings.Join(keys, ", ")
}

// send tells what was found, asks, and plans.
func (v sendBulkPlanVerb) send(d *desk, live *liveServices, o bulk.Order) error {
	s := d.session
	found, err := recipients.Check(d.ctx, o.File, o.Job, func(_ int64, rows int) { s.console.progress("\r%d rows", rows) })
	s.console.progress("\r")
	if err != nil {
		return err
	}
	o.Checked = &found
	findings, err := live.Bulk.Preflight(d.ctx, o)
	if err != nil {
		return err
	}
	sending, err := live.Bulk.Sending(d.ctx, o.Agent, o.Environment)
	if err != nil {
		return err
	}
	check := v.check(o, found, findings)
	check.Seconds = bulk.Takes(found.Ready, sending.AtMost(o.Pace)).Seconds()
	if !s.flags.JSON {
		v.print(s, check)
	}
	if v.Problems != "" {
		if err := handoff.WriteFile(v.Problems, func(w io.Writer) error {
			_, err := recipients.SaveProblems(d.ctx, o.File, o.Job, w)
			return err
		}); err != nil {
			return err
		}
	}
	if v.DryRun {
		if s.flags.JSON {
			return s.console.json(check)
		}
		s.console.printf("Nothing was sent.\n")
		return nil
	}
	if found.Ready == 0 {
		return app.NewError(app.CodeIncomplete, app.Say("No row of the file can be sent to. Mend the rows with a problem first."))
	}
	if err := s.confirm(fmt.Sprintf("%s to %s of %s. Go on?", plural(found.Ready, "message goes", "messages go"), plural(found.Ready, "person", "people"), o.File.Name)); err != nil {
		return err
	}
	b, err := live.Bulk.Prepare(d.ctx, o, func(stored, all int) { s.console.progress("\r%d of %d stored", stored, all) })
	s.console.progress("\r")
	if err != nil {
		return err
	}
	if v.Wait {
		return d.waitForBulk(live, b, check)
	}
	return d.printBulk(live, b.ID, check)
}

// printBulk prints where a bulk send stands.
func (d *desk) printBulk(live *liveServices, id app.BulkID, check bulkCheckJSON) error {
	b, n, err := live.Bulk.Get(d.ctx, id)
	if err != nil {
		return err
	}
	s := d.session
	if s.flags.JSON {
		check.Bulk = bulkForScripts(b, n)
		return s.console.json(check)
	}
	s.console.printf("%s: %s, %s. %d sent, %d failed, %d waiting.\n", b.Mark, oneLine(b.Name), b.Status, n.Accepted+n.Sent+n.Delivered+n.Read, n.Failed, n.Held+n.Queued+n.Sending)
	if !b.Why.IsEmpty() {
		s.console.printf("%s\n", b.Why)
	}
	if err := d.printFailed(live, b, n); err != nil {
		return err
	}
	if !b.Status.Ended() && !d.gatewayElsewhere() {
		s.console.printf("No gateway runs at present. It goes on when one does: channeldesk serve\n")
	}
	return nil
}

// waitForBulk follows a bulk send until it ended, or stopped by itself.
func (d *desk) waitForBulk(live *liveServices, b app.BulkSend, check bulkCheckJSON) error {
	tell, stop := d.changes()
	defer stop()
	for {
		now, n, err := live.Bulk.Get(d.ctx, b.ID)
		if err != nil {
			return err
		}
		left := n.Held + n.Queued + n.Sending
		d.session.console.progress("\r%s, %d of %d, %d failed ", now.Status, now.Total-left, now.Total, n.Failed)
		if now.Status.Ended() || now.Status == app.BulkStopped {
			d.session.console.progress("\n")
			if err := d.printBulk(live, b.ID, check); err != nil || now.Status == app.BulkDone {
				return err
			}
			return app.NewError(codeNotSent, app.Say("Not everything was sent."))
		}
		select {
		case <-d.ctx.Done():
			return d.ctx.Err()
		case <-tell:
		case <-time.After(lookAgain):
		}
	}
}
