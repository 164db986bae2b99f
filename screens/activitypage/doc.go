// Package activitypage is the page with the audit log: who did what and when,
// narrowed by filters, read on while it is scrolled, exported and verified; and
// beside it the versions of Published, each of which can come back.
package activitypage

import (
	"context"
	"io"

	"channeldesk/app"
	"channeldesk/app/access"
	"channeldesk/app/channel"
)

// PartVersions is the part of the page with the versions, for links.
const PartVersions = "versions"

// Deps is what the page needs of the services. All of it may be slow and is
// called off the UI thread.
type Deps interface {
	// Activity gives the lines that a filter lets through, newest first.
	Activity(ctx context.Context, f app.ActivityFilter) ([]app.Activity, error)
	// Actors are the names that ever acted.
	Actors(ctx context.Context) ([]string, error)
	// ExportActivity writes CSV and tells how many lines were written.
	ExportActivity(ctx context.Context, f app.ActivityFilter, o access.ExportOptions, w io.Writer, progress func(lines int)) error
	// VerifyActivity follows the whole log from its first line.
	VerifyActivity(ctx context.Context) (app.ActivityProof, error)
	// Versions are those of an agent's Published, newest first.
	Versions(ctx context.Context, agent app.AgentID) ([]channel.VersionLine, error)
	// ListAgents gives the agents that the acting member may see.
	ListAgents(ctx context.Context) ([]app.Agent, error)
}
