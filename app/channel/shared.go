package channel

import (
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// sharedWarnings says what goes wrong when Draft and Published share what must
// be one environment's own, each in a sentence of its own. The checks tell what
// only the provider knows.
func (s *Service) sharedWarnings(draft, published app.Channel, draftCheck, publishedCheck app.CheckReport) (out []app.Text) {
	if draft.AccountCode != "" && draft.AccountCode == published.AccountCode {
		out = append(out, app.Say("Draft and Published use the same phone number, {{.Number}}. Tests in Draft reach the same customers.",
			"Number", app.FormatPhone(draft.AccountCode)))
	}
	if draft.Protocol == "" || draft.Protocol != published.Protocol {
		return out
	}
	d := s.Protocols.Declaration(draft.Protocol)
	var plain []string // those for which the usual sentence holds are told in one
	for _, f := range d.Fields {
		switch {
		case !sharesField(d, f, draft, published):
		case f.SharedWarning.IsEmpty():
			plain = append(plain, f.Label)
		default:
			out = append(out, f.SharedWarning)
		}
	}
	if len(plain) > 0 {
		out = append(out, app.Say("Draft and Published share {{.What}}. The provider sends messages to one of the two addresses only.", "What", strings.Join(plain, ", ")))
	}
	for _, f := range d.SharedFacts {
		if v := draftCheck.Facts[f.Fact]; v != "" && v == publishedCheck.Facts[f.Fact] {
			out = append(out, f.Warning)
		}
	}
	return out
}

// sharesField reports whether a field that must be one environment's own has
// one value in both.
func sharesField(d protocol.Declaration, f protocol.Field, draft, published app.Channel) bool {
	if !f.Identity && f.SharedWarning.IsEmpty() || !d.Applies(draft, f.When) || !d.Applies(published, f.When) {
		return false
	}
	v := d.Value(draft, f.Name)
	return v != "" && v == d.Value(published, f.Name)
}
