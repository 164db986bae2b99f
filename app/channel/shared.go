package channel

import (
	"strings"

	"channeldesk/app"
)

// sharedWarnings says, in one sentence, what goes wrong when Draft and Published
// share what must be one environment's own.
func (s *Service) sharedWarnings(draft, published app.Channel) []app.Text {
	var shared []string
	number := draft.AccountCode != "" && draft.AccountCode == published.AccountCode
	if number {
		shared = append(shared, app.FormatPhone(draft.AccountCode))
	}
	if draft.Protocol != "" && draft.Protocol == published.Protocol {
		d := s.Protocols.Declaration(draft.Protocol)
		for _, f := range d.Fields {
			if v := d.Value(draft, f.Name); f.Identity && v != "" && v == d.Value(published, f.Name) {
				shared = append(shared, f.Label)
			}
		}
	}
	switch {
	case len(shared) == 0:
		return nil
	case number:
		return []app.Text{app.Say("Draft and Published share {{.What}}. Tests in Draft reach the same customers, and the provider sends messages to one of the two addresses only.", "What", strings.Join(shared, ", "))}
	}
	return []app.Text{app.Say("Draft and Published share {{.What}}. The provider sends messages to one of the two addresses only.", "What", strings.Join(shared, ", "))}
}
