package session

import (
	"encoding/json"
	"fmt"
	"time"
)

// formVersion is the version of the kept form.
const formVersion = 1

// record is a State as it is kept. Times are milliseconds since 1970, 0 is none.
type record struct {
	Form         int      `json:"v"`
	Key          string   `json:"key,omitempty"`
	Number       int64    `json:"session,omitempty"`
	Stage        Stage    `json:"stage"`
	Since        int64    `json:"since,omitempty"`
	LastCustomer int64    `json:"last_customer,omitempty"`
	LastSeen     int64    `json:"last_seen,omitempty"`
	LastAgent    int64    `json:"last_agent,omitempty"`
	Owed         bool     `json:"owed,omitempty"`
	Settings     int64    `json:"settings,omitempty"`
	Print        string   `json:"settings_print,omitempty"`
	Room         string   `json:"room,omitempty"`
	OptedOut     bool     `json:"opted_out,omitempty"`
	Messages     int      `json:"messages,omitempty"`
	Answers      int      `json:"answers,omitempty"`
	Steps        int      `json:"steps,omitempty"`
	Due          int64    `json:"due,omitempty"`
	Reason       Reason   `json:"reason,omitempty"`
	Seen         []string `json:"seen,omitempty"`
}

// MarshalJSON gives the kept form.
func (s State) MarshalJSON() ([]byte, error) {
	r := record{
		Form: formVersion, Key: s.Key, Number: s.Number, Stage: s.Stage, Since: millis(s.Since),
		LastCustomer: millis(s.LastCustomerAt), LastSeen: millis(s.LastSeenAt), LastAgent: millis(s.LastAgentAt),
		Owed: s.Owed, Settings: s.Settings, Print: s.print, Room: s.Room, OptedOut: s.OptedOut,
		Messages: s.Messages, Answers: s.Answers, Steps: s.Steps, Due: millis(s.Due), Reason: s.Reason, Seen: s.seen,
	}
	if b, ok := appendRecord(make([]byte, 0, 320+24*len(r.Seen)), &r); ok {
		return b, nil
	}
	return json.Marshal(r)
}

// UnmarshalJSON reads the kept form. A form or stage that this program does not
// know is an error, and leaves the state as it was.
func (s *State) UnmarshalJSON(data []byte) error {
	var r record
	if !readRecord(data, &r) {
		r = record{}
		if err := json.Unmarshal(data, &r); err != nil {
			return fmt.Errorf("read session: %w", err)
		}
	}
	if r.Form != formVersion {
		return fmt.Errorf("read session: form %d is unknown", r.Form)
	}
	switch r.Stage {
	case StageActive, StageAskedMore, StageAskedEnd, StageEnded:
	default:
		return fmt.Errorf("read session: stage %q is unknown", r.Stage)
	}
	*s = State{
		Key: r.Key, Number: r.Number, Stage: r.Stage, Since: moment(r.Since),
		LastCustomerAt: moment(r.LastCustomer), LastSeenAt: moment(r.LastSeen), LastAgentAt: moment(r.LastAgent),
		Owed: r.Owed, Settings: r.Settings, print: r.Print, Room: r.Room, OptedOut: r.OptedOut,
		Messages: r.Messages, Answers: r.Answers, Steps: r.Steps, Due: moment(r.Due), Reason: r.Reason, seen: r.Seen,
	}
	return nil
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
