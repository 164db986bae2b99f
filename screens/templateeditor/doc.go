// Package templateeditor is the page on which a template is written, checked while
// it is typed and sent for review, or declared where the provider's staff set
// templates up.
//
// What is typed is the most valuable thing on this page. It is kept on this computer
// a moment after each change, when the page is left and when the window closes; a
// change that could not be kept stays in memory and is tried again.
package templateeditor

import (
	"context"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/template"
)

// Templates are the templates of an environment; template.Service has them. All of
// it may be slow and is called off the UI thread.
type Templates interface {
	Checker(ctx context.Context, agent app.AgentID, env app.Environment) (*template.Checker, error)
	List(ctx context.Context, agent app.AgentID, env app.Environment) ([]app.Template, app.TemplateSync, error)
	Drafts(ctx context.Context, agent app.AgentID, env app.Environment) ([]app.TemplateDraft, error)
	SaveDraft(ctx context.Context, agent app.AgentID, env app.Environment, d app.TemplateDraft) (app.TemplateDraft, error)
	DropDraft(ctx context.Context, id app.TemplateDraftID) error
	Submit(ctx context.Context, agent app.AgentID, env app.Environment, id app.TemplateDraftID, progress func(template.Progress)) (app.Template, error)
}

// Deps is what the page needs of the services; all of it is needed. Role and Owners
// answer at once and are called on the UI thread.
type Deps struct {
	Templates Templates
	// Get reads the channel that is shown, for its account and its provider's name.
	Get func(ctx context.Context, agent app.AgentID, env app.Environment) (channel.View, error)
	// Role is the acting member's role with an agent.
	Role func(agent app.AgentID) app.Role
	// Owners are the names of the members who own the workspace.
	Owners func() []string
	// ChooseFile asks for a file with one of the extensions. UI thread only.
	ChooseFile func(extensions []string, chosen func(path string))
}
