// Package sendpage is the page for sending templates: one message, or many from a
// file of recipients, and the page below it that shows how a bulk send goes on.
package sendpage

import (
	"context"
	"io"

	"channeldesk/app"
	"channeldesk/app/bulk"
	"channeldesk/app/channel"
	"channeldesk/app/notify"
	"channeldesk/app/price"
	"channeldesk/app/protocol"
)

// BulkSends are the bulk sends of a workspace; bulk.Service has them. All of it
// may be slow and is called off the UI thread.
type BulkSends interface {
	Preflight(ctx context.Context, o bulk.Order) ([]bulk.Finding, error)
	Prepare(ctx context.Context, o bulk.Order, progress func(stored, all int)) (app.BulkSend, error)
	Continue(ctx context.Context, id app.BulkID, progress func(stored, all int)) (app.BulkSend, error)
	Get(ctx context.Context, id app.BulkID) (app.BulkSend, app.BulkCounts, error)
	List(ctx context.Context, agent app.AgentID, env app.Environment) ([]app.BulkSend, error)
	Failures(ctx context.Context, id app.BulkID) ([]app.BulkFailure, error)
	Report(ctx context.Context, id app.BulkID, w io.Writer, o bulk.ReportOptions, progress func(done, all int)) (int, error)
	Pause(ctx context.Context, id app.BulkID) error
	Resume(ctx context.Context, id app.BulkID) error
	ResumeAnyway(ctx context.Context, id app.BulkID) error
	StartNow(ctx context.Context, id app.BulkID) error
	SetPace(ctx context.Context, id app.BulkID, pace float64) error
	Cancel(ctx context.Context, id app.BulkID, progress func(cancelled int)) (int, error)
	Sending(ctx context.Context, agent app.AgentID, env app.Environment) (protocol.Sending, error)
	OptedOut(ctx context.Context, agent app.AgentID, env app.Environment) (func(e164 string) bool, error)
	OptOuts(ctx context.Context, agent app.AgentID, env app.Environment) ([]string, error)
	OptOut(ctx context.Context, agent app.AgentID, env app.Environment, numbers ...string) (int, error)
	OptIn(ctx context.Context, agent app.AgentID, env app.Environment, numbers ...string) (int, error)
}

// Deps is what the pages need of the services and of the window; all but Prices
// and FailureNames are needed.
// Role, Owners, GatewayHere and Browse answer at once and are called on the UI
// thread, all others off it.
type Deps struct {
	Bulk BulkSends
	// Get reads the channel that is shown, for its account and its protocol.
	Get func(ctx context.Context, agent app.AgentID, env app.Environment) (channel.View, error)
	// Templates are all templates of an environment, as they were last read.
	Templates func(ctx context.Context, agent app.AgentID, env app.Environment) ([]app.Template, app.TemplateSync, error)
	// Role is the acting member's role with an agent.
	Role func(agent app.AgentID) app.Role
	// Owners are the names of the members who own the workspace.
	Owners func() []string
	// Send keeps one message to be sent.
	Send func(ctx context.Context, n notify.NewMessage) (app.Message, error)
	// Resolve ends the doubt about a message.
	Resolve func(ctx context.Context, mark string, resend bool) error
	// Message reads one message as it stands.
	Message func(ctx context.Context, mark string) (app.Message, error)
	// Messages reads a page of the history.
	Messages func(ctx context.Context, agent app.AgentID, env app.Environment, p app.HistoryPage) ([]app.Message, error)
	// GatewayRuns reports whether a gateway works in this workspace, in this program
	// or another one; GatewayHere whether it is in this one.
	GatewayRuns func() bool
	GatewayHere func() bool
	// Browse asks for a file with one of the endings.
	Browse func(endings []string, chosen func(path string))
	// Prices are the price lists of the workspace; it may be nil.
	Prices func(ctx context.Context) (price.Book, error)
	// FailureNames gives the short names of why messages of a channel failed, by their
	// code; it may be nil.
	FailureNames func(ctx context.Context, agent app.AgentID, env app.Environment) (func(code string) app.Text, error)
	// Zone is the computer's time zone by name, as "Asia/Jakarta"; "" when it is not
	// known.
	Zone string
}

func (d Deps) check() {
	if d.Bulk == nil || d.Get == nil || d.Templates == nil || d.Role == nil || d.Owners == nil || d.Send == nil || d.Resolve == nil ||
		d.Message == nil || d.Messages == nil || d.GatewayRuns == nil || d.GatewayHere == nil || d.Browse == nil {
		panic("sendpage: incomplete Deps")
	}
}
