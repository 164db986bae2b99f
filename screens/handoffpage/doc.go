// Package handoffpage is the page that hands a channel's webhook details over:
// the sheet with its QR code as it will look on paper, the choices that shape
// it, the ways out of the program, and the log of what was handed over.
package handoffpage

import (
	"context"
	"io"

	"channeldesk/app"
	"channeldesk/app/handoff"
)

// Deps is what the page needs of the services; *handoff.Service has it all.
// Every method may be slow and is called off the UI thread.
type Deps interface {
	Sheet(ctx context.Context, agent app.AgentID, env app.Environment, r handoff.Request) (handoff.Sheet, error)
	Log(ctx context.Context, agent app.AgentID, env app.Environment) ([]handoff.Entry, error)
	Record(ctx context.Context, agent app.AgentID, env app.Environment, r handoff.Request, way app.HandoffWay) (app.Handoff, error)
	Export(ctx context.Context, agent app.AgentID, env app.Environment, r handoff.Request, way app.HandoffWay, w io.Writer) (app.Handoff, error)
	ExportFile(ctx context.Context, agent app.AgentID, env app.Environment, r handoff.Request, way app.HandoffWay, path string) (app.Handoff, error)
	Confirm(ctx context.Context, id app.HandoffID) error
	AddNote(ctx context.Context, agent app.AgentID, env app.Environment, to, text string) error
}
