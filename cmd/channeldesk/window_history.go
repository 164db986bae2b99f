package main

import (
	"context"
	"io"
	"time"

	"channeldesk/app"
	"channeldesk/app/history"
	"channeldesk/app/price"
	"channeldesk/screens/historypage"
)

// historyDeps is the desk as the History page sees it.
func (d *windowDesk) historyDeps() historypage.Deps {
	live := d.services()
	return historypage.Deps{
		History: windowHistory{live.History, d.w}, Get: d.Get, Keys: live.Keys.List, Bulks: live.Bulk.List, Template: live.Templates.Find, Role: d.Role, Owners: d.Owners,
		Prices: func(_ context.Context, agent app.AgentID, env app.Environment) (*price.Tariff, error) {
			return d.w.tariff(agent, env)
		},
		FailureNames: d.w.failureNames,
		Provider:     d.w.providerOf,
		SendAgain: func(ctx context.Context, mark string) (app.Message, error) {
			if err := d.needsGateway(); err != nil {
				return app.Message{}, err
			}
			return live.History.SendAgain(ctx, mark)
		},
		Resolve: func(ctx context.Context, mark string, resend bool) error {
			if resend {
				if err := d.needsGateway(); err != nil {
					return err
				}
			}
			return live.Notify.Resolve(ctx, mark, resend)
		},
	}
}

// providerOf is the name of the provider that took a message, or that its channel had
// when it was made.
func (w *workspace) providerOf(ctx context.Context, m app.Message) (name string, err error) {
	err = w.Store.View(ctx, func(tx app.Tx) error {
		past, err := tx.ProtocolsOf(m.ChannelID)
		name = w.Protocols.Declaration(app.ProtocolAt(past, price.SentAt(m))).Name
		return err
	})
	return name, err
}

// windowHistory is the history as the window sees it.
type windowHistory struct {
	*history.Service
	w *workspace
}

// Export ends with the program, which waits for it, so that no half of a file
// stays behind.
func (h windowHistory) Export(ctx context.Context, agent app.AgentID, env app.Environment, f app.HistoryFilter, to io.Writer, o history.ExportOptions,
	progress func(done, total int64),
) error {
	if err := h.w.ctx.Err(); err != nil {
		return err
	}
	h.w.work.Add(1)
	defer h.w.work.Done()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(h.w.ctx, cancel)()
	return h.Service.Export(ctx, agent, env, f, to, o, progress)
}

// needsGateway says what to do when nothing would send, here or in another program.
func (d *windowDesk) needsGateway() error {
	if d.gatewayAnywhere() {
		return nil
	}
	return app.NewError(app.CodeIncomplete, app.Say("The gateway does not run on this computer, so nothing would send the message.")).
		WithFix(app.Say("Switch it on in Settings, under Gateway."))
}

// Deliveries implements overview.Deliverer.
func (d overviewDeps) Deliveries(ctx context.Context, agent app.AgentID, env app.Environment, from time.Time) ([]app.HistoryDay, error) {
	days, _, err := d.w.newHistory(nil).Days(ctx, agent, env, app.HistoryFilter{From: from})
	return days, err
}

// HistoryDays, PreviewHistory and KeepHistory implement settingspage.HistoryKeeper.
func (d settingsDeps) HistoryDays(ctx context.Context) (int, error) {
	return d.w.newHistory(nil).Keeps(ctx)
}

// PreviewHistory counts what a setting removes.
func (d settingsDeps) PreviewHistory(ctx context.Context, days int) (int, error) {
	return d.w.newHistory(nil).Preview(ctx, days)
}

// KeepHistory sets for how many days messages are kept. A gateway in this program
// begins at once.
func (d settingsDeps) KeepHistory(ctx context.Context, days int) error {
	return d.w.newHistory(nil).KeepHistory(ctx, days)
}
