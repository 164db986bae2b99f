package templateeditor

import (
	"context"
	"sync"

	"channeldesk/app"
)

// memory is a store with what templates need.
type memory struct {
	app.Tx
	mu        sync.Mutex
	channels  []app.Channel
	templates []app.Template
	drafts    map[app.TemplateDraftID]app.TemplateDraft
	last      app.TemplateDraftID
	failing   error // of changes
	saves     int
	hold      chan struct{} // what a change waits for; nil for nothing
}

func (m *memory) View(_ context.Context, fn func(app.Tx) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return fn(m)
}

func (m *memory) Update(_ context.Context, fn func(app.Tx) error) error {
	if m.hold != nil {
		<-m.hold
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failing != nil {
		return m.failing
	}
	return fn(m)
}

func (m *memory) GetChannel(agent app.AgentID, env app.Environment) (app.Channel, error) {
	for _, c := range m.channels {
		if c.AgentID == agent && c.Environment == env {
			return c, nil
		}
	}
	return app.Channel{}, notThere()
}

func notThere() error { return app.NewError(app.CodeNotFound, app.Say("It is not there.")) }

func (m *memory) ListChannels() ([]app.Channel, error)                  { return m.channels, nil }
func (m *memory) ListTemplates(app.ChannelID) ([]app.Template, error)   { return m.templates, nil }
func (m *memory) AddActivity(app.Activity) error                        { return nil }
func (m *memory) SetTemplateSync(app.ChannelID, app.TemplateSync) error { return nil }
func (m *memory) GetTemplateSync(app.ChannelID) (app.TemplateSync, error) {
	return app.TemplateSync{}, nil
}

func (m *memory) FindTemplate(_ app.ChannelID, name, language string) (app.Template, error) {
	for _, t := range m.templates {
		if t.Name == name && t.Language == language {
			return t, nil
		}
	}
	return app.Template{}, notThere()
}

func (m *memory) SaveTemplate(t app.Template) (app.TemplateID, error) {
	t.ID = app.TemplateID(len(m.templates) + 1)
	m.templates = append(m.templates, t)
	return t.ID, nil
}

func (m *memory) SaveTemplateDraft(d app.TemplateDraft) (app.TemplateDraftID, error) {
	if d.ID == 0 {
		m.last++
		d.ID = m.last
	}
	m.saves++
	m.drafts[d.ID] = cloneDraft(d)
	return d.ID, nil
}

func (m *memory) GetTemplateDraft(id app.TemplateDraftID) (app.TemplateDraft, error) {
	d, ok := m.drafts[id]
	if !ok {
		return d, notThere()
	}
	return cloneDraft(d), nil
}

func (m *memory) ListTemplateDrafts(app.ChannelID) (out []app.TemplateDraft, err error) {
	for _, d := range m.drafts {
		out = append(out, cloneDraft(d))
	}
	return out, nil
}

func (m *memory) RemoveTemplateDraft(id app.TemplateDraftID) error {
	if _, ok := m.drafts[id]; !ok {
		return notThere()
	}
	delete(m.drafts, id)
	return nil
}
