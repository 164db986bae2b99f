package main

import (
	"strconv"
	"strings"
	"time"

	"channeldesk/app/bulk"
	"channeldesk/app/bulk/recipients"
)

// mapped is one variable with what fills it.
type mapped struct{ from, to string }

// match tells which column goes to which variable, and which goes nowhere.
func (c *bulkCheckJSON) match(o bulk.Order) {
	used := map[int]bool{}
	for i, n := range o.Job.Needs {
		to := oneLine(n.Label)
		if n.Key != recipients.KeyPhone && n.Key != recipients.KeyName && !strings.EqualFold(to, n.Key) {
			to += " (" + n.Key + ")"
		}
		switch at, value := o.Job.Columns[i], o.Job.Fixed[n.Key]; {
		case at >= 0:
			used[at] = true
			c.Columns[n.Key] = o.File.Columns[at].Name
			c.mapping = append(c.mapping, mapped{oneLine(o.File.Columns[at].Name), to})
		case value != "":
			c.Fixed[n.Key] = value
			c.mapping = append(c.mapping, mapped{"the same for everybody: " + oneLine(value), to})
		default:
			c.mapping = append(c.mapping, mapped{"nothing", to})
		}
	}
	for i, column := range o.File.Columns {
		if !used[i] {
			c.Unused = append(c.Unused, column.Name)
		}
	}
}

// printMapping prints which column goes to which variable.
func (c bulkCheckJSON) printMapping(to console) {
	t := &table{}
	t.add("Column", "Goes to")
	for _, m := range c.mapping {
		t.add(m.from, m.to)
	}
	t.print(to.out)
	if len(c.Unused) > 0 {
		to.printf("Columns that are not used: %s\n", oneLine(strings.Join(c.Unused, ", ")))
	}
}

func (v sendBulkPlanVerb) check(o bulk.Order, r recipients.Report, findings []bulk.Finding) bulkCheckJSON {
	out := bulkCheckJSON{File: o.File.Name, Rows: r.Rows, Ready: r.Ready, Problems: map[string]int{}, First: []bulkProblemJSON{}, Columns: map[string]string{},
		Fixed: map[string]string{}, Unused: []string{}, Findings: []bulkFindingJSON{}}
	for kind, n := range r.Counts {
		out.Problems[string(kind)] = n
	}
	const most = 20
	for _, p := range r.Problems[:min(len(r.Problems), most)] {
		out.First = append(out.First, bulkProblemJSON{Row: p.Row, Line: p.Line, Kind: string(p.Kind), Problem: p.What.String()})
	}
	out.match(o)
	for _, f := range findings {
		out.Findings = append(out.Findings, bulkFindingJSON{ID: f.ID, Level: string(f.Level), Message: f.What.String(), Fix: f.Fix.String(), Number: f.Number})
	}
	return out
}

func (v sendBulkPlanVerb) print(s *session, c bulkCheckJSON) {
	p := s.console.printf
	p("%s: %s, %d ready", oneLine(c.File), plural(c.Rows, "row", "rows"), c.Ready)
	if wrong := c.Rows - c.Ready; wrong > 0 {
		p(", %d with a problem, which are left out", wrong)
	}
	p(".\n")
	c.printMapping(s.console)
	if len(c.First) > 0 {
		t := &table{}
		t.add("Row", "Line", "Problem")
		for _, x := range c.First {
			t.add(strconv.Itoa(x.Row), strconv.Itoa(x.Line), x.Problem)
		}
		t.print(s.console.out)
	}
	for _, f := range c.Findings {
		switch {
		case f.Level != string(bulk.Fine):
			p("%s\n", strings.TrimSpace(f.Message+" "+f.Fix))
		case f.ID == bulk.FindLimit, f.ID == bulk.FindPace, f.ID == bulk.FindCharge:
			p("%s\n", f.Message)
		}
	}
	p("It takes about %s.\n", time.Duration(c.Seconds*float64(time.Second)).Round(time.Second))
}
