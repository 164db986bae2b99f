package main

import (
	"strings"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
)

// changeJSON is one change that a file makes. A secret is never shown.
type changeJSON struct {
	Name   string `json:"name"`
	Label  string `json:"label"`
	Before string `json:"before"`
	After  string `json:"after"`
	Secret bool   `json:"secret"`
}

// words says a change beside its label.
func (r changeJSON) words() string {
	if !r.Secret || r.Before != noValue {
		return changeWords(r.Before, r.After)
	}
	if r.After == secretChanged {
		return "stored"
	}
	return r.After
}

// changedRow says a difference beside its label.
func changedRow(r channel.Row) string {
	before, after := r.Before.String(), r.After.String()
	switch {
	case r.Secret && r.New:
		return "stored"
	case r.Secret && r.Gone:
		return "removed"
	case r.New:
		before = ""
	case r.Gone:
		after = ""
	}
	return changeWords(before, after)
}

// changeWords says a change; "" is what has no value.
func changeWords(before, after string) string {
	switch {
	case before == "" && after == "":
		return noValue
	case before == "":
		return "set to " + after
	case after == "":
		return before + " removed"
	}
	return before + " -> " + after
}

// noValue stands for what has no value, and secretChanged for a secret's new one.
const (
	noValue       = "not set"
	secretChanged = "changed"
)

// changeRows lists what edits change, in the order of the form. Edits hold only
// what differs.
func changeRows(old, decl protocol.Declaration, base app.Channel, e channel.Edits) []changeJSON {
	var rows []changeJSON
	add := func(name, label, before, after string) {
		rows = append(rows, changeJSON{Name: name, Label: label, Before: before, After: after})
	}
	moved := e.Protocol != nil
	if moved {
		add("protocol", "Protocol", old.Name, decl.Name)
	}
	if e.AccountCode != nil {
		add("account_code", "Account code", app.FormatPhone(base.AccountCode), app.FormatPhone(*e.AccountCode))
	}
	next := overlay(base, e)
	for _, f := range decl.Fields {
		_, edited := e.Fields[f.Name]
		switch {
		case edited && moved:
			add(f.Name, f.Label, "", decl.Value(next, f.Name))
		case edited:
			add(f.Name, f.Label, old.Value(base, f.Name), decl.Value(next, f.Name))
		case moved && next.Fields[f.Name] != "":
			add(f.Name, f.Label, "", next.Fields[f.Name]+keptBefore)
		}
	}
	for _, f := range decl.Secrets {
		row := changeJSON{Name: f.Name, Label: f.Label, Before: noValue, After: secretChanged, Secret: true}
		if !moved && base.Secrets[f.Name].Present() {
			row.Before = "stored"
		}
		_, edited := e.Secrets[f.Name]
		if !edited && moved && next.Secrets[f.Name].Present() {
			row.After, edited = "stored"+keptBefore, true
		}
		if edited {
			rows = append(rows, row)
		}
	}
	rows = append(rows, sessionChanges(base.Session, next.Session)...)
	if e.Forward != nil {
		add("forward", "Forwarding address", base.Forward.URL, e.Forward.URL)
	}
	return rows
}

// keptBefore marks what was parked with a protocol that was left, and comes back.
const keptBefore = " (kept from before)"

// comingRef stands for a secret that is not stored yet.
const comingRef app.SecretRef = "coming"

// overlay gives the channel as it will be. New secrets are only present, without
// their details.
func overlay(base app.Channel, e channel.Edits) app.Channel {
	c := base.Clone()
	if e.Protocol != nil {
		c = turned(c, *e.Protocol)
	}
	if c.Fields == nil {
		c.Fields = map[string]string{}
	}
	if c.Secrets == nil {
		c.Secrets = map[string]app.SecretInfo{}
	}
	for name := range e.Secrets {
		c.Secrets[name] = app.SecretInfo{Ref: comingRef}
	}
	if e.AccountCode != nil {
		c.AccountCode = *e.AccountCode
	}
	for name, v := range e.Fields {
		if v == "" {
			delete(c.Fields, name)
		} else {
			c.Fields[name] = v
		}
	}
	if e.Session != nil {
		c.Session = *e.Session
	}
	if e.Forward != nil {
		c.Forward = *e.Forward
	}
	return c
}

// turned gives the channel another protocol with what was parked for it.
func turned(c app.Channel, id app.ProtocolID) app.Channel {
	if id == c.Protocol {
		return c
	}
	c = c.Clone()
	back := c.Parked[id]
	c.Protocol, c.Fields, c.Secrets = id, back.Fields, back.Secrets
	return c
}

func sessionChanges(before, after app.SessionSettings) []changeJSON {
	var rows []changeJSON
	b, a := sessionOf(before), sessionOf(after)
	add := func(name, label, before, after string) {
		if before != after {
			rows = append(rows, changeJSON{Name: name, Label: label, Before: before, After: after})
		}
	}
	onOff := map[bool]string{true: "on", false: "off"}
	add("ask_user_to_end", "Ask user to end session", onOff[b.AskUserToEnd], onOff[a.AskUserToEnd])
	add("ask_more_after", "Delay before ask more", b.AskMoreAfter, a.AskMoreAfter)
	add("end_confirmation_after", "Delay before end confirmation", b.EndConfirmationAfter, a.EndConfirmationAfter)
	add("ask_more_text", "Ask more message", b.AskMoreText, a.AskMoreText)
	add("end_confirmation_text", "End confirmation message", b.EndConfirmationText, a.EndConfirmationText)
	add("closing_text", "Closing message", b.ClosingText, a.ClosingText)
	add("answers", "Answer words", b.Answers.String(), a.Answers.String())
	return rows
}

// String lists the words on the buttons.
func (a answersJSON) String() string {
	return strings.Join([]string{a.AskMoreYes, a.AskMoreNo, a.EndYes, a.EndNo}, ", ")
}
