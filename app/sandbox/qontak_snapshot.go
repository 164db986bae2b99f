package sandbox

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// qontakState is what callers set and what survives in a snapshot.
type qontakState struct {
	Endpoints map[string]QontakEndpoint `json:"endpoints"`
	Rooms     map[string]QontakEndpoint `json:"rooms"`
	Templates []QontakTemplate          `json:"templates"`
}

// State gives the registered addresses and the created templates as JSON, so
// that they can be kept over a restart. A registered address may hold a webhook
// secret, so this is to be kept as a secret itself.
func (k *Qontak) State() []byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	state := qontakState{Endpoints: k.endpoints, Rooms: k.rooms, Templates: []QontakTemplate{}}
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

// Restore puts back what State gave. What belongs to organisations that the
// world does not have is left out. After an error nothing is changed.
func (k *Qontak) Restore(state []byte) error {
	var restored qontakState
	if err := json.Unmarshal(state, &restored); err != nil {
		return fmt.Errorf("read the sandbox's state of Qontak: %w", err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	unknown := func(organisation string, _ QontakEndpoint) bool {
		_, ok := k.world.Organisations[organisation]
		return !ok
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
