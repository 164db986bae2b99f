package cloudshape

import (
	"maps"
	"sync"
)

// aim is what a change tells of the channel that it is meant for, with the names
// of the fields that it is told for. The phone number is as the provider wrote it.
type aim struct{ accountField, numberField, account, number, phone string }

// with makes the identifiers by name; others go before its own.
func (a aim) with(others map[string]string) map[string]string {
	out := make(map[string]string, 4)
	maps.Copy(out, others)
	set := func(name, value string) {
		if name != "" && value != "" && out[name] == "" {
			out[name] = value
		}
	}
	set(a.accountField, a.account)
	set(a.numberField, a.number)
	set("account_code", Phone(a.phone))
	return out
}

// aims are the latest ones that were made: the posts of a channel all have the
// same.
var aims aimsMade

// aimsMost bounds how many are remembered.
const aimsMost = 1024

// aimsMade remembers identifiers, which nobody may change. Safe for concurrent use.
type aimsMade struct {
	mu sync.RWMutex
	of map[aim]map[string]string
}

func (m *aimsMade) get(a aim) map[string]string {
	m.mu.RLock()
	made := m.of[a]
	m.mu.RUnlock()
	if made != nil {
		return made
	}
	made = a.with(nil)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.of == nil || len(m.of) >= aimsMost {
		m.of = map[aim]map[string]string{}
	}
	m.of[a] = made
	return made
}
