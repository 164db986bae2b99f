package channel

import (
	"context"
	"slices"
	"unicode/utf8"

	"channeldesk/app"
)

// NewAgent is what is asked for a new agent.
type NewAgent struct {
	Name    string
	Country string
	Contact string
	Sandbox bool
}

// ListAgents gives all agents by name, without those that the acting member may
// not see. Where nobody acts, it is the program itself that asks for all.
func (s *Service) ListAgents(ctx context.Context) (agents []app.Agent, err error) {
	err = s.Store.View(ctx, func(tx app.Tx) error {
		if agents, err = tx.ListAgents(); err != nil {
			return err
		}
		hidden, err := hides(ctx, tx)
		agents = slices.DeleteFunc(agents, func(a app.Agent) bool { return hidden(a.ID) })
		return err
	})
	return agents, err
}

// FindAgent gives an agent by its exact name, case ignored. One that the acting
// member may not see is not found.
func (s *Service) FindAgent(ctx context.Context, name string) (agent app.Agent, err error) {
	name = app.CleanName(name)
	err = s.Store.View(ctx, func(tx app.Tx) error {
		hidden, err := hides(ctx, tx)
		if err != nil {
			return err
		}
		if agent, err = tx.FindAgent(name); err == nil && hidden(agent.ID) {
			agent = app.Agent{}
			return app.NewError(app.CodeNotFound, app.Say("There is no agent named {{.Name}}.", "Name", name))
		}
		return err
	})
	return agent, err
}

// hides tells which agents the acting member may not see, by the stored roles.
func hides(ctx context.Context, tx app.Tx) (func(app.AgentID) bool, error) {
	acting, ok := app.ActingMember(ctx)
	if !ok {
		return func(app.AgentID) bool { return false }, nil
	}
	m, err := tx.GetMember(acting.ID)
	if app.ErrorCode(err) == app.CodeNotFound {
		return func(app.AgentID) bool { return true }, nil
	}
	return func(id app.AgentID) bool { return !m.RoleFor(id).Allows(app.MaySee) }, err
}

// CreateAgent makes an agent with an empty Published environment.
func (s *Service) CreateAgent(ctx context.Context, n NewAgent) (app.Agent, error) {
	member, err := s.Guard.Require(ctx, 0, app.MayEdit)
	if err != nil {
		return app.Agent{}, err
	}
	name, err := app.CheckAgentName(n.Name)
	if err != nil {
		return app.Agent{}, err
	}
	country, err := app.CheckCountry(n.Country)
	if err != nil {
		return app.Agent{}, err
	}
	contact, err := checkContact(n.Contact)
	if err != nil {
		return app.Agent{}, err
	}
	agent := app.Agent{Name: name, Country: country, Contact: contact, Sandbox: n.Sandbox, CreatedAt: s.now()}
	err = s.Store.Update(ctx, func(tx app.Tx) error {
		if _, err := tx.FindAgent(name); err == nil {
			return app.NewError(app.CodeConflict, app.Say("There is an agent called {{.Name}} already.", "Name", name)).
				WithFix(app.Say("Choose another name, or open that agent.")).WithField("name")
		} else if app.ErrorCode(err) != app.CodeNotFound {
			return err
		}
		if agent.ID, err = tx.CreateAgent(agent); err != nil {
			return err
		}
		c := s.emptyChannel(agent, app.Published, member)
		if c.Key, err = freeKey(tx, name); err != nil {
			return err
		}
		if _, err := tx.CreateChannel(c); err != nil {
			return err
		}
		return s.record(tx, member, agent.ID, "", app.ActAgentCreated, app.Say("Agent {{.Name}} created", "Name", name))
	})
	if err != nil {
		return app.Agent{}, err
	}
	s.changed(app.AgentsChanged, agent.ID, "")
	return agent, nil
}

func (s *Service) emptyChannel(a app.Agent, env app.Environment, by app.Member) app.Channel {
	return app.Channel{
		AgentID: a.ID, Environment: env,
		Fields: map[string]string{}, Secrets: map[string]app.SecretInfo{},
		Session: app.DefaultSession(), UpdatedAt: s.now(), UpdatedBy: by.Name,
	}
}

// contactMax is the longest contact, in characters.
const contactMax = 120

func checkContact(typed string) (string, error) {
	contact := app.CleanName(typed)
	if utf8.RuneCountInString(contact) > contactMax {
		return "", app.Invalid("contact", "The contact is too long. A name and a number are enough.")
	}
	return contact, nil
}

// UpdateAgent changes an agent's name, country and contact.
func (s *Service) UpdateAgent(ctx context.Context, a app.Agent) error {
	member, err := s.Guard.Require(ctx, a.ID, app.MayEdit)
	if err != nil {
		return err
	}
	if a.Name, err = app.CheckAgentName(a.Name); err != nil {
		return err
	}
	if a.Contact, err = checkContact(a.Contact); err != nil {
		return err
	}
	if a.Country, err = app.CheckCountry(a.Country); err != nil {
		return err
	}
	err = s.Store.Update(ctx, func(tx app.Tx) error {
		old, err := tx.GetAgent(a.ID)
		if err != nil {
			return err
		}
		if same, err := tx.FindAgent(a.Name); err == nil && same.ID != a.ID {
			return app.NewError(app.CodeConflict, app.Say("There is an agent called {{.Name}} already.", "Name", a.Name)).WithField("name")
		}
		if old.Name == a.Name && old.Country == a.Country && old.Contact == a.Contact {
			return nil
		}
		if err := tx.UpdateAgent(a); err != nil {
			return err
		}
		text := app.Say("Details of agent {{.Name}} changed", "Name", a.Name)
		if old.Name != a.Name {
			text = app.Say("Agent {{.Old}} renamed to {{.Name}}", "Old", old.Name, "Name", a.Name)
		}
		return s.record(tx, member, a.ID, "", app.ActAgentRenamed, text)
	})
	if err == nil {
		s.changed(app.AgentsChanged, a.ID, "")
	}
	return err
}

// DeleteAgent removes an agent with both environments and their secrets.
func (s *Service) DeleteAgent(ctx context.Context, id app.AgentID) error {
	member, err := s.Guard.Require(ctx, id, app.MayManage)
	if err != nil {
		return err
	}
	err = s.change(ctx, nil, func(tx app.Tx) error {
		a, err := tx.GetAgent(id)
		if err != nil {
			return err
		}
		if err := tx.DeleteAgent(id); err != nil {
			return err
		}
		return s.record(tx, member, id, "", app.ActAgentDeleted, app.Say("Agent {{.Name}} deleted", "Name", a.Name))
	})
	if err != nil {
		return err
	}
	s.changed(app.AgentsChanged, id, "")
	return nil
}

// CreateDraft copies Published into a new Draft, secrets included: each gets a
// copy of its own inside the secret store. The webhook key and secret are new,
// because the Draft has its own address.
func (s *Service) CreateDraft(ctx context.Context, agent app.AgentID) error {
	member, err := s.Guard.Require(ctx, agent, app.MayEdit)
	if err != nil {
		return err
	}
	var a app.Agent
	var published app.Channel
	err = s.Store.View(ctx, func(tx app.Tx) error {
		if a, err = tx.GetAgent(agent); err != nil {
			return err
		}
		published, err = tx.GetChannel(agent, app.Published)
		return err
	})
	if err != nil {
		return err
	}
	if a.HasDraft {
		return app.NewError(app.CodeConflict, app.Say("This agent has a draft already."))
	}
	draft := published.Clone()
	draft.ID, draft.Environment, draft.Webhook, draft.Version, draft.Revision = 0, app.Draft, app.Webhook{}, 0, 0
	draft.Parked = nil // what Published left behind is its own
	draft.UpdatedAt, draft.UpdatedBy = s.now(), member.Name
	if draft.Secrets, err = s.copySecrets(ctx, published.Secrets); err != nil {
		return err
	}
	first := s.stageFirst(ctx, draft.Protocol, draft.Webhook)
	err = s.change(ctx, append(refsOf(draft.Secrets), first...), func(tx app.Tx) error {
		now, err := tx.GetChannel(agent, app.Published)
		if err != nil {
			return err
		}
		if len(s.allDifferences(published, now)) > 0 {
			return conflict(app.Published)
		}
		if draft.Key, err = freeKey(tx, a.Name); err != nil {
			return err
		}
		text, made := s.giveFirst(&draft, member, first)
		if _, err := tx.CreateChannel(draft); err != nil {
			return err
		}
		if err := s.record(tx, member, agent, app.Draft, app.ActDraftCreated, app.Say("Draft created from Published")); err != nil || !made {
			return err
		}
		return s.record(tx, member, agent, app.Draft, app.ActWebhookSecretMade, text)
	})
	if err != nil {
		return err
	}
	s.changed(app.AgentsChanged, agent, app.Draft)
	return nil
}

// DeleteDraft throws the Draft away and ends its API keys. Published is not
// touched.
func (s *Service) DeleteDraft(ctx context.Context, agent app.AgentID) error {
	member, err := s.Guard.Require(ctx, agent, app.MayEdit)
	if err != nil {
		return err
	}
	err = s.change(ctx, nil, func(tx app.Tx) error {
		draft, err := tx.GetChannel(agent, app.Draft)
		if err != nil {
			return noDraft(err, app.Draft)
		}
		if err := s.revokeKeys(tx, member, agent, app.Draft); err != nil {
			return err
		}
		if err := tx.DeleteChannel(draft.ID); err != nil {
			return err
		}
		return s.record(tx, member, agent, app.Draft, app.ActDraftDeleted, app.Say("Draft deleted"))
	})
	if err != nil {
		return err
	}
	s.changed(app.AgentsChanged, agent, app.Draft)
	s.changed(app.KeysChanged, agent, app.Draft)
	return nil
}

// revokeKeys ends the API keys of a channel that goes: a new one in its place
// must not answer to them.
func (s *Service) revokeKeys(tx app.Tx, by app.Member, agent app.AgentID, env app.Environment) error {
	keys, err := tx.ListKeys(agent, env)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if !k.IsOpen(s.now()) {
			continue
		}
		k.RevokedAt = s.now()
		if err := tx.UpdateKey(k); err != nil {
			return err
		}
		if err := s.record(tx, by, agent, env, app.ActKeyRevoked, app.Say("API key {{.Name}} ({{.Hint}}) revoked", "Name", k.Name, "Hint", k.Hint)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) record(tx app.Tx, by app.Member, agent app.AgentID, env app.Environment, kind string, text app.Text) error {
	return tx.AddActivity(app.Activity{At: s.now(), By: by.Name, AgentID: agent, Environment: env, Kind: kind, Text: text})
}
