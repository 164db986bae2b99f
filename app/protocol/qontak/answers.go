package qontak

import (
	"bytes"
	"encoding/json"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol/transport"
)

// What answers hold, in whatever form it comes.
type (
	text   = transport.Text
	number = transport.Number
)

// flag takes true in the forms that are in use, and anything else as false.
type flag bool

// UnmarshalJSON never fails on valid JSON.
func (f *flag) UnmarshalJSON(raw []byte) error {
	switch strings.Trim(string(bytes.TrimSpace(raw)), `"`) {
	case "true", "1":
		*f = true
	default:
		*f = false
	}
	return nil
}

// decode reads the envelope: data into out, which must be a pointer to a slice
// or to a struct, and the paging beside it. ok is false when data is not there
// or is of another kind.
func decode(raw []byte, out any) (paging, bool) {
	var envelope struct {
		Data json.RawMessage `json:"data"`
		Meta json.RawMessage `json:"meta"`
	}
	if !transport.SaneJSON(raw) || json.Unmarshal(raw, &envelope) != nil {
		return paging{}, false
	}
	data := bytes.TrimSpace(envelope.Data)
	if len(data) == 0 || data[0] != '{' && data[0] != '[' || json.Unmarshal(data, out) != nil {
		return paging{}, false
	}
	// An odd meta is no reason to refuse the data.
	var meta struct {
		Pagination paging `json:"pagination"`
	}
	if json.Unmarshal(envelope.Meta, &meta) != nil {
		meta.Pagination = paging{}
	}
	return meta.Pagination, true
}

// lone is one object, also when it comes as a list of one.
type lone[T any] struct{ it T }

// UnmarshalJSON takes the object, or the first of a list.
func (l *lone[T]) UnmarshalJSON(raw []byte) error {
	if raw = bytes.TrimSpace(raw); len(raw) > 0 && raw[0] == '[' {
		var list []T
		if err := json.Unmarshal(raw, &list); err != nil || len(list) == 0 {
			return err
		}
		l.it = list[0]
		return nil
	}
	return json.Unmarshal(raw, &l.it)
}

// integration is a channel of the organisation, as a list's element or alone.
// Old ones also carry a credential in their settings, which is not read at all.
type integration struct {
	ID           text     `json:"id"`
	Target       text     `json:"target_channel"`
	Organisation text     `json:"organization_id"`
	Settings     settings `json:"settings"`
	// Active is nil when Qontak does not say.
	Active *flag `json:"is_active"`
}

// settings of an integration; every member can be missing.
type settings struct {
	Name  text `json:"account_name"`
	Phone text `json:"phone_number"`
}

// UnmarshalJSON takes anything that is not an object as nothing told.
func (s *settings) UnmarshalJSON(raw []byte) error {
	type plain settings
	var p plain
	if json.Unmarshal(raw, &p) != nil {
		p = plain{}
	}
	*s = settings(p)
	return nil
}

// isActive takes a channel for active unless Qontak says that it is not.
func (i integration) isActive() bool { return i.Active == nil || bool(*i.Active) }

// accountCode is the channel's number in E.164, "" when it is not told.
func (i integration) accountCode() string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, string(i.Settings.Phone))
	if len(digits) < 6 || len(digits) > 15 || strings.HasPrefix(digits, "0") {
		return ""
	}
	if code, err := app.ParseAccountCode("+"+digits, ""); err == nil {
		return code
	}
	return ""
}

func isDigits(s string) bool { return transport.IsDigits(s) }
