package historypage

import (
	"context"
	"slices"

	"channeldesk/app"
	"channeldesk/screens/frame"
	"channeldesk/screens/kit"
)

// failureNames reads the short names of failures; nil when there are none.
type failureNames func(ctx context.Context, agent app.AgentID, env app.Environment) (func(code string) app.Text, error)

// troubled reports whether the last column tells why a message failed, or why
// nobody knows whether it went out.
func troubled(m app.Message) bool {
	return m.Status == app.MessageFailed || m.Status == app.MessageUnknown
}

// nameFailures writes the short names into the rows. Where there is none, the whole
// reason stays, and so it does everywhere when the names cannot be read.
func (r reading) nameFailures(ctx context.Context, list []app.Message, rows []kit.TableRow) {
	if r.names == nil || !slices.ContainsFunc(list, troubled) {
		return
	}
	name, err := r.names(ctx, r.at.Agent, r.at.Environment)
	if err != nil {
		return
	}
	for i, m := range list {
		if !troubled(m) {
			continue
		}
		if short := name(m.Code); !short.IsEmpty() {
			rows[i].Cells[lastCell].Text, rows[i].Cells[lastCell].Tip = frame.T(short), frame.T(m.Reason)
		}
	}
}
