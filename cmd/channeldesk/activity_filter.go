package main

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"channeldesk/app"
)

// activityFlags narrow the activity. --agent and --env narrow it too.
type activityFlags struct {
	Since     string   `help:"From then on: 2026-07-01, 2026-07-01 10:30, or 7d, 24h ago." placeholder:"TIME"`
	Until     string   `help:"Up to then, a whole day included." placeholder:"TIME"`
	By        string   `help:"Only what this member did." placeholder:"NAME"`
	Kind      []string `help:"Only this kind, as secret_revealed; several with commas." placeholder:"KIND"`
	Limit     int      `help:"At most so many lines." placeholder:"N"`
	AllAgents bool     `help:"Of all agents, and of the workspace itself."`
}

var kindWord = regexp.MustCompile(`^[a-z][a-z_]{0,63}$`)

// parse makes a filter of what needs no workspace.
func (v activityFlags) parse(s *session, now time.Time) (f app.ActivityFilter, err error) {
	if v.AllAgents && s.flags.Agent != "" {
		return f, usage("Use --agent or --all-agents, not both.")
	}
	for _, kind := range v.Kind {
		if !kindWord.MatchString(kind) {
			return f, usage("--kind takes words as secret_revealed, as the activity shows them with --json.")
		}
	}
	if v.Limit < 0 {
		return f, usage("--limit takes a number from 1.")
	}
	if f.From, err = parseMoment("--since", v.Since, now, 0); err != nil {
		return f, err
	}
	if f.To, err = parseMoment("--until", v.Until, now, 1); err != nil {
		return f, err
	}
	if !f.To.IsZero() && !f.From.Before(f.To) {
		return f, usage("--since must be before --until.")
	}
	f.By, f.Kinds, f.Limit, f.Environment = app.CleanName(v.By), v.Kind, v.Limit, app.Environment(s.flags.Env)
	return f, nil
}

var dayCount = regexp.MustCompile(`^([0-9]{1,4})d$`)

// parseMoment reads a day, a time, or how long ago it was. A day stands for its
// beginning, or with days for that of so many days later. "" is the zero time.
func parseMoment(flag, typed string, now time.Time, days int) (time.Time, error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return time.Time{}, nil
	}
	if t, err := time.ParseInLocation(time.DateOnly, typed, time.Local); err == nil {
		return t.AddDate(0, 0, days), nil
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02T15:04:05", time.RFC3339} {
		if t, err := time.ParseInLocation(layout, typed, time.Local); err == nil {
			return t, nil
		}
	}
	if m := dayCount.FindStringSubmatch(typed); m != nil {
		n, _ := strconv.Atoi(m[1]) // at most four digits
		return now.AddDate(0, 0, -n), nil
	}
	if d, err := time.ParseDuration(typed); err == nil && d >= 0 {
		return now.Add(-d), nil
	}
	return time.Time{}, usage(flag + " takes a day as 2026-07-01, a time as 2026-07-01 10:30, or how long ago, as 7d or 24h.")
}

// parsePlanned reads a time to come; "" is now.
func parsePlanned(flag, typed string, now time.Time) (time.Time, error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return time.Time{}, nil
	}
	wrong := usage(flag + " takes a time to come, as 2026-11-18 09:00.")
	if _, err := time.ParseDuration(typed); err == nil || dayCount.MatchString(typed) {
		return time.Time{}, wrong
	}
	at, err := parseMoment(flag, typed, now, 0)
	if err != nil || at.Before(now.Truncate(time.Minute)) {
		return time.Time{}, wrong
	}
	return at, nil
}

// filter completes what was parsed: the agent, and the name as it was written
// down.
func (v activityFlags) filter(d *desk, f app.ActivityFilter) (app.ActivityFilter, error) {
	if !v.AllAgents {
		agents, err := d.Channel.ListAgents(d.ctx)
		if err != nil {
			return f, err
		}
		if len(agents) > 0 || d.session.flags.Agent != "" {
			a, err := d.agent()
			if err != nil {
				return f, err
			}
			f.Agent = a.ID
		}
	}
	if f.By == "" {
		return f, nil
	}
	actors, err := d.Access.Actors(d.ctx)
	for _, name := range actors {
		if strings.EqualFold(name, f.By) {
			f.By = name
			break
		}
	}
	return f, err
}
