package handoff

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// JSON writes the sheet for scripts, with stable keys. The account code is
// in E.164, the protocol and environment are the names that the command line
// takes. It fails with CodeIncomplete when something is missing.
func (s Sheet) JSON(w io.Writer) error {
	if err := s.ready(); err != nil {
		return err
	}
	events := s.Events
	if events == nil {
		events = []string{}
	}
	out := struct {
		Agent       string   `json:"agent"`
		Environment string   `json:"environment"`
		Protocol    string   `json:"protocol"`
		AccountCode string   `json:"account_code"`
		WebhookURL  string   `json:"webhook_url"`
		Events      []string `json:"events"`
		Contact     string   `json:"contact"`
		Sheet       string   `json:"sheet"`
		Secret      string   `json:"webhook_secret,omitempty"`
	}{
		s.Agent, string(s.Environment), string(s.Protocol), s.AccountCode, s.WebhookURL, events, s.Contact, s.Number, "",
	}
	if s.IncludeSecret {
		out.Secret = s.Secret.Expose()
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	if err := enc.Encode(out); err != nil {
		return fmt.Errorf("write sheet as JSON: %w", err)
	}
	_, err := w.Write(b.Bytes())
	return err
}
