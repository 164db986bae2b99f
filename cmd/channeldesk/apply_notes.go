package main

import (
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
	"channeldesk/cmd/channeldesk/applyfile"
)

// applyNotes are what to mind of one environment afterwards: values that were
// put aside, secrets without effect, and what is still missing.
func applyNotes(was, decl protocol.Declaration, base, next app.Channel, c *applyfile.Config) []string {
	var notes []string
	if base.Protocol != next.Protocol && len(base.Fields)+len(base.Secrets) > 0 {
		notes = append(notes, "The values of "+was.Name+" are put aside. They come back with the protocol.")
	}
	var named []string
	for _, s := range c.Secrets {
		named = append(named, s.Name)
	}
	notes = append(notes, unusedNotes(decl, next, named)...)
	if decl.ID == "" {
		return notes
	}
	if missing := decl.Missing(next); len(missing) > 0 {
		note := "Still missing: " + strings.Join(missing, ", ") + "."
		for _, group := range decl.AtLeastOne {
			if !anyPresent(next, group.Secrets) {
				note += " " + group.Why.String()
			}
		}
		notes = append(notes, note)
	}
	return notes
}

func anyPresent(c app.Channel, names []string) bool {
	for _, name := range names {
		if c.Secrets[name].Present() {
			return true
		}
	}
	return false
}

// unusedNotes tell which of the named secrets belong to another choice than the
// channel's. They are stored all the same: the choice may change.
func unusedNotes(d protocol.Declaration, c app.Channel, names []string) (notes []string) {
	for _, name := range names {
		f, ok := d.Secret(name)
		if !ok || d.Applies(c, f.When) {
			continue
		}
		choice, _ := d.Field(f.When.Field)
		notes = append(notes, f.Label+" is stored, and has no effect while "+choice.Label+" ("+choice.Name+") is "+d.Value(c, choice.Name)+".")
	}
	return notes
}
