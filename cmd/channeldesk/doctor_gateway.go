package main

import (
	"os"

	"channeldesk/app"
	"channeldesk/app/gateway"
)

const (
	// latestWebhooks are looked at for problems.
	latestWebhooks = 100
	// journalLarge is a size that the journal of the database has only while
	// something keeps it from being taken over.
	journalLarge = 256 << 20
)

// gateway tells of the gateway of this data folder, of what waits for it, and of
// what a person has to decide about.
func (x *examination) gateway(d *desk) {
	runs := x.gatewayRuns(d)
	var waits, unknown, dead int
	err := d.Store.View(d.ctx, func(tx app.Tx) error {
		channels, err := tx.ListChannels()
		if err != nil {
			return err
		}
		for _, c := range channels {
			counts, err := tx.CountHistory(app.HistoryFilter{Channel: c.ID})
			if err != nil {
				return err
			}
			waits, unknown = waits+counts.Waiting, unknown+counts.Unknown
			given, err := tx.ListForwardings(c.ID, app.ForwardDead, latestWebhooks)
			if err != nil {
				return err
			}
			dead += len(given)
			if err := x.webhooks(tx, c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		x.fail("queue", "Messages", err)
		return
	}
	detail := plural(waits, "waits", "wait") + " to be sent"
	switch {
	case waits == 0:
		x.add("queue", findingOK, "Messages", "none waits to be sent", "")
	case runs:
		x.add("queue", findingOK, "Messages", detail, "")
	default:
		x.add("queue", findingWarning, "Messages", detail+", and no gateway runs that would send", "Start it: in Settings of the window, or with channeldesk serve.")
	}
	if unknown > 0 {
		x.add("doubtful", findingWarning, "Doubtful messages", "of "+plural(unknown, "message", "messages")+" nobody knows whether it went out",
			"Look at the provider, then send again or leave it: in the window, under History.")
	} else {
		x.add("doubtful", findingOK, "Doubtful messages", "none", "")
	}
	if dead > 0 {
		x.add("forwarding", findingWarning, "Forwarding", plural(dead, "event was", "events were")+" given up after a day of tries",
			"Mend the agent's own address, then: channeldesk forward replay --all")
	} else {
		x.add("forwarding", findingOK, "Forwarding", "nothing was given up", "")
	}
}

// gatewayRuns tells whether a gateway works in this data folder, and where the one
// of the window listens.
func (x *examination) gatewayRuns(d *desk) bool {
	free, err := d.Lock.TryGateway()
	if err == nil && free {
		err = d.Lock.FreeGateway()
	}
	listen, lerr := d.workspace.gatewayListen(d.ctx)
	if err == nil {
		err = lerr
	}
	if err != nil {
		x.fail("gateway", "Gateway", err)
		return false
	}
	wanted := ""
	if err := d.Store.View(d.ctx, func(tx app.Tx) error { wanted, err = tx.Setting(settingGatewayOn); return err }); err != nil {
		x.fail("gateway", "Gateway", err)
		return !free
	}
	switch {
	case !free:
		x.add("gateway", findingOK, "Gateway", "runs in another program", "")
	case wanted == "1":
		// It starts with the window, if its port can be had.
		if err := gateway.TryListen(d.ctx, listen); err != nil {
			e := app.AsError(err)
			x.add("gateway", findingWarning, "Gateway", e.What.String(), "Choose another port: channeldesk settings set gateway-listen 127.0.0.1:8081")
		} else {
			x.add("gateway", findingOK, "Gateway", "starts with the window, which is closed", "")
		}
	default:
		x.add("gateway", findingOK, "Gateway", "does not run", "")
	}
	if gateway.OpenToNetwork(listen) {
		x.add("gateway_listen", findingWarning, "Window's gateway", "listens on "+listen+", where other computers reach it without encryption",
			"Let a firewall close the port, or: channeldesk settings set gateway-listen 127.0.0.1:8080")
	} else {
		x.add("gateway_listen", findingOK, "Window's gateway", "listens on "+listen+", this computer alone", "")
	}
	return !free
}

// webhooks tells when a channel's latest webhook came, and how many of the latest
// ones need a person.
func (x *examination) webhooks(tx app.Tx, c app.Channel) error {
	if c.Protocol == "" {
		return nil
	}
	a, err := tx.GetAgent(c.AgentID)
	if err != nil {
		return err
	}
	last, err := tx.LastArrival(c.ID)
	if err != nil {
		return err
	}
	title := "Webhooks of " + a.Name + ", " + c.Environment.Label()
	if last.IsZero() {
		x.add("webhooks", findingOK, title, "none came yet", "")
		return nil
	}
	list, err := tx.ListArrivals(c.ID, 0, latestWebhooks)
	if err != nil {
		return err
	}
	bad := 0
	for _, arrival := range list {
		if arrival.State == app.ArrivalHadProblem {
			bad++
		}
	}
	detail := "the latest came " + localTime(last)
	if bad > 0 {
		x.add("webhooks", findingWarning, title, detail+"; "+itoa(bad)+" of the latest "+itoa(len(list))+" could not be applied",
			"Look at them in the window: Channel, What comes in, Problems.")
		return nil
	}
	x.add("webhooks", findingOK, title, detail, "")
	return nil
}

// journal tells how large the database and its journal are.
func (x *examination) journal(d *desk) {
	size := func(ending string) int64 {
		info, err := os.Stat(d.Store.Path() + ending)
		if err != nil {
			return 0 // the journal comes and goes
		}
		return info.Size()
	}
	journal := size("-wal")
	if journal > journalLarge {
		x.add("journal", findingWarning, "Journal of the database", sizeText(journal)+" beside a database of "+sizeText(size("")),
			"A program keeps an old reading open. End all Channel Desk programs of this data folder and start them again.")
		return
	}
	x.add("journal", findingOK, "Journal of the database", sizeText(journal)+" in use beside a database of "+sizeText(size("")), "")
}
