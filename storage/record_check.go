package storage

import (
	"time"

	"channeldesk/app"
)

type stepRecord struct {
	ID      string     `json:"id"`
	State   string     `json:"state"`
	Warning bool       `json:"warning,omitempty"`
	Title   textRecord `json:"title"`
	Detail  textRecord `json:"detail"`
	Fix     textRecord `json:"fix"`
	Action  string     `json:"action,omitempty"`
	Field   string     `json:"field,omitempty"`
	Code    string     `json:"code,omitempty"`
}

type secretFactsRecord struct {
	ExpiresAt    stamp `json:"expires_at,omitempty"`
	NeverExpires bool  `json:"never_expires,omitempty"`
	Verified     bool  `json:"verified,omitempty"`
}

type checkRecord struct {
	Protocol string                       `json:"protocol,omitempty"`
	At       stamp                        `json:"at,omitempty"`
	TookMS   int64                        `json:"took_ms"`
	Steps    []stepRecord                 `json:"steps"`
	Facts    map[string]string            `json:"facts,omitempty"`
	Secrets  map[string]secretFactsRecord `json:"secrets,omitempty"`
}

func toCheckRecord(c app.CheckReport) checkRecord {
	r := checkRecord{Protocol: string(c.Protocol), At: toStamp(c.At), TookMS: c.Took.Milliseconds(), Facts: c.Facts}
	for _, s := range c.Steps {
		r.Steps = append(r.Steps, stepRecord{
			ID: s.ID, State: string(s.State), Warning: s.Warning, Title: toTextRecord(s.Title),
			Detail: toTextRecord(s.Detail), Fix: toTextRecord(s.Fix), Action: s.Action, Field: s.Field, Code: s.Code,
		})
	}
	for name, f := range c.Secrets {
		if r.Secrets == nil {
			r.Secrets = map[string]secretFactsRecord{}
		}
		r.Secrets[name] = secretFactsRecord{ExpiresAt: toStamp(f.ExpiresAt), NeverExpires: f.NeverExpires, Verified: f.Verified}
	}
	return r
}

func (r checkRecord) report() app.CheckReport {
	c := app.CheckReport{
		Protocol: app.ProtocolID(r.Protocol), At: fromStamp(r.At), Took: time.Duration(r.TookMS) * time.Millisecond,
		Facts: r.Facts, Secrets: map[string]app.SecretFacts{},
	}
	if c.Facts == nil {
		c.Facts = map[string]string{}
	}
	for _, s := range r.Steps {
		c.Steps = append(c.Steps, app.CheckStep{
			ID: s.ID, State: app.StepState(s.State), Warning: s.Warning, Title: s.Title.text(),
			Detail: s.Detail.text(), Fix: s.Fix.text(), Action: s.Action, Field: s.Field, Code: s.Code,
		})
	}
	for name, f := range r.Secrets {
		c.Secrets[name] = app.SecretFacts{ExpiresAt: fromStamp(f.ExpiresAt), NeverExpires: f.NeverExpires, Verified: f.Verified}
	}
	return c
}
