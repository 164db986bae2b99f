package channel

import "channeldesk/app"

// sharedWarnings says what goes wrong when Draft and Published share what must
// be one environment's own.
func (s *Service) sharedWarnings(draft, published app.Channel) []app.Text {
	var out []app.Text
	if draft.AccountCode != "" && draft.AccountCode == published.AccountCode {
		out = append(out, app.Say("Draft and Published use the same phone number, {{.Number}}. Tests in Draft reach the same customers.", "Number", app.FormatPhone(draft.AccountCode)))
	}
	if draft.Protocol == "" || draft.Protocol != published.Protocol {
		return out
	}
	d := s.Protocols.Declaration(draft.Protocol)
	for _, f := range d.Fields {
		if !f.Identity {
			continue
		}
		if v := d.Value(draft, f.Name); v != "" && v == d.Value(published, f.Name) {
			out = append(out, app.Say("Draft and Published use the same {{.Label}}. The provider sends messages to one of the two addresses only.", "Label", f.Label))
		}
	}
	return out
}
