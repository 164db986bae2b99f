package access

import (
	"context"
	"slices"

	"channeldesk/app"
)

// Recent gives the newest lines of an agent's activity, or for agent 0 of
// everything that the acting member may look at.
func (s *Service) Recent(ctx context.Context, agent app.AgentID, limit int) ([]app.Activity, error) {
	return s.Activity(ctx, app.ActivityFilter{Agent: agent, Limit: limit})
}

// Activity gives the lines that a filter lets through, newest first. For one
// agent it takes the permission to look at it; for agent 0 it leaves out what
// the acting member may not look at.
func (s *Service) Activity(ctx context.Context, f app.ActivityFilter) (lines []app.Activity, err error) {
	f, _, err = s.narrow(ctx, f)
	if err != nil {
		return nil, err
	}
	return s.find(ctx, f)
}

func (s *Service) find(ctx context.Context, f app.ActivityFilter) (lines []app.Activity, err error) {
	err = s.store.View(ctx, func(tx app.Tx) error {
		lines, err = tx.FindActivity(f)
		return err
	})
	return lines, err
}

// narrow limits a filter to what the acting member may look at, and gives the
// member.
func (s *Service) narrow(ctx context.Context, f app.ActivityFilter) (app.ActivityFilter, app.Member, error) {
	if f.Agent != 0 {
		m, err := s.Require(ctx, f.Agent, app.MaySee)
		return f, m, err
	}
	v, err := s.sight(ctx)
	if err != nil || v.seesAll() {
		return f, v.member, err
	}
	only := []app.AgentID{}
	if v.sees(0) {
		only = append(only, 0)
	}
	for _, a := range v.agents {
		only = append(only, a.ID)
	}
	if f.Only != nil {
		only = slices.DeleteFunc(only, func(id app.AgentID) bool { return !slices.Contains(f.Only, id) })
	}
	f.Only = only
	return f, v.member, nil
}

// Actors gives the names that ever acted, sorted. Who may look at anything may
// read them.
func (s *Service) Actors(ctx context.Context) (names []string, err error) {
	if _, err := s.sight(ctx); err != nil {
		return nil, err
	}
	err = s.store.View(ctx, func(tx app.Tx) error {
		names, err = tx.ActivityActors()
		return err
	})
	return names, err
}

// VerifyActivity follows the audit log's chain of hashes from the first line to
// the last. It takes the permission to look at the workspace.
func (s *Service) VerifyActivity(ctx context.Context) (proof app.ActivityProof, err error) {
	if _, err := s.Require(ctx, 0, app.MaySee); err != nil {
		return proof, err
	}
	err = s.store.View(ctx, func(tx app.Tx) error {
		proof, err = tx.VerifyActivity()
		return err
	})
	return proof, err
}
