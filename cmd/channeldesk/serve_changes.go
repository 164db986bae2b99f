package main

import (
	"channeldesk/app"
	"channeldesk/app/gateway"
)

// uses keeps what was told of the channels at work, and gives those that changed
// since; nothing before the gateway said that it started.
func (p *servePrinter) uses(now []gateway.Use) (changed []gateway.Use) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, u := range now {
		if p.used != nil && p.used[u.Channel] != u.Revision {
			changed = append(changed, u)
		}
	}
	p.used = map[app.ChannelID]int64{}
	for _, u := range now {
		p.used[u.Channel] = u.Revision
	}
	return changed
}

func (p *servePrinter) hasStarted() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.used != nil
}

// tellChanges says which channels the gateway uses as they were changed meanwhile.
func (d *desk) tellChanges(p *servePrinter) {
	if !p.hasStarted() {
		return
	}
	status := p.gateway.Status()
	changed := map[app.ChannelID]bool{}
	for _, u := range p.uses(status.Uses) {
		changed[u.Channel] = true
	}
	if len(changed) == 0 {
		return
	}
	all, err := d.served(status.Public)
	if err != nil {
		d.Log.Warn("read the changed channels", "cause", err)
		return
	}
	var list []serveChannel
	for _, c := range all {
		if changed[c.id] {
			list = append(list, c)
		}
	}
	if d.session.flags.JSON {
		p.line(serveLine{Event: "changed", Channels: list})
		return
	}
	for _, c := range list {
		d.session.console.printf("%s, %s: revision %d of its settings is in use.\n", oneLine(c.Agent), c.Environment.Label(), c.Revision)
	}
}
