// Package historypage is the page with every message that was sent: how many and
// how they ended, day by day, narrowed by filters and a search, page by page and
// live; what happened to one of them and what to do; and all of it as a file.
package historypage

import (
	"context"
	"io"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/history"
	"channeldesk/app/price"
)

// History reads what was sent. All of it may be slow and is called off the UI
// thread, except MayRepeat.
type History interface {
	Page(ctx context.Context, agent app.AgentID, env app.Environment, p app.HistoryPage) ([]app.Message, error)
	Counts(ctx context.Context, agent app.AgentID, env app.Environment, f app.HistoryFilter) (app.HistoryCounts, error)
	Days(ctx context.Context, agent app.AgentID, env app.Environment, f app.HistoryFilter) (days []app.HistoryDay, ok bool, err error)
	Templates(ctx context.Context, agent app.AgentID, env app.Environment) ([]string, error)
	// Get gives a message by its mark with its attempts, the first one in front.
	Get(ctx context.Context, mark string) (app.Message, []app.Attempt, error)
	// MayRepeat says at once whether a message can be sent again, and why not.
	MayRepeat(m app.Message) (bool, app.Text)
	Export(ctx context.Context, agent app.AgentID, env app.Environment, f app.HistoryFilter, w io.Writer, o history.ExportOptions, progress func(done, total int64)) error
}

// Deps is what the page needs of the services; all of it is needed. Functions
// with a context may be slow and are called off the UI thread.
type Deps struct {
	History History
	Get     func(ctx context.Context, agent app.AgentID, env app.Environment) (channel.View, error)
	Keys    func(ctx context.Context, agent app.AgentID, env app.Environment) ([]app.APIKey, error)
	// Bulks are the latest bulk sends, newest first.
	Bulks func(ctx context.Context, agent app.AgentID, env app.Environment) ([]app.BulkSend, error)
	// Template finds the template of a message; CodeNotFound when it is gone.
	Template func(ctx context.Context, agent app.AgentID, env app.Environment, name, language string) (app.Template, error)
	// SendAgain keeps a copy of a message to be sent now.
	SendAgain func(ctx context.Context, mark string) (app.Message, error)
	// Resolve ends the doubt about a message: it arrived, or it is sent again.
	Resolve func(ctx context.Context, mark string, resend bool) error
	// Prices gives what the messages of a channel cost, by the price lists of its
	// protocol; it may be nil.
	Prices func(ctx context.Context, agent app.AgentID, env app.Environment) (*price.Tariff, error)
	// FailureNames gives the short names of why messages of a channel failed, by the
	// code that they carry; an empty one where the whole reason has to serve. It may
	// be nil.
	FailureNames func(ctx context.Context, agent app.AgentID, env app.Environment) (func(code string) app.Text, error)
	// Provider gives what the provider is called that took a message, also when its
	// channel has another one by now; it may be nil.
	Provider func(ctx context.Context, m app.Message) (string, error)
	// Role and Owners answer at once.
	Role   func(agent app.AgentID) app.Role
	Owners func() []string
}

func (d Deps) complete() bool {
	return d.History != nil && d.Get != nil && d.Keys != nil && d.Bulks != nil && d.Template != nil && d.SendAgain != nil && d.Resolve != nil &&
		d.Role != nil && d.Owners != nil
}
