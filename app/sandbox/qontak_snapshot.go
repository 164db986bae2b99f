package sandbox

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// qontakState is what callers set and what survives in a snapshot.
type qontakState struct {
	Endpoints map[string]QontakEndpoint `json:"endpoints"`
	Rooms     map[string]QontakEndpoint `json:"rooms"`
	Templates []QontakTemplate          `json:"templates"`
}

// State gives the created templates and the registered addresses as JSON. An
// address may hold a webhook secret, so that only scheme and host are told of it.
func (k *Qontak) State() []byte {
	short := func(all map[string]QontakEndpoint) map[string]QontakEndpoint {
		out := map[string]QontakEndpoint{}
		for organisation, e := range all {
			e.URL = shortAddress(e.URL)
			out[organisation] = e
		}
		return out
	}
	return k.state(short)
}

// StateWithAddresses is State with the whole addresses, so that they can be kept
// over a restart. It is to be kept as a secret.
func (k *Qontak) StateWithAddresses() []byte {
	return k.state(func(all map[string]QontakEndpoint) map[string]QontakEndpoint { return all })
}

func (k *Qontak) state(addresses func(map[string]QontakEndpoint) map[string]QontakEndpoint) []byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	state := qontakState{Endpoints: addresses(k.endpoints), Rooms: addresses(k.rooms), Templates: []QontakTemplate{}}
	for _, t := range k.world.Templates {
		if t.created() {
			state.Templates = append(state.Templates, t)
		}
	}
	data, err := json.MarshalIndent(state, "", "  ")
	if err != nil {
		panic("the sandbox cannot write its state: " + err.Error())
	}
	return data
}

// Restore puts back what State or StateWithAddresses gave. Shortened addresses, and
// what belongs to organisations that the world does not have, are left out. After an error nothing is changed.
func (k *Qontak) Restore(state []byte) error {
	var restored qontakState
	if err := json.Unmarshal(state, &restored); err != nil {
		return fmt.Errorf("read the sandbox's state of Qontak: %w", err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	unknown := func(organisation string, e QontakEndpoint) bool {
		_, ok := k.world.Organisations[organisation]
		return !ok || strings.HasSuffix(e.URL, "/…")
	}
	for into, from := range map[*map[string]QontakEndpoint]map[string]QontakEndpoint{
		&k.endpoints: restored.Endpoints, &k.rooms: restored.Rooms,
	} {
		*into = map[string]QontakEndpoint{}
		maps.Copy(*into, from)
		maps.DeleteFunc(*into, unknown)
	}
	templates := slices.DeleteFunc(restored.Templates, func(t QontakTemplate) bool {
		return unknown(t.OrganisationID, QontakEndpoint{}) || !t.created()
	})
	samples := slices.DeleteFunc(slices.Clone(k.world.Templates), QontakTemplate.created)
	k.world.Templates = append(templates, samples...)
	return nil
}

// created reports whether a template was made by a call.
func (t QontakTemplate) created() bool { return !t.ReviewedAt.IsZero() }
