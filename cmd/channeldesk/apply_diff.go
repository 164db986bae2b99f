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
		if _, ok := e.Fields[f.Name]; !ok {
			continue
		}
		before := ""
		if !moved {
			before = old.Value(base, f.Name)
		}
		add(f.Name, f.Label, before, decl.Value(next, f.Name))
	}
	for _, f := range decl.Secrets {
		if _, ok := e.Secrets[f.Name]; ok {
			before := "not set"
			if !moved && base.Secrets[f.Name].Present() {
				before = "stored"
			}
			rows = append(rows, changeJSON{Name: f.Name, Label: f.Label, Before: before, After: "changed", Secret: true})
		}
	}
	rows = append(rows, sessionChanges(base.Session, next.Session)...)
	if e.Forward != nil {
		add("forward", "Forwarding address", base.Forward.URL, e.Forward.URL)
	}
	return rows
}

// overlay gives the channel as it will be, without the new secrets' details.
func overlay(base app.Channel, e channel.Edits) app.Channel {
	c := base.Clone()
	if c.Fields == nil || e.Protocol != nil {
		c.Fields = map[string]string{}
	}
	if c.Secrets == nil || e.Protocol != nil {
		c.Secrets = map[string]app.SecretInfo{}
	}
	if e.Protocol != nil {
		c.Protocol = *e.Protocol
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
