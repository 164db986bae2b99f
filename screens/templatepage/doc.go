// Package templatepage is the page of the message templates: the list as the
// provider tells it, and the details of one with what customers see.
package templatepage

import (
	"context"

	"channeldesk/app"
	"channeldesk/app/channel"
	"channeldesk/app/protocol"
	"channeldesk/app/template"
)

// Templates are the templates of an environment; template.Service has them. All
// of it may be slow and is called off the UI thread.
type Templates interface {
	List(ctx context.Context, agent app.AgentID, env app.Environment) ([]app.Template, app.TemplateSync, error)
	Offer(ctx context.Context, agent app.AgentID, env app.Environment) (protocol.TemplateOffer, error)
	Drafts(ctx context.Context, agent app.AgentID, env app.Environment) ([]app.TemplateDraft, error)
	Sync(ctx context.Context, agent app.AgentID, env app.Environment, progress func(done int)) error
	KeepFresh(ctx context.Context, agent app.AgentID, env app.Environment)
	Uses(ctx context.Context, id app.TemplateID, allLanguages bool) (template.Uses, error)
	MayEdit(ctx context.Context, id app.TemplateID) error
	Edit(ctx context.Context, id app.TemplateID) (app.TemplateDraft, error)
	MayUnpause(ctx context.Context, id app.TemplateID) error
	Unpause(ctx context.Context, id app.TemplateID) (app.Template, error)
	Duplicate(ctx context.Context, id app.TemplateID, how template.Copy) (app.TemplateDraft, error)
	CopyToEnvironment(ctx context.Context, id app.TemplateID, env app.Environment) (app.TemplateDraft, error)
	Delete(ctx context.Context, id app.TemplateID, allLanguages bool) error
	DropDraft(ctx context.Context, id app.TemplateDraftID) error
}

// Deps is what the page needs of the services and of the window; all are needed.
// Role, Owners and EditTemplate answer at once and are called on the UI thread,
// all others off it.
type Deps struct {
	Templates Templates
	// Get reads the channel that is shown, for its account and its protocol.
	Get func(ctx context.Context, agent app.AgentID, env app.Environment) (channel.View, error)
	// Role is the acting member's role with an agent.
	Role func(agent app.AgentID) app.Role
	// Owners are the names of the members who own the workspace.
	Owners func() []string
	// EditTemplate opens a draft in the editor; the zero draft begins a new one.
	EditTemplate func(app.TemplateDraft)
}
