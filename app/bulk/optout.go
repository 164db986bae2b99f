package bulk

import (
	"context"
	"slices"
	"time"

	"channeldesk/app"
)

// optPortion is how many people are changed in one transaction.
const optPortion = 500

// OptOuts gives the numbers in E.164 of an environment's customers who get no
// messages that we begin, sorted.
func (s *Service) OptOuts(ctx context.Context, agent app.AgentID, env app.Environment) (numbers []string, err error) {
	if _, err := s.p.Guard.Require(ctx, agent, app.MaySee); err != nil {
		return nil, err
	}
	return numbers, s.p.Store.View(ctx, func(tx app.Tx) error {
		c, err := tx.GetChannel(agent, env)
		if err != nil {
			return err
		}
		numbers, err = tx.OptedOut(c.ID)
		return err
	})
}

// OptOut writes down that people want no messages that we begin: numbers as
// people write them. It says how many of them were not on the list before. A
// number that is none changes nothing and is the error, with its Detail.
func (s *Service) OptOut(ctx context.Context, agent app.AgentID, env app.Environment, numbers ...string) (added int, err error) {
	return s.changeOptOuts(ctx, agent, env, numbers, true)
}

// OptIn takes people off the list, and says how many were on it.
func (s *Service) OptIn(ctx context.Context, agent app.AgentID, env app.Environment, numbers ...string) (removed int, err error) {
	return s.changeOptOuts(ctx, agent, env, numbers, false)
}

func (s *Service) changeOptOuts(ctx context.Context, agent app.AgentID, env app.Environment, numbers []string, out bool) (changed int, err error) {
	by, err := s.p.Guard.Require(ctx, agent, app.MaySend)
	if err != nil {
		return 0, err
	}
	var channel app.ChannelID
	var keys []string
	err = s.p.Store.View(ctx, func(tx app.Tx) error {
		a, err := tx.GetAgent(agent)
		if err != nil {
			return err
		}
		c, err := tx.GetChannel(agent, env)
		if err != nil {
			return err
		}
		channel = c.ID
		keys, err = readNumbers(numbers, a.Country)
		return err
	})
	if err != nil {
		return 0, err
	}
	for part := range slices.Chunk(keys, optPortion) {
		err := s.p.Store.Update(ctx, func(tx app.Tx) error {
			some := 0
			for _, key := range part {
				ok, err := s.optOne(tx, channel, key, out)
				if err != nil {
					return err
				}
				if ok {
					some++
				}
			}
			if some == 0 {
				return nil
			}
			changed += some
			return tx.AddActivity(app.Activity{
				At: s.now(), By: by.Name, AgentID: agent, Environment: env, Kind: app.ActOptOutChanged, Text: optText(part, some, out),
			})
		})
		if err != nil {
			return changed, err
		}
	}
	if changed > 0 {
		s.p.Bus.Publish(app.Event{Kind: app.BulkChanged, AgentID: agent, Environment: env})
	}
	return changed, nil
}

// readNumbers reads numbers as people write them, each once.
func readNumbers(numbers []string, country string) (keys []string, err error) {
	seen := map[string]bool{}
	for _, n := range numbers {
		key, err := app.ParseAccountCode(n, country)
		if err != nil {
			return nil, app.AsError(err).WithField("number").WithDetail(app.MaskPhone(app.CleanName(n)))
		}
		if !seen[key] {
			seen[key] = true
			keys = append(keys, key)
		}
	}
	return keys, nil
}

// optOne changes one person and reports whether that changed anything.
func (s *Service) optOne(tx app.Tx, channel app.ChannelID, key string, out bool) (bool, error) {
	p, err := tx.GetPerson(channel, key)
	if app.ErrorCode(err) == app.CodeNotFound {
		p, err = app.Person{ChannelID: channel, Key: key}, nil
	}
	if err != nil || p.OptedOutAt.IsZero() != out {
		return false, err
	}
	p.Number = key
	p.OptedOutAt = time.Time{}
	if out {
		p.OptedOutAt = s.now()
	}
	return true, tx.SavePerson(p)
}

func optText(numbers []string, n int, out bool) app.Text {
	switch {
	case n == 1 && len(numbers) == 1 && out:
		return app.Say("Put {{.Number}} on the list of those who get no messages", "Number", app.FormatPhone(numbers[0]))
	case n == 1 && len(numbers) == 1:
		return app.Say("Took {{.Number}} off the list of those who get no messages", "Number", app.FormatPhone(numbers[0]))
	case out:
		return app.Say("Put {{.N}} numbers on the list of those who get no messages", "N", n)
	}
	return app.Say("Took {{.N}} numbers off the list of those who get no messages", "N", n)
}
