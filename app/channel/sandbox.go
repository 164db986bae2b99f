package channel

import (
	"context"
	"encoding/json"
	"maps"
	"net/url"
	"strings"

	"channeldesk/app"
	"channeldesk/app/protocol"
)

// settingSandboxAddresses keeps where the simulated providers were reached last,
// by protocol and field, for every process that works on the workspace.
const settingSandboxAddresses = "sandbox_addresses"

// sandboxAddresses are by protocol and field name.
type sandboxAddresses map[app.ProtocolID]map[string]string

// PointSandbox gives every sandbox agent the address at which the simulated
// providers listen now, in both environments, by field name, also for protocols
// that it left. Where a simulator listens is this computer's matter and no
// setting of a person: it makes no version, no activity, and leaves the latest
// check as current as it was. A sandbox agent that turns to a protocol later is
// pointed to these addresses too. It is for the program's start, before anybody
// acts, and asks for no permission.
func (s *Service) PointSandbox(ctx context.Context, addresses map[app.ProtocolID]map[string]string) error {
	kept, err := json.Marshal(addresses)
	if err != nil {
		return err
	}
	var moved []app.Event
	err = s.Store.Update(ctx, func(tx app.Tx) error {
		if err := tx.SetSetting(settingSandboxAddresses, string(kept)); err != nil {
			return err
		}
		agents, err := tx.ListAgents()
		if err != nil {
			return err
		}
		for _, a := range agents {
			if !a.Sandbox {
				continue
			}
			for _, env := range app.Environments {
				c, err := tx.GetChannel(a.ID, env)
				if app.ErrorCode(err) == app.CodeNotFound {
					continue
				}
				if err != nil {
					return err
				}
				if !point(&c, addresses) {
					continue
				}
				if err := tx.UpdateChannel(c); err != nil {
					return err
				}
				moved = append(moved, app.Event{Kind: app.ChannelChanged, AgentID: a.ID, Environment: env})
			}
		}
		return nil
	})
	if err == nil {
		s.Bus.Publish(moved...)
	}
	return err
}

// point moves the present protocol's addresses and those of the protocols that
// were left.
func point(c *app.Channel, addresses sandboxAddresses) bool {
	next := c.Clone()
	changed := pointFields(next.Fields, addresses[c.Protocol])
	for id, values := range next.Parked {
		if values.Fields == nil {
			values.Fields = map[string]string{}
			next.Parked[id] = values
		}
		changed = pointFields(values.Fields, addresses[id]) || changed
	}
	*c = next
	return changed
}

func pointFields(fields, addresses map[string]string) (changed bool) {
	for name, address := range addresses {
		if now := moved(fields[name], address); fields[name] != now {
			fields[name], changed = now, true
		}
	}
	return changed
}

// moved gives the simulator's address for a field. One that leads to another
// path of the same simulator, for another way to sign in, keeps its path.
func moved(present, address string) string {
	was, err := url.Parse(present)
	is, err2 := url.Parse(address)
	if err != nil || err2 != nil || !protocol.IsLoopback(was.Hostname()) || firstPart(was.Path) == "" || firstPart(was.Path) != firstPart(is.Path) {
		return address
	}
	was.Scheme, was.Host = is.Scheme, is.Host
	return was.String()
}

// firstPart of a path names the provider in the simulators' addresses.
func firstPart(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return first
}

// staysInSandbox gives a sandbox agent's channel the simulators' addresses where
// it has none of its own: without one it would speak to the real provider. A
// channel that turns to another protocol, or back to an older state, gets them
// in any case, except for those that a person just typed.
func staysInSandbox(c app.Channel, turned bool, typed map[string]string, addresses sandboxAddresses) app.Channel {
	wanted := maps.Clone(addresses[c.Protocol])
	c = c.Clone()
	for name := range wanted {
		if c.Fields[name] != "" && (!turned || typed[name] != "") {
			delete(wanted, name)
		}
	}
	pointFields(c.Fields, wanted)
	return c
}

// readSandbox gives the simulators' addresses for an agent; none for one that
// speaks to real providers.
func readSandbox(tx app.Tx, agent app.AgentID) (sandboxAddresses, error) {
	a, err := tx.GetAgent(agent)
	if err != nil || !a.Sandbox {
		return nil, err
	}
	kept, err := tx.Setting(settingSandboxAddresses)
	if err != nil || kept == "" {
		return nil, err
	}
	var addresses sandboxAddresses
	if err := json.Unmarshal([]byte(kept), &addresses); err != nil {
		return nil, wrap("read the sandbox's addresses", err)
	}
	return addresses, nil
}
